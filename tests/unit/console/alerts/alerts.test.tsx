// A person is told of tickets that begin to wait for them: in the title, by a sound, by a notification.
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createNewWaiting } from '../../../../console/alerts/new-waiting.ts';
import type { WaitingTicket } from '../../../../contract/attention.ts';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, deskTicket, idOf } from '../../../fakes/console-server.ts';

const ticketOf = (number: number, more: Partial<WaitingTicket> = {}): WaitingTicket => ({
  id: idOf(number),
  number: `R-00000${number}`,
  title: `Printer ${number}`,
  why: 'unassigned',
  since: '2026-01-31T10:00:00.000Z',
  byYou: false,
  ...more,
});

describe('news are', () => {
  test('tickets that were not there before, or wait anew', () => {
    const newWaiting = createNewWaiting();
    const [one, other] = [ticketOf(1), ticketOf(2)];
    expect(newWaiting([one])).toEqual([]);
    expect(newWaiting([other, one])).toEqual([other]);
    const answered = ticketOf(1, { why: 'answered', since: '2026-01-31T11:00:00.000Z' });
    expect(newWaiting([answered, other])).toEqual([answered]);
    expect(newWaiting([answered])).toEqual([]);
  });

  test('not what the person did', () => {
    const newWaiting = createNewWaiting();
    newWaiting([]);
    expect(newWaiting([ticketOf(1, { byYou: true })])).toEqual([]);
  });
});

describe('a person', () => {
  /** What the browser was asked to show and to sound. */
  let shown: { title: string; body: string; click(): void }[];
  let tones: number;
  let permission: NotificationPermission;

  beforeEach(() => {
    shown = [];
    tones = 0;
    permission = 'granted';
    class FakeNotification extends EventTarget {
      static get permission() {
        return permission;
      }
      static requestPermission = async () => permission;
      constructor(title: string, { body = '' }: NotificationOptions) {
        super();
        shown.push({ title, body, click: () => this.dispatchEvent(new Event('click')) });
      }
      close() {}
    }
    class FakeNode extends EventTarget {
      gain = { setTargetAtTime: () => {} };
      connect = (node: unknown) => node;
      start = () => {
        tones += 1;
      };
      stop() {}
    }
    vi.stubGlobal('Notification', FakeNotification);
    vi.stubGlobal(
      'AudioContext',
      class {
        currentTime = 0;
        close = async () => {};
      },
    );
    vi.stubGlobal('OscillatorNode', FakeNode);
    vi.stubGlobal('GainNode', FakeNode);
    vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  async function open(chosen: object | null) {
    if (chosen) localStorage.setItem('guichet.alerts', JSON.stringify(chosen));
    const ticket = deskTicket({ id: idOf(1), title: 'Printer 1' });
    const server = consoleServer({ tickets: [ticket], waiting: [ticketOf(2)] });
    const person = await openConsole(server, '/tickets');
    await expect.poll(() => document.title).toBe('(1) Tickets – Guichet');
    const arrives = async (...waiting: WaitingTicket[]) => {
      server.data.waiting = waiting;
      act(() => server.sendEvent('tickets'));
      await expect.poll(() => document.title).toBe(`(${waiting.length}) Tickets – Guichet`);
    };
    return { server, person, arrives };
  }

  test('sees how many wait in the title and beside the page, and hears and reads nothing unasked', async () => {
    const { arrives } = await open(null);
    await arrives(ticketOf(1), ticketOf(2));
    expect(screen.getByRole('link', { name: /Tickets/ }).title).toBe('2 tickets wait for you');
    expect([shown.length, tones]).toEqual([0, 0]);
  });

  test('who chose it hears two tones and reads which, and opens it', async () => {
    const { arrives } = await open({ sound: true, notification: true });
    expect([shown.length, tones]).toEqual([0, 0]);
    await arrives(ticketOf(1), ticketOf(2));
    expect(shown).toMatchObject([{ title: 'R-000001: new, nobody has it', body: 'Printer 1' }]);
    expect(tones).toBe(2);
    act(() => shown[0]?.click());
    expect(await screen.findByRole('heading', { level: 1, name: /Printer 1/ })).toBeTruthy();
  });

  test('reads one notification of several, and none while the page has the focus', async () => {
    const { arrives } = await open({ sound: false, notification: true });
    await arrives(ticketOf(1), ticketOf(2), ticketOf(3));
    expect(shown.map(({ title }) => title)).toEqual(['2 tickets wait for you']);
    vi.mocked(document.hasFocus).mockReturnValue(true);
    await arrives(ticketOf(1), ticketOf(2), ticketOf(3), ticketOf(4));
    expect(shown).toHaveLength(1);
  });

  test('whose browser refuses notifications is told, and the switch stays off', async () => {
    permission = 'denied';
    const server = consoleServer();
    const person = await openConsole(server, '/account');
    const toggle = await screen.findByRole('switch', { name: 'Notification of the browser' });
    await person.click(toggle);
    expect(await screen.findByText(/does not allow notifications of this page/)).toBeTruthy();
    expect((toggle as HTMLInputElement).checked).toBe(false);
  });
});

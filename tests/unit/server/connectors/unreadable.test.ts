// Tickets whose conversion throws, which is a bug: they are stepped over, named and tried again, and hold up no other.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Changes, Connector } from '../../../../server/connectors/connector.ts';
import { dueOf } from '../../../../server/connectors/unreadable.ts';
import { newTicket } from '../../../connectors/content.ts';
import { valueIn } from '../../../connectors/deliver.ts';
import type { Harness } from '../../../connectors/harness.ts';
import { connectTo } from '../../../fakes/atera/harness.ts';
import { openFakeAtera } from '../../../fakes/atera/server.ts';
import { openItop } from '../../../fakes/itop/harness.ts';

const HOUR = 3_600_000;
const CURSED = 'no converter is ready for this';
let isMended: boolean;

vi.mock('../../../../server/html-text.ts', async (original) => {
  const { textOfHtml } = await original<typeof import('../../../../server/html-text.ts')>();
  return {
    textOfHtml(html: string, pictures?: string) {
      if (!isMended && html.includes(CURSED)) throw new RangeError('Maximum call stack size exceeded');
      return textOfHtml(html, pictures);
    },
  };
});

beforeEach(() => {
  isMended = false;
});

interface Desk {
  connector: Connector;
  about: Harness;
  writes(ref: string, text: string): Promise<void>;
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

const DESKS: [string, () => Promise<Desk>][] = [
  [
    'iTop',
    async () => {
      const harness = await openItop();
      return {
        connector: harness.connector,
        about: harness,
        writes: (ref, text) => harness.replies(ref, 'A technician', text),
        pass(milliseconds) {
          harness.itop.store.skewMs += milliseconds;
        },
        close: () => harness.close(),
      };
    },
  ],
  [
    'Atera',
    async () => {
      const atera = await openFakeAtera();
      const known = { email: 'a.requester@contoso.example', fullName: 'A requester' };
      return {
        connector: connectTo(atera),
        about: { organisation: 'Contoso', known, category: null } as Harness,
        async writes(ref, text) {
          const ticket = atera.account.tickets.get(Number(ref));
          if (!ticket) throw new Error('no such ticket');
          const by = { TechnicianID: 31, FullName: 'A technician' };
          atera.account.addComment(ticket, `<p>${text}</p>`, by);
        },
        pass(milliseconds) {
          atera.account.skew += milliseconds;
        },
        close: () => atera.close(),
      };
    },
  ],
];

describe.each(DESKS)('in %s', (_, open) => {
  async function readAll({ connector }: Desk, from: string | null) {
    const refs = new Set<string>();
    let leftOut: Changes['leftOut'];
    for (let cursor = from; ; ) {
      const page = valueIn(await connector.changesSince(cursor));
      for (const { ref } of page.tickets) refs.add(ref);
      if (page.leftOut !== undefined) leftOut = page.leftOut;
      if (!page.more) return { refs, cursor: page.cursor, leftOut };
      cursor = page.cursor;
    }
  }

  test('however many there are, all others are read, and these are read once they can be', async () => {
    const desk = await open();
    const made = [];
    for (let count = 0; count < 6; count += 1)
      made.push(valueIn(await desk.connector.createTicket(newTicket(desk.about))));
    const { cursor } = await readAll(desk, null);
    desk.pass(5000);
    const cursed = made.slice(0, 5);
    const well = made[5]?.ref ?? '';
    for (const { ref } of cursed) await desk.writes(ref, CURSED);
    await desk.writes(well, 'Good news');
    const read = await readAll(desk, cursor);
    expect(read.refs).toEqual(new Set([well]));
    for (const { number } of cursed) expect(read.leftOut?.en).toContain(number);

    isMended = true;
    desk.pass(HOUR + 60_000);
    const mended = await readAll(desk, read.cursor);
    expect([...mended.refs]).toEqual(expect.arrayContaining(cursed.map(({ ref }) => ref)));
    expect(mended.leftOut).toBeNull();
    await desk.close();
  });
});

test('an item is tried again after an hour, and at once where the clock was ahead at the last try', () => {
  const now = Date.parse('2030-01-02T08:00:00.000Z');
  const tried = (since: number): [string, string, string] => [
    'R-1',
    'mark',
    new Date(now - since).toISOString(),
  ];
  const unreadable = { late: tried(HOUR), early: tried(HOUR - 60_000), ahead: tried(-60_000) };
  expect(dueOf(unreadable, now)).toEqual(['late', 'ahead']);
});

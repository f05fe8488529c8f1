// The Windows task bar: the jump list in the user's language, the badge with the number of unread tickets.
import { EventEmitter } from 'node:events';
import type { App, JumpListCategory, NativeImage } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../../../contract/primitives.ts';
import { badgeOf } from '../../../../main/desktop/badge.ts';
import { createTaskBar } from '../../../../main/desktop/task-bar.ts';
import { hearStarts } from '../../../../main/process/lifecycle.ts';
import { type StartRequest, startRequest } from '../../../../main/process/start-request.ts';
import { texts } from '../../../../main/support/texts.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

function bar({
  platform = 'win32' as NodeJS.Platform,
  isPackaged = true,
  answer = 'ok' as ReturnType<App['setJumpList']>,
} = {}) {
  const lists: JumpListCategory[][] = [];
  const counts: number[] = [];
  const overlays: [unknown, string][] = [];
  const log = recordingLog();
  const window = Object.assign(new EventEmitter(), {
    isVisible: () => true,
    setOverlayIcon: (image: unknown, description: string) => void overlays.push([image, description]),
  });
  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    getAppPath: () => String.raw`C:\work\a folder`,
    setBadgeCount: (count?: number) => counts.push(count ?? 0) > 0,
    setJumpList(list: JumpListCategory[] | null) {
      lists.push(list ?? []);
      return answer;
    },
  });
  const { render } = createTaskBar({
    app: app as unknown as App,
    process: { platform, execPath: String.raw`C:\Program Files\Guichet\Guichet.exe` },
    windows: () => [window],
    imageOf: () => 'badge' as unknown as NativeImage,
    texts,
    log,
  });
  const show = (unread: number, language: Language = 'en') => render({ unread, language });
  return { show, lists, counts, overlays, app, window, log };
}

describe('the jump list', () => {
  it('offers a new ticket and My tickets, and is set again when the language changes', () => {
    const { show, lists } = bar();
    show(0);
    show(3);
    show(3, 'fr');
    const items = lists.map(([tasks]) => tasks?.items?.map(({ title, args }) => [title, args]));
    expect(items).toEqual([
      [
        ['Create New Ticket', '--new-ticket'],
        ['My tickets', '--my-tickets'],
      ],
      [
        ['Créer un nouveau ticket', '--new-ticket'],
        ['Mes tickets', '--my-tickets'],
      ],
    ]);
    expect(lists[0]?.[0]).toMatchObject({
      type: 'tasks',
      items: [{ program: String.raw`C:\Program Files\Guichet\Guichet.exe` }, {}],
    });
  });

  it('starts an unpackaged agent with its folder as argument', () => {
    const { show, lists } = bar({ isPackaged: false });
    show(0);
    expect(lists[0]?.[0]?.items?.[0]?.args).toBe(String.raw`"C:\work\a folder" --new-ticket`);
  });

  it('that cannot be set is logged', () => {
    const { show, log } = bar({ answer: 'error' });
    show(0);
    expect(log.lines).toHaveLength(1);
  });

  it('needs its exact arguments', () => {
    expect(startRequest(['Guichet.exe', '--new-ticket'])).toEqual({ kind: 'new-ticket' });
    expect(startRequest(['Guichet.exe', '--allow-file-access', '--my-tickets'])).toEqual({
      kind: 'my-tickets',
    });
    for (const argument of ['--new-tickets', 'new-ticket', '--new-ticket=1', '--NEW-TICKET', ''])
      expect(startRequest(['Guichet.exe', argument])).toEqual({ kind: 'plain' });
  });

  it('is obeyed at the first start and at later ones; a plain first start opens nothing', () => {
    const requests: [StartRequest['kind'], string | null][] = [];
    const app = new EventEmitter();
    const opens = hearStarts(app as unknown as App, ['Guichet.exe']);
    // in the same instant, before anything can be opened
    app.emit('second-instance', {}, ['Guichet.exe'], '', null);
    expect(requests).toEqual([]);
    opens(({ kind }, otherwise) => void requests.push([kind, otherwise]));
    app.emit('second-instance', {}, ['Guichet.exe', '--new-ticket'], '', null);
    expect(requests).toEqual([
      ['plain', null],
      ['plain', 'tickets'],
      ['new-ticket', 'tickets'],
    ]);
  });
});

describe('the badge', () => {
  it('is on the windows in the task bar, with the unread count, and disappears at zero', () => {
    const { show, overlays, counts } = bar();
    show(0);
    show(1);
    show(1);
    show(2, 'fr');
    show(0, 'fr');
    expect(overlays).toEqual([
      [null, ''],
      ['badge', '1 unread'],
      ['badge', '2 non lus'],
      [null, ''],
    ]);
    expect(counts).toEqual([]);
  });

  it('is set again on a window shown later, as its button is new each time', () => {
    const { show, overlays, app } = bar();
    show(4);
    const later = Object.assign(new EventEmitter(), {
      setOverlayIcon: (_: unknown, description: string) => void overlays.push(['later', description]),
    });
    app.emit('browser-window-created', {}, later);
    later.emit('show');
    expect(overlays.at(-1)).toEqual(['later', '4 unread']);
  });

  it('outside Windows is the badge count, and there is no jump list', () => {
    const { show, overlays, counts, lists } = bar({ platform: 'linux' });
    show(3);
    show(0);
    expect([counts, overlays, lists]).toEqual([[3, 0], [], []]);
  });

  it('has a picture for each number up to nine, and one for more', () => {
    expect(badgeOf(0)).toBeNull();
    const pictures = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((unread) =>
      Buffer.from(badgeOf(unread)?.pixels ?? []),
    );
    expect(new Set(pictures.map((pixels) => pixels.toString('hex'))).size).toBe(10);
    expect(badgeOf(11)).toEqual(badgeOf(1000));
    for (const pixels of pictures) {
      expect(pixels).toHaveLength(16 * 16 * 4);
      // red below the digit, transparent in the corner
      expect([...pixels.subarray((13 * 16 + 8) * 4)].slice(0, 4)).toEqual([0x1c, 0x1c, 0xc4, 255]);
      expect(pixels.subarray(0, 4)).toEqual(Buffer.alloc(4));
    }
  });
});

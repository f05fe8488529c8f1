// Taking pictures on request: windows hidden meanwhile, delays, timeouts, and failures.
import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PowerMonitor } from 'electron';
import { describe, expect, it } from 'vitest';
import type { CaptureSource, Region } from '../../../../contract/ipc.ts';
import type { Captured } from '../../../../main/capture/captured.ts';
import { crop } from '../../../../main/capture/crop.ts';
import type { Bitmap } from '../../../../main/capture/picture-store.ts';
import { createPictureTaker } from '../../../../main/capture/take-pictures.ts';
import { createWindowPictures } from '../../../../main/capture/window-pictures.ts';
import { watchPresence } from '../../../../main/process/presence.ts';
import { type FakeDesktop, fakeDesktop } from '../../../fakes/desktop.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

const DESKTOP = { id: 1, x: 0, width: 1920, height: 1080, scaleFactor: 1 };
const EDITOR = { id: 'window:7:0', name: 'An editor', width: 800, height: 600 };
const OWN = { id: 'window:9:1', name: 'Guichet', width: 760, height: 640 };
const SCREENS: CaptureSource = { kind: 'screens' };
const REGION: CaptureSource = { kind: 'region' };

function studio({
  desktop = fakeDesktop([DESKTOP], [EDITOR, OWN]),
  shown = true,
  allowed = true,
  region = (async () => null) as (bitmap: Bitmap) => Promise<Region | null>,
}: {
  desktop?: FakeDesktop;
  shown?: boolean;
  allowed?: boolean;
  region?: (bitmap: Bitmap) => Promise<Region | null>;
} = {}) {
  const clock = manualClock();
  const happened: unknown[] = [];
  const log = recordingLog();
  const powerMonitor = new EventEmitter();
  const presence = watchPresence(powerMonitor as unknown as PowerMonitor);
  const { getSources } = desktop.desktopCapturer;
  desktop.desktopCapturer.getSources = (options) => {
    happened.push('captured');
    return getSources(options);
  };
  const taking = createPictureTaker({
    desktop,
    windows: createWindowPictures({ ...desktop, ownIds: () => ['window:9:0'], sizeOf: async () => null }),
    region: { choose: region, answer: (answer) => void happened.push(['answered', answer]) },
    presence,
    ownWindows: {
      clear({ preparing }) {
        if (!shown) return null;
        happened.push(preparing ? 'hidden to prepare' : 'hidden');
        return () => happened.push('shown again');
      },
      openCountdown(seconds) {
        happened.push(`counting from ${seconds}`);
        let closed = () => {};
        return {
          shown: Promise.resolve(),
          closed: new Promise((resolve) => {
            closed = resolve;
          }),
          close() {
            happened.push('counted');
            closed();
          },
        };
      },
    },
    mayCapture: () => allowed,
    clock,
    log,
  });
  /** Runs every due timer until the picture is taken. */
  async function finish(captured: Promise<Captured>): Promise<Captured> {
    let done = false;
    void captured.finally(() => {
      done = true;
    });
    for (;;) {
      await nextTurn();
      if (done) return captured;
      clock.advance(clock.nextDue() ?? 0);
    }
  }
  const take = (source: CaptureSource, seconds = 0) => finish(taking.take(source, seconds));
  return { ...taking, takeLater: taking.take, take, finish, happened, clock, log, desktop, powerMonitor };
}

describe('a requested picture', () => {
  it('is taken after Guichet’s windows are hidden, and they are shown again', async () => {
    const { take, happened } = studio();
    expect(await take(SCREENS)).toMatchObject({ ok: true, value: [{ included: true }] });
    expect(happened).toEqual(['hidden', 'captured', 'shown again']);
  });

  it('is taken at once when no window has to be hidden', async () => {
    const { take, clock, happened } = studio({ shown: false });
    const before = clock.now();
    await take(SCREENS);
    expect(clock.now()).toEqual(before);
    expect(happened).toEqual(['captured']);
  });

  it('with a delay shows a countdown of three seconds, which is closed before the capture', async () => {
    const { take, clock, happened } = studio();
    const before = clock.now().getTime();
    expect(await take(SCREENS, 3)).toMatchObject({ ok: true });
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(3000);
    expect(happened).toEqual(['hidden to prepare', 'counting from 3', 'counted', 'captured', 'shown again']);
  });

  it('is empty while another capture runs, as it would contain that one’s window', async () => {
    const { take, finish, isTaking, ...studied } = studio();
    const first = take(SCREENS, 3);
    expect(isTaking()).toBe(true);
    expect(await take(SCREENS)).toEqual({ ok: true, value: [] });
    expect(await finish(first)).toMatchObject({ ok: true, value: [{ included: true }] });
    expect(isTaking()).toBe(false);
    expect(studied.happened.filter((what) => what === 'captured')).toHaveLength(1);
  });

  it('is refused when policy forbids it, and nothing is captured or hidden', async () => {
    const { take, takeDisplays, listWindows, happened } = studio({ allowed: false });
    for (const source of [SCREENS, REGION, { kind: 'window', windowId: EDITOR.id }] as const) {
      expect(await take(source)).toEqual({ ok: false, error: { code: 'capture-forbidden' } });
    }
    expect(await takeDisplays()).toEqual({ ok: false, error: { code: 'capture-forbidden' } });
    expect(await listWindows()).toEqual({ ok: false, error: { code: 'capture-forbidden' } });
    expect(happened).toEqual([]);
  });

  it.each([
    ['has no display', (desktop: FakeDesktop) => void desktop.displays.splice(0)],
    ['gives no picture', (desktop: FakeDesktop) => void desktop.blank.add(1)],
    [
      'refuses',
      (desktop: FakeDesktop) => {
        desktop.instead = () => Promise.reject(new Error('no permission'));
      },
    ],
    [
      'never answers',
      (desktop: FakeDesktop) => {
        desktop.instead = () => new Promise(() => {});
      },
    ],
  ])('of a system that %s fails, and the windows are shown again', async (_, spoil) => {
    const { take, happened, desktop } = studio();
    spoil(desktop);
    expect(await take(SCREENS)).toEqual({ ok: false, error: { code: 'capture-failed' } });
    expect(await take(REGION)).toEqual({ ok: false, error: { code: 'capture-failed' } });
    expect(happened.at(-1)).toBe('shown again');
  });

  it('times out after five seconds', async () => {
    const { take, clock, desktop, log } = studio({ shown: false });
    desktop.instead = () => new Promise(() => {});
    const before = clock.now().getTime();
    await take(SCREENS);
    expect(clock.now().getTime() - before).toBe(5000);
    expect(log.lines).toHaveLength(1);
  });
});

describe.each(['lock-screen', 'suspend'])('after %s', (left) => {
  const NONE = { ok: true, value: [] };

  it('no picture is taken, by hotkey or request, until the user is back', async () => {
    const { take, takeDisplays, listWindows, powerMonitor, happened } = studio();
    powerMonitor.emit(left);
    expect(await listWindows()).toEqual(NONE);
    expect(await take(SCREENS)).toEqual(NONE);
    expect(await take(REGION, 3)).toEqual(NONE);
    expect(await takeDisplays()).toEqual(NONE);
    expect(happened).toEqual([]);
    powerMonitor.emit(left === 'suspend' ? 'resume' : 'unlock-screen');
    expect(await takeDisplays()).toMatchObject({ ok: true, value: [{ included: true }] });
  });

  it('a countdown is cancelled at once, and Guichet’s windows are shown again', async () => {
    const { taking, powerMonitor, happened, clock } = counting(studio());
    powerMonitor.emit(left);
    expect(await taking).toEqual(NONE);
    expect(happened).toEqual(['hidden to prepare', 'counting from 10', 'counted', 'shown again']);
    expect(clock.nextDue()).toBeNull();
  });

  it('a running capture is discarded, as it may show the lock screen', async () => {
    const region = async () => expect.unreachable('a region is asked for on a locked screen');
    const { take, takeDisplays, powerMonitor, desktop, happened } = studio({ shown: false, region });
    const { getSources } = desktop.desktopCapturer;
    desktop.desktopCapturer.getSources = (options) => {
      powerMonitor.emit(left);
      return getSources(options);
    };
    expect(await takeDisplays()).toEqual(NONE);
    powerMonitor.emit('unlock-screen');
    expect(await take(SCREENS)).toEqual(NONE);
    powerMonitor.emit('unlock-screen');
    expect(await take(REGION)).toEqual(NONE);
    expect(happened).toEqual(['captured', 'captured', 'captured']);
  });

  it('the choice of a region is cancelled', async () => {
    const { take, powerMonitor, happened } = studio({
      region: async () => {
        powerMonitor.emit(left);
        return null;
      },
    });
    expect(await take(REGION)).toEqual(NONE);
    expect(happened).toEqual(['hidden', 'captured', ['answered', null], 'shown again']);
  });
});

function counting({ powerMonitor, happened, clock, ...studied }: ReturnType<typeof studio>) {
  return { taking: studied.takeLater(SCREENS, 10), powerMonitor, happened, clock };
}

describe('a window', () => {
  it('is offered by name with a thumbnail, except Guichet’s own and those without a name or a picture', async () => {
    const nameless = { ...EDITOR, id: 'window:11:0', name: '' };
    const minimised = { id: 'window:12:0', name: 'Minimised', width: 0, height: 0 };
    const { listWindows } = studio({ desktop: fakeDesktop([DESKTOP], [EDITOR, OWN, nameless, minimised]) });
    expect(await listWindows()).toEqual({
      ok: true,
      value: [{ id: EDITOR.id, name: EDITOR.name, thumbnail: expect.stringMatching(/^data:image\/png/) }],
    });
  });

  it('is captured without the rest of the screen', async () => {
    const { take } = studio();
    const captured = await take({ kind: 'window', windowId: EDITOR.id });
    expect(captured).toMatchObject({ ok: true, value: [{ included: true, bitmap: { height: 1080 } }] });
  });

  it('is captured at its own size when the system reports it', async () => {
    const desktop = fakeDesktop([DESKTOP], [EDITOR]);
    const windows = createWindowPictures({
      ...desktop,
      ownIds: () => [],
      sizeOf: async () => ({ width: 800, height: 600 }),
    });
    expect(await windows.capture(EDITOR.id)).toMatchObject({ width: 800, height: 600 });
  });

  it('that is closed meanwhile, or belongs to Guichet, is not captured', async () => {
    const { take } = studio();
    for (const windowId of ['window:404:0', OWN.id]) {
      const captured = await take({ kind: 'window', windowId });
      expect(captured).toEqual({ ok: false, error: { code: 'capture-failed' } });
    }
  });
});

describe('a region of a display', () => {
  it('is cropped from a picture taken before a window of Guichet was shown', async () => {
    const { take, happened } = studio({
      region: async () => {
        happened.push('chosen');
        return { x: 0, y: 0, width: 1, height: 1 };
      },
    });
    const captured = await take(REGION);
    expect(captured).toMatchObject({
      ok: true,
      value: [{ included: true, bitmap: { width: 1, height: 1 } }],
    });
    expect(happened).toEqual(['hidden', 'captured', 'chosen', 'shown again']);
  });

  it('is empty, without an error, when the choice is cancelled', async () => {
    const { take, happened } = studio();
    expect(await take(REGION)).toEqual({ ok: true, value: [] });
    expect(happened.at(-1)).toBe('shown again');
  });

  it('fails when its window cannot be shown, and the windows are shown again', async () => {
    const { take, happened, isTaking } = studio({ region: () => Promise.reject(new Error('page gone')) });
    expect(await take(REGION)).toEqual({ ok: false, error: { code: 'capture-failed' } });
    expect(happened.at(-1)).toBe('shown again');
    expect(isTaking()).toBe(false);
  });
});

describe('cropping', () => {
  const bitmap = { width: 3, height: 2, pixels: Uint8Array.from({ length: 24 }, (_, at) => at) };

  it('returns exactly the pixels of the region', () => {
    expect(crop(bitmap, { x: 1, y: 0, width: 2, height: 2 })).toEqual({
      width: 2,
      height: 2,
      pixels: Uint8Array.of(4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23),
    });
  });

  it('is limited to the picture when the region exceeds it', () => {
    expect(crop(bitmap, { x: 2, y: 1, width: 500, height: 500 })).toEqual({
      width: 1,
      height: 1,
      pixels: Uint8Array.of(20, 21, 22, 23),
    });
    expect(crop(bitmap, { x: 3, y: 0, width: 1, height: 1 })).toBeNull();
  });
});

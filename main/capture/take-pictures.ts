// Takes pictures of what the user sees, never of Guichet: the displays, one window, or a region.
import type { CapturableWindow, CaptureSource } from '../../contract/ipc.ts';
import { unreachable } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Presence } from '../process/presence.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Captured, CapturedPicture, TakePictures } from './captured.ts';
import { crop } from './crop.ts';
import { captureDisplays, type ScreenAccess } from './displays.ts';
import type { Overlay, RegionChoice } from './region-choice.ts';
import type { WindowPictures } from './window-pictures.ts';

/** How long the desktop needs to repaint the area under a hidden window. */
const REPAINT_MS = 200;

/** Timeout of a capture, which may hang on a locked or disconnected session. */
const CAPTURE_MS = 5000;

/** What a capture needs from Guichet's own windows. */
interface OwnWindows {
  /**
   * Hides the windows that would be in the picture. With `preparing` it also hides those in the way of a user who
   * prepares the screen. Returns null when there was none, else a function that shows them again.
   */
  clear(how: { preparing: boolean }): (() => void) | null;
  /** Shows the seconds left without taking the focus, so that an open menu stays open. */
  openCountdown(seconds: number): Overlay;
}

export interface PictureTaker {
  take: TakePictures;
  /** Captures every display at once; the caller has placed the windows. */
  takeDisplays(): Promise<Captured>;
  /** Whether a capture is running that would include a window shown now. */
  isTaking(): boolean;
  /** Errors: `capture-failed`, `capture-forbidden`. */
  listWindows(): Promise<Result<CapturableWindow[]>>;
}

interface Parts {
  desktop: ScreenAccess;
  windows: WindowPictures;
  region: Pick<RegionChoice, 'choose' | 'answer'>;
  ownWindows: OwnWindows;
  /** whether policy allows screenshots */
  mayCapture(): boolean;
  presence: Presence;
  clock: Clock;
  log: Log;
}

/**
 * Failures are logged. A second request during a capture returns no picture. Nothing is captured while the user is
 * away; a running capture is abandoned when they leave.
 */
export function createPictureTaker(parts: Parts): PictureTaker {
  const { ownWindows, mayCapture, presence, clock } = parts;
  let isTaking = false;

  async function take(source: CaptureSource, delaySeconds: number): Promise<Captured> {
    if (!mayCapture()) return err('capture-forbidden');
    if (isTaking || presence.isAway()) return ok([]);
    isTaking = true;
    const absence = watchAbsence(presence);
    const delayed = delaySeconds > 0;
    const showAgain = ownWindows.clear({ preparing: delayed });
    try {
      if (delayed) await countDown(ownWindows, pause(clock, delaySeconds * 1000, absence), delaySeconds);
      if (delayed || showAgain) await pause(clock, REPAINT_MS, absence);
      return await unlessAway(absence, () => pictureOf(source, parts, absence));
    } catch (problem) {
      parts.log.error('a picture could not be taken', problem);
      return err('capture-failed');
    } finally {
      isTaking = false;
      absence.end();
      showAgain?.();
    }
  }

  return {
    take,
    async takeDisplays() {
      if (!mayCapture()) return err('capture-forbidden');
      if (presence.isAway()) return ok([]);
      const absence = watchAbsence(presence);
      return unlessAway(absence, () => displays(parts)).finally(absence.end);
    },
    isTaking: () => isTaking,
    async listWindows() {
      if (!mayCapture()) return err('capture-forbidden');
      if (presence.isAway()) return ok([]);
      const windows = await inTime(parts.windows.list(), parts);
      return windows ? ok(windows) : err('capture-failed');
    },
  };
}

/** Whether the user has left the screen since this was created. */
interface Absence {
  hasBegun(): boolean;
  /** Calls `act` when they leave. */
  on(act: () => void): void;
  end(): void;
}

function watchAbsence({ onLeave }: Presence): Absence {
  const acts: (() => void)[] = [];
  let begun = false;
  const end = onLeave(() => {
    begun = true;
    for (const act of acts.splice(0)) act();
  });
  return { hasBegun: () => begun, on: (act) => void acts.push(act), end };
}

/** Discards pictures taken while the screen was being locked. */
async function unlessAway(absence: Absence, take: () => Promise<Captured>): Promise<Captured> {
  if (absence.hasBegun()) return ok([]);
  const taken = await take();
  return absence.hasBegun() ? ok([]) : taken;
}

async function pictureOf(source: CaptureSource, parts: Parts, absence: Absence): Promise<Captured> {
  switch (source.kind) {
    case 'screens':
      return displays(parts);
    case 'window':
      return captured(await inTime(parts.windows.capture(source.windowId), parts).then(included));
    case 'region':
      return partOfDisplay(parts, absence);
    default:
      return unreachable(source);
  }
}

async function displays(parts: Parts): Promise<Captured> {
  return captured(await inTime(captureDisplays(parts.desktop), parts));
}

async function partOfDisplay(parts: Parts, absence: Absence): Promise<Captured> {
  const all = await inTime(captureDisplays(parts.desktop), parts);
  const pointed = all?.find(({ included }) => included);
  if (!pointed?.display) return err('capture-failed');
  if (absence.hasBegun()) return ok([]);
  absence.on(() => parts.region.answer(null));
  const region = await parts.region.choose(pointed.bitmap, pointed.display);
  return ok(included(region && crop(pointed.bitmap, region)));
}

function included(bitmap: CapturedPicture['bitmap'] | null): CapturedPicture[] {
  return bitmap ? [{ bitmap, included: true }] : [];
}

function captured(pictures: CapturedPicture[] | null): Captured {
  return pictures && pictures.length > 0 ? ok(pictures) : err('capture-failed');
}

/** Returns null and logs when the capture fails or times out. */
async function inTime<T>(answer: Promise<T>, { clock, log }: Parts): Promise<T | null> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(CAPTURE_MS, () => reject(new Error(`no answer within ${CAPTURE_MS} ms`)));
  });
  try {
    return await Promise.race([answer, late]);
  } catch (problem) {
    log.error('the screen could not be captured', problem);
    return null;
  } finally {
    cancel();
  }
}

/** Continues without the window when it cannot be shown: the delay is what the user asked for. */
async function countDown({ openCountdown }: OwnWindows, time: Promise<void>, seconds: number): Promise<void> {
  const window = openCountdown(seconds);
  void window.shown.catch(() => {});
  await time;
  window.close();
  await window.closed;
}

/** Ends early when the user leaves the screen. */
function pause(clock: Clock, ms: number, absence: Absence): Promise<void> {
  if (absence.hasBegun()) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    absence.on(() => {
      cancel();
      resolve();
    });
  });
}

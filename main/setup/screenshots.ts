// Composes what screenshots need: the system's capturer, Guichet's own windows, and the file worker.
import os from 'node:os';
import type { FileWorker } from '../attachments/file-worker.ts';
import type { ScreenAccess } from '../capture/displays.ts';
import { createRegionChoice, type RegionChoice } from '../capture/region-choice.ts';
import { createPictureTaker, type PictureTaker } from '../capture/take-pictures.ts';
import { createWindowPictures } from '../capture/window-pictures.ts';
import { windowSize } from '../capture/window-size.ts';
import type { Presence } from '../process/presence.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Windows } from '../windows/windows.ts';

/** Since Windows 10 version 2004 a protected window is left out of captures; before, it shows as a black rectangle. */
const EXCLUDING_BUILD = 19041;

/** Whether this system leaves the protected form out of captures; `release` is such as 10.0.19045. */
export function excludesForm(platform: NodeJS.Platform, release = os.release()): boolean {
  return platform === 'win32' && Number(release.split('.')[2]) >= EXCLUDING_BUILD;
}

export function createScreenshots(parts: {
  desktop: ScreenAccess;
  windows: Pick<Windows, 'hideAll' | 'sourceIds' | 'openCountdown' | 'openRegion'>;
  /** Whether the form is left out of captures, and may stay open during one. */
  isExcluded: boolean;
  /** null when local data cannot be opened: no picture is taken then */
  worker: Pick<FileWorker, 'encode'> | null;
  /** whether policy allows screenshots */
  mayCapture(): boolean;
  presence: Presence;
  chance: Chance;
  clock: Clock;
  log: Log;
}): { screenshots: PictureTaker; region: RegionChoice } {
  const { desktop, windows, isExcluded, worker, mayCapture, presence, chance, clock, log } = parts;
  const region = createRegionChoice({
    openWindow: windows.openRegion,
    async encode({ pixels, width, height }) {
      if (!worker) throw new Error('there is no thread to encode pictures');
      return worker.encode(pixels, width, height);
    },
    chance,
  });
  const screenshots = createPictureTaker({
    desktop,
    mayCapture: () => worker !== null && mayCapture(),
    windows: createWindowPictures({ ...desktop, ownIds: windows.sourceIds, sizeOf: windowSize }),
    region,
    ownWindows: {
      // A user who prepares the screen needs the space that the form takes.
      clear: ({ preparing }) => windows.hideAll({ formMayStay: isExcluded && !preparing }),
      openCountdown: windows.openCountdown,
    },
    presence,
    clock,
    log,
  });
  return { screenshots, region };
}

// Gives back the memory that work has left behind, once nobody looks: days may pass between two tickets.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { App, BrowserWindow } from 'electron';
import { IDLE_GC } from '../../contract/channels.ts';
import type { Clock } from '../support/clock.ts';

/** Twice: V8 gives back the room for new objects when hardly any were made between two collections. */
const QUIET_MS = [5000, 10_000];

/** V8's own way to the same end costs processor time for half a minute after any work. */
const NO_SECOND_WAY = '--no-memory-reducer';

/** Each window does the same for itself (preload) with the `gc` it is given here. To be called before the app is ready. */
export function exposeGcToWindows(app: Pick<App, 'commandLine'>): void {
  app.commandLine.appendSwitch('js-flags', `--expose-gc ${NO_SECOND_WAY}`);
}

/** Collects garbage, here and in the windows that are not shown, a while after the start and after one was put away. */
export function collectWhenUnseen(app: Pick<App, 'on'>, clock: Clock): void {
  setFlagsFromString(`--expose-gc ${NO_SECOND_WAY}`);
  const gc: () => void = runInNewContext('gc');
  const windows = new Set<BrowserWindow>();
  let cancels: (() => void)[] = [];
  function collect(): void {
    // What is left is moved together: a third of the heap would stay empty in between. Not while somebody waits.
    setFlagsFromString('--compact-on-every-full-gc');
    gc();
    setFlagsFromString('--no-compact-on-every-full-gc');
    for (const window of windows) if (!window.isVisible()) window.webContents.send(IDLE_GC);
  }
  function collectSoon(): void {
    for (const cancel of cancels) cancel();
    cancels = QUIET_MS.map((quiet) => clock.after(quiet, collect));
  }
  app.on('browser-window-created', (_event, window) => {
    windows.add(window);
    window.on('hide', collectSoon);
    window.on('closed', () => {
      windows.delete(window);
      collectSoon();
    });
  });
  collectSoon();
}

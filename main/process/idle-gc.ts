// Collects garbage once no window is shown: days may pass between two tickets.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { App, BrowserWindow } from 'electron';
import { IDLE_GC } from '../../contract/channels.ts';
import type { Clock } from '../support/clock.ts';

/** Twice: V8 only shrinks its young generation when few objects were allocated between two collections. */
const QUIET_MS = [5000, 10_000];

/** V8's own memory reducer costs processor time for half a minute after any work. */
const NO_MEMORY_REDUCER = '--no-memory-reducer';

/** Each window collects its own garbage (preload) with the `gc` exposed here. Call it before the app is ready. */
export function exposeGcToWindows(app: Pick<App, 'commandLine'>): void {
  app.commandLine.appendSwitch('js-flags', `--expose-gc ${NO_MEMORY_REDUCER}`);
}

/** Returns V8's collector of this process: one call collects everything. */
export function exposeGc(): () => void {
  setFlagsFromString(`--expose-gc ${NO_MEMORY_REDUCER}`);
  return runInNewContext('gc');
}

/** Collects garbage, here and in hidden windows, a while after the start and after a window was hidden or closed. */
export function collectWhenHidden(app: Pick<App, 'on'>, clock: Clock, gc: () => void): void {
  const windows = new Set<BrowserWindow>();
  let cancels: (() => void)[] = [];
  function collect(): void {
    // Compacts the heap, a third of which would stay empty otherwise. Only when idle, because it takes longer.
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

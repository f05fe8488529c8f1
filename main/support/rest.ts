// Gives back the memory that work has left behind, once nobody looks: days may pass between two tickets.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { App } from 'electron';
import type { Clock } from './clock.ts';

const QUIET_MS = 5000;

/** V8's own way to the same end costs processor time for half a minute after any work. */
const NO_SECOND_WAY = '--no-memory-reducer';

/** Each window does the same for itself (preload) with the `gc` it is given here. To be called before the app is ready. */
export function allowWindowsToRest(app: Pick<App, 'commandLine'>): void {
  app.commandLine.appendSwitch('js-flags', `--expose-gc ${NO_SECOND_WAY}`);
}

/** Collects garbage in the main process a while after the start, and after each window was put away. */
export function restWhenUnseen(app: Pick<App, 'on'>, clock: Clock): void {
  setFlagsFromString(`--expose-gc ${NO_SECOND_WAY}`);
  const collect: () => void = runInNewContext('gc');
  let cancel = () => {};
  function restSoon(): void {
    cancel();
    cancel = clock.after(QUIET_MS, collect);
  }
  app.on('browser-window-created', (_event, window) => {
    window.on('hide', restSoon);
    window.on('closed', restSoon);
  });
  restSoon();
}

// The installer's word to every agent of this computer, whoever's session it runs in: end now, the program is going.
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** Beside the program, where only an administrator writes; build/installer.nsh names the same. */
export const CLOSING_FILE = 'closing';

/** Calls `end` once the file appears. One that an installation left behind before does nothing. */
export function onClosing(program: string, end: () => void): FSWatcher {
  const folder = dirname(program);
  const watcher = watch(folder, (_, name) => {
    if (name === CLOSING_FILE && existsSync(join(folder, CLOSING_FILE))) end();
  });
  // The folder itself has gone: the installer ends then what is left.
  watcher.on('error', () => watcher.close());
  return watcher;
}

// The installer's signal to every agent on this computer, in any session, to quit before the program is replaced.
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** Beside the program, where only an administrator can write; build/installer.nsh uses the same name. */
export const CLOSING_FILE = 'closing';

/** Calls `end` when the file appears. A file left by an earlier installation does nothing. */
export function onClosing(program: string, end: () => void): FSWatcher {
  const folder = dirname(program);
  const watcher = watch(folder, (_, name) => {
    if (name === CLOSING_FILE && existsSync(join(folder, CLOSING_FILE))) end();
  });
  // The folder is gone: the installer terminates what is left.
  watcher.on('error', () => watcher.close());
  return watcher;
}

// Starts an installer, with Windows' prompt for an administrator where it needs one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Resolves once the installer runs, or was refused: Windows itself then keeps the file of a running program unchanged.
 * Returns whether it runs.
 */
export type StartInstaller = (
  file: string,
  args: readonly string[],
  how: { needsRights: boolean },
) => Promise<boolean>;

/** `resources` is the program's folder of that name, where only administrators can write. */
export function startOnWindows(resources: string): StartInstaller {
  return async (file, args, { needsRights }) => {
    // electron-builder's elevate.exe ends when the prompt is answered.
    const program = needsRights ? join(resources, 'elevate.exe') : file;
    const child = spawn(program, needsRights ? [file, ...args] : args, { detached: true, stdio: 'ignore' });
    try {
      if (!needsRights) {
        await once(child, 'spawn');
        child.unref();
        return true;
      }
      const [code] = await once(child, 'exit');
      return code === 0;
    } catch {
      return false;
    }
  };
}

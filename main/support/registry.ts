// Reads single values of the Windows registry with the system's own reg.exe.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ANSWER_MS = 10_000;

/** The text of a value, or null when there is none. */
export type RegistryReader = (key: string, value: string) => Promise<string | null>;

/** Where there is no registry. */
export const noRegistry: RegistryReader = async () => null;

/** Always the 64-bit view, whatever the architecture of the process. */
export function windowsRegistry(env: NodeJS.ProcessEnv): RegistryReader {
  const reg = join(env.SystemRoot ?? String.raw`C:\Windows`, 'System32', 'reg.exe');
  return async (key, value) => {
    try {
      const run = promisify(execFile);
      const query = ['query', key, '/v', value, '/reg:64'];
      const { stdout } = await run(reg, query, { windowsHide: true, timeout: ANSWER_MS });
      return registryText(stdout, value);
    } catch {
      // reg.exe answers 1 for a key or a value that is not there.
      return null;
    }
  };
}

/** `    ServerUrl    REG_SZ    https://help.example.org` gives the address. */
export function registryText(output: string, value: string): string | null {
  for (const line of output.split(/\r?\n/)) {
    const [, name, text] = /^\s+(\S+)\s+REG_(?:EXPAND_)?SZ\s+(.*)$/.exec(line) ?? [];
    if (name?.toLowerCase() === value.toLowerCase()) return text?.trim() || null;
  }
  return null;
}

// Reads single values of the Windows registry with the system's own reg.exe.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ANSWER_MS = 10_000;

/** A text, or the number of a REG_DWORD; null when there is no such value. */
export type RegistryReader = (key: string, value: string) => Promise<string | number | null>;

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
      return registryValue(stdout, value);
    } catch {
      // reg.exe answers 1 for a key or a value that is not there.
      return null;
    }
  };
}

/** `    ServerUrl    REG_SZ    https://help.example.org` gives the address, `    Facts    REG_DWORD    0x1` the number 1. */
export function registryValue(output: string, value: string): string | number | null {
  for (const line of output.split(/\r?\n/)) {
    const [, name, type, written = ''] = /^\s+(\S+)\s+REG_(SZ|EXPAND_SZ|DWORD)\s+(.*)$/.exec(line) ?? [];
    if (name?.toLowerCase() !== value.toLowerCase()) continue;
    return type === 'DWORD' ? Number(written.trim()) : written.trim() || null;
  }
  return null;
}

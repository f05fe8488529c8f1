// Reads the values of a Windows registry key through advapi32, or through reg.exe (which IT may forbid) when that
// fails.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ANSWER_MS = 10_000;
/** from winnt.h and winreg.h */
const HIVES = { HKCU: 0xffffffff80000001n, HKLM: 0xffffffff80000002n } as const;
const KEY_READ = 0x20019;
const KEY_WOW64_64KEY = 0x0100;
const [REG_SZ, REG_EXPAND_SZ, REG_DWORD] = [1, 2, 4];
const [ERROR_SUCCESS, ERROR_MORE_DATA] = [0, 234];
/** A value name has at most 16,383 characters; no value read here exceeds 64 KB. */
const NAME_CHARACTERS = 16_384;
const DATA_BYTES = 65_536;

/** Text or REG_DWORD numbers by value name in lower case. Other types are skipped. */
export type RegistryValues = ReadonlyMap<string, string | number>;

/** Reads the direct values of a key such as `HKLM\Software\Policies`; empty when the key does not exist. */
export type RegistryReader = (key: string) => Promise<RegistryValues>;

/** For systems without a registry. */
export const noRegistry: RegistryReader = async () => new Map();

/** Always reads the 64-bit view, whatever the architecture of the process. */
export function windowsRegistry(env: NodeJS.ProcessEnv): RegistryReader {
  const byFunctions = openRegistry().catch(() => null);
  const byRegExe = regExe(env);
  return async (key) => (await byFunctions)?.(key) ?? byRegExe(key);
}

/** Through advapi32. Rejects when koffi or advapi32.dll cannot be loaded. */
export async function openRegistry(): Promise<(key: string) => RegistryValues> {
  const { default: koffi } = await import('koffi');
  const advapi32 = koffi.load('advapi32.dll');
  const openKey = advapi32.func(
    'int32_t __stdcall RegOpenKeyExW(uintptr_t root, str16 path, uint32_t options, uint32_t access, _Out_ uintptr_t* key)',
  );
  const enumValue = advapi32.func(
    'int32_t __stdcall RegEnumValueW(uintptr_t key, uint32_t at, void* name, _Inout_ uint32_t* nameLength, void* reserved, _Out_ uint32_t* kind, void* data, _Inout_ uint32_t* size)',
  );
  const closeKey = advapi32.func('int32_t __stdcall RegCloseKey(uintptr_t key)');
  const name = Buffer.alloc(NAME_CHARACTERS * 2);
  const data = Buffer.alloc(DATA_BYTES);

  function* valuesOf(key: unknown): Generator<[string, string | number]> {
    for (let at = 0; ; at++) {
      const [length, kind, size] = [[NAME_CHARACTERS], [0], [DATA_BYTES]];
      const answer = enumValue(key, at, name, length, null, kind, data, size);
      if (answer === ERROR_MORE_DATA) continue;
      if (answer !== ERROR_SUCCESS) return;
      const value = valueIn(data.subarray(0, size[0]), kind[0]);
      if (value !== null) yield [name.toString('utf16le', 0, (length[0] ?? 0) * 2).toLowerCase(), value];
    }
  }

  return (path) => {
    const [hive = '', ...rest] = path.split('\\');
    const opened: unknown[] = [null];
    const access = KEY_READ | KEY_WOW64_64KEY;
    const root = HIVES[hive as keyof typeof HIVES];
    if (openKey(root, rest.join('\\'), 0, access, opened) !== ERROR_SUCCESS) return new Map();
    try {
      return new Map(valuesOf(opened[0]));
    } finally {
      closeKey(opened[0]);
    }
  };
}

/** A string may lack its terminating zero (learn.microsoft.com, “Registry Value Types”). */
function valueIn(data: Buffer, kind: number | undefined): string | number | null {
  if (kind === REG_DWORD) return data.length === 4 ? data.readUInt32LE() : null;
  if (kind !== REG_SZ && kind !== REG_EXPAND_SZ) return null;
  return data.toString('utf16le').replace(/\0.*$/s, '').trim();
}

/** Through reg.exe. Its output is in the console's code page: letters outside ASCII may be lost. */
export function regExe(env: NodeJS.ProcessEnv): RegistryReader {
  const reg = join(env.SystemRoot ?? String.raw`C:\Windows`, 'System32', 'reg.exe');
  return async (key) => {
    try {
      const run = promisify(execFile);
      const options = { windowsHide: true, timeout: ANSWER_MS };
      const { stdout } = await run(reg, ['query', key, '/reg:64'], options);
      return registryValues(stdout);
    } catch {
      // reg.exe exits with 1 when the key does not exist.
      return new Map();
    }
  };
}

/**
 * `    ServerUrl    REG_SZ    https://help.example.org` gives the address, `    Facts    REG_DWORD    0x1` the number
 * 1. A name may contain spaces, but not four in a row.
 */
export function registryValues(output: string): RegistryValues {
  const values = new Map<string, string | number>();
  for (const line of output.split(/\r?\n/)) {
    const [, name, kind, text = ''] =
      /^ {4}(\S.*?) {4}REG_(SZ|EXPAND_SZ|DWORD)(?: {4}(.*))?$/.exec(line) ?? [];
    if (name) values.set(name.toLowerCase(), kind === 'DWORD' ? Number(text.trim()) : text.trim());
  }
  return values;
}

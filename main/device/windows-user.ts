// The Windows user of this process, read from advapi32 and secur32 through koffi.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface WindowsUser {
  sid: string;
  /** such as CONTOSO\\user; null when only whoami.exe answered */
  samName: string | null;
  /** null outside a domain */
  upn: string | null;
  /** the person's name in the directory; null outside a domain */
  displayName: string | null;
}

const TOKEN_QUERY = 0x0008;
const TOKEN_USER_CLASS = 1;
/** fits SID_AND_ATTRIBUTES and the longest SID (68 bytes) */
const TOKEN_USER_BYTES = 256;
/** EXTENDED_NAME_FORMAT of secext.h */
const NAME_SAM_COMPATIBLE = 2;
const NAME_DISPLAY = 3;
const NAME_USER_PRINCIPAL = 8;
const NAME_CHARACTERS = 512;
const ANSWER_MS = 10_000;

/** Throws when neither the libraries nor whoami.exe provide the SID: without it the agent cannot tell users apart. */
export async function readWindowsUser(systemRoot: string): Promise<WindowsUser> {
  try {
    return await userFromToken();
  } catch {
    return { sid: await sidFromWhoami(systemRoot), samName: null, upn: null, displayName: null };
  }
}

async function userFromToken(): Promise<WindowsUser> {
  const { default: koffi } = await import('koffi');
  const secur32 = koffi.load('secur32.dll');
  const getUserName = secur32.func(
    'uint8_t __stdcall GetUserNameExW(int format, void* name, _Inout_ uint32_t* length)',
  );
  const nameAs = (format: number): string | null => {
    const length = [NAME_CHARACTERS];
    const name = Buffer.alloc(NAME_CHARACTERS * 2);
    if (!getUserName(format, name, length)) return null;
    return name.toString('utf16le', 0, (length[0] ?? 0) * 2) || null;
  };
  return {
    sid: sidFromToken(koffi),
    samName: nameAs(NAME_SAM_COMPATIBLE),
    upn: nameAs(NAME_USER_PRINCIPAL),
    displayName: nameAs(NAME_DISPLAY),
  };
}

function sidFromToken(koffi: typeof import('koffi').default): string {
  const kernel32 = koffi.load('kernel32.dll');
  const advapi32 = koffi.load('advapi32.dll');
  const getCurrentProcess = kernel32.func('void* __stdcall GetCurrentProcess()');
  const closeHandle = kernel32.func('int __stdcall CloseHandle(void* handle)');
  const localFree = kernel32.func('void* __stdcall LocalFree(void* memory)');
  const openProcessToken = advapi32.func(
    'int __stdcall OpenProcessToken(void* process, uint32_t access, _Out_ void** token)',
  );
  const getTokenInformation = advapi32.func(
    'int __stdcall GetTokenInformation(void* token, int kind, void* into, uint32_t size, _Out_ uint32_t* needed)',
  );
  const convertSid = advapi32.func('int __stdcall ConvertSidToStringSidW(void* sid, _Out_ void** text)');

  const token = [null];
  if (!openProcessToken(getCurrentProcess(), TOKEN_QUERY, token)) throw new Error('OpenProcessToken failed');
  try {
    const user = Buffer.alloc(TOKEN_USER_BYTES);
    if (!getTokenInformation(token[0], TOKEN_USER_CLASS, user, user.length, [0])) {
      throw new Error('GetTokenInformation failed');
    }
    const text = [null];
    if (!convertSid(koffi.decode(user, 'void*'), text)) throw new Error('ConvertSidToStringSidW failed');
    const sid = String(koffi.decode(text[0], 'char16_t', -1));
    localFree(text[0]);
    return sid;
  } finally {
    closeHandle(token[0]);
  }
}

async function sidFromWhoami(systemRoot: string): Promise<string> {
  const whoami = join(systemRoot, 'System32', 'whoami.exe');
  const run = promisify(execFile);
  const { stdout } = await run(whoami, ['/user', '/fo', 'csv', '/nh'], {
    windowsHide: true,
    timeout: ANSWER_MS,
  });
  const sid = sidIn(stdout);
  if (!sid) throw new Error('whoami.exe gave no SID');
  return sid;
}

/** Reads only the SID: the rest of the line is in the console's code page. */
export function sidIn(output: string): string | null {
  return /S-1-\d+(?:-\d+)+/.exec(output)?.[0] ?? null;
}

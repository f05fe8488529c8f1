// Holds a file, so that what was checked is what is started: nobody can change, rename or delete it until it is released.

interface HeldFile {
  /** names this file and no other, whatever links led to it */
  path: string;
  release(): void;
}

/** Rejects when the file cannot be opened, or somebody has it open for writing. */
export type HoldFile = (file: string) => Promise<HeldFile>;

// from winnt.h and fileapi.h
const GENERIC_READ = 0x80000000;
const FILE_SHARE_READ = 1;
const OPEN_EXISTING = 3;
const INVALID_HANDLE_VALUE = -1;
const PATH_CHARACTERS = 32_768;
/** How Windows begins the path of a handle, for drives and for network shares. */
const NETWORK_PREFIX = '\\\\?\\UNC\\';
const DRIVE_PREFIX = '\\\\?\\';

/**
 * Through kernel32. Other programs may read the file, and with it start it, and nothing else; while it is open, Windows
 * also refuses to rename the folders above it.
 */
export const holdOnWindows: HoldFile = async (file) => {
  const { default: koffi } = await import('koffi');
  const kernel32 = koffi.load('kernel32.dll');
  const createFile = kernel32.func(
    'intptr_t __stdcall CreateFileW(str16 name, uint32_t access, uint32_t share, void* security, uint32_t disposition, uint32_t flags, void* template)',
  );
  const finalPath = kernel32.func(
    'uint32_t __stdcall GetFinalPathNameByHandleW(intptr_t file, void* path, uint32_t length, uint32_t flags)',
  );
  const closeHandle = kernel32.func('int __stdcall CloseHandle(intptr_t handle)');

  const handle = Number(createFile(file, GENERIC_READ, FILE_SHARE_READ, null, OPEN_EXISTING, 0, null));
  if (handle === INVALID_HANDLE_VALUE) throw new Error('the file cannot be held');
  const release = () => void closeHandle(handle);
  const path = Buffer.alloc(PATH_CHARACTERS * 2);
  const length = Number(finalPath(handle, path, PATH_CHARACTERS, 0));
  if (length === 0 || length >= PATH_CHARACTERS) {
    release();
    throw new Error('the file has no path');
  }
  return { path: withoutPrefix(path.toString('utf16le', 0, length * 2)), release };
};

function withoutPrefix(path: string): string {
  if (path.startsWith(NETWORK_PREFIX)) return `\\\\${path.slice(NETWORK_PREFIX.length)}`;
  return path.startsWith(DRIVE_PREFIX) ? path.slice(DRIVE_PREFIX.length) : path;
}

// What a failure of this computer's disk means: damage, a disk that cannot be written, or data that is in use.
import type { ErrorCode } from '../../contract/errors.ts';

export type StorageFailure = Extract<
  ErrorCode,
  'storage-damaged' | 'storage-read-only' | 'storage-busy' | 'storage-failed'
>;

const MEANINGS: readonly [RegExp, StorageFailure][] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'storage-damaged'],
  [/^(SQLITE_(READONLY|PERM|CANTOPEN)|EROFS|EACCES|EPERM)/, 'storage-read-only'],
  [/^(SQLITE_(BUSY|LOCKED)|EBUSY)/, 'storage-busy'],
  [/^(SQLITE_(FULL|IOERR)|ENOSPC|EIO|EDQUOT)/, 'storage-failed'],
];

/** Null when it is no failure of the disk: then it is a bug. */
export function storageFailureOf(thrown: unknown): StorageFailure | null {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return MEANINGS.find(([codes]) => codes.test(code))?.[1] ?? null;
}

// Temporary files of tests in memory: a commit of SQLite waits for the disk, some milliseconds each time, and tests make a hundred thousand.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const SHARED = '/dev/shm';
const GIGABYTE = 2 ** 30;
/** The tests of the server have half a gigabyte at a time, windows and Wine have more. */
const LEAST_FREE = 6 * GIGABYTE;

/** Programs are run from there too, which containers may forbid. */
function isUsable(): boolean {
  if (!existsSync(SHARED)) return false;
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  const [, , type, options = ''] =
    mounts.map((line) => line.split(' ')).find(([, at]) => at === SHARED) ?? [];
  const { bavail, bsize } = statfsSync(SHARED);
  const free = Math.min(bavail * bsize, process.availableMemory());
  return type === 'tmpfs' && !options.split(',').includes('noexec') && free >= LEAST_FREE;
}

/**
 * Gives this process, and the programs that it starts, a folder in memory for temporary files until it ends, where Linux has room for one
 * and TMPDIR names no other.
 */
export function enterMemoryFolder(): void {
  if (process.platform !== 'linux' || process.env.TMPDIR !== undefined || !isUsable()) return;
  const folder = mkdtempSync(join(SHARED, 'guichet-'));
  // PostgreSQL and Dovecot run under accounts of their own
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

// Ensures one server per data folder, by a lock that the operating system releases when the process dies.
import BetterSqlite, { SqliteError } from 'better-sqlite3';

export interface ServerLock {
  release(): void;
}

/**
 * Takes the lock in `file`. Returns null when another server holds it. The lock is a separate SQLite file, so that backup
 * tools can still read the database.
 */
export function takeServerLock(file: string): ServerLock | null {
  const handle = new BetterSqlite(file, { timeout: 0 });
  try {
    handle.exec('BEGIN EXCLUSIVE');
  } catch (problem) {
    handle.close();
    if (problem instanceof SqliteError && problem.code.startsWith('SQLITE_BUSY')) return null;
    throw problem;
  }
  return {
    release() {
      handle.exec('ROLLBACK');
      handle.close();
    },
  };
}

// Another program that holds the write lock of a SQLite database for a while.
import { setTimeout as pass } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';

/** For `lasts` milliseconds. Where the lock is taken it does not wait for it. */
export async function holdLock(file: string, lasts: number): Promise<void> {
  const db = new BetterSqlite(file, { timeout: 0 });
  try {
    db.exec('begin immediate');
    await pass(lasts);
  } catch (failure) {
    if (!(failure instanceof BetterSqlite.SqliteError) || failure.code !== 'SQLITE_BUSY') throw failure;
  } finally {
    db.close();
  }
}

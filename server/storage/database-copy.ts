// A consistent copy of a SQLite database that a server may be writing.
import BetterSqlite from 'better-sqlite3';
import { sql } from 'kysely';
import type { Database } from './schema.ts';
import { openDatabase } from './sqlite.ts';

/**
 * Writes a copy to `file`, which must not exist. VACUUM INTO reads in one transaction, beside which the server writes on.
 * SQLite's backup API would begin anew at each write of another process.
 */
export async function copyDatabase(db: Database, file: string): Promise<void> {
  await sql`vacuum into ${file}`.execute(db);
}

/** Opens a copy, lets `change` alter it, and leaves one file without a log beside it. */
export async function changeCopy<T>(file: string, change: (copy: Database) => Promise<T>): Promise<T> {
  const copy = openDatabase(file);
  try {
    return await change(copy);
  } finally {
    await copy.destroy();
    withoutLog(file);
  }
}

/** Only the last handle of a database may end its log. */
function withoutLog(file: string): void {
  const handle = new BetterSqlite(file);
  handle.pragma('journal_mode = delete');
  handle.close();
}

/** Returns what SQLite finds wrong with the database, or null. */
export async function problemOf(db: Database): Promise<string | null> {
  const { rows } = await sql<{ integrityCheck: string }>`pragma integrity_check(1)`.execute(db);
  const [first] = rows;
  return first === undefined || first.integrityCheck === 'ok' ? null : first.integrityCheck;
}

/** Returns the names of the migrations that the database has. */
export async function migrationsOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

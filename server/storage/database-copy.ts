// A consistent copy of a SQLite database that a server may be writing.
import { sql } from 'kysely';
import { openDatabase } from './open.ts';
import type { Database } from './schema.ts';

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
    const result = await change(copy);
    await sql`pragma journal_mode = delete`.execute(copy);
    return result;
  } finally {
    await copy.destroy();
  }
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

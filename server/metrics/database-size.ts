// How large the database is.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { isPostgres } from '../storage/dialect/dialect.ts';
import type { Database } from '../storage/schema.ts';

/** In bytes. On SQLite: the file, and the log of what is not yet written into it. PostgreSQL's log is not of one database. */
export interface DatabaseSize {
  main: number;
  wal: number;
}

/** Asks PostgreSQL, or reads the sizes of the files of SQLite. */
export async function readDatabaseSize(db: Database, dataDir: string): Promise<DatabaseSize> {
  if (isPostgres(db)) {
    const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
      db,
    );
    return { main: rows[0]?.size ?? 0, wal: 0 };
  }
  return readSqliteSize(dataDir);
}

/** Reads the sizes of the files in `dataDir`. */
async function readSqliteSize(dataDir: string): Promise<DatabaseSize> {
  const sizeOf = async (name: string) => (await stat(path.join(dataDir, name)).catch(() => null))?.size ?? 0;
  return { main: await sizeOf('guichet.sqlite'), wal: await sizeOf('guichet.sqlite-wal') };
}

// The storage of a server without the server: a migrated database of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { isPostgres } from '../../../server/storage/dialect/dialect.ts';
import { openStorage } from '../../../server/storage/open.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { makeOwnDatabase } from './own-database.ts';

/** Rows may name others that do not exist, in this database: a test needs few of them. */
export async function withoutForeignKeys(db: Database): Promise<void> {
  await (isPostgres(db)
    ? sql`do $body$
        declare reference record;
        begin
          for reference in select conrelid::regclass as place, conname from pg_constraint where contype = 'f' loop
            execute format('alter table %s drop constraint %I', reference.place, reference.conname);
          end loop;
        end $body$`
    : sql`pragma foreign_keys = off`
  ).execute(db);
}

/** `close` deletes the folder too. */
export async function openOwnStorage(): Promise<Storage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'guichet-storage-'));
  const database = await makeOwnDatabase(dataDir);
  const opened = await openStorage({ dataDir, databaseUrl: database.databaseUrl });
  if (!opened.ok) throw new Error(opened.problem);
  const { close } = opened.storage;
  return {
    ...opened.storage,
    async close() {
      await close();
      await database.remove();
      await rm(dataDir, { recursive: true });
    },
  };
}

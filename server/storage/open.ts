// Opens the data folder: refuses what it must not touch, then takes the lock, then migrates.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite, { SqliteError } from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { foldText } from './fold.ts';
import { type ServerLock, takeServerLock } from './lock.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Database, Schema } from './schema.ts';

export interface Storage {
  db: Database;
  close(): Promise<void>;
}

/** `problem` is one sentence for the person who starts the server. */
export type OpenedStorage = { ok: true; storage: Storage } | { ok: false; problem: string };

/** SQLite does roll back table changes: all migrations of one start happen together or not at all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/** Opens, or makes, the database of `dataDir`. Nothing is written before it is known to be ours to write. */
export async function openStorage(dataDir: string): Promise<OpenedStorage> {
  const file = path.join(dataDir, 'guichet.sqlite');
  const problem = makeFolder(dataDir) ?? unusableDatabase(file);
  if (problem !== null) return { ok: false, problem };
  const lock = takeServerLock(path.join(dataDir, 'server.lock'));
  if (!lock) {
    return { ok: false, problem: `Another Guichet server is already using the data in ${dataDir}.` };
  }
  try {
    return { ok: true, storage: await openLocked(file, lock) };
  } catch (failure) {
    lock.release();
    throw failure;
  }
}

async function openLocked(file: string, lock: ServerLock): Promise<Storage> {
  const db = openDatabase(file);
  const { error } = await migrator(db).migrateToLatest();
  if (error) {
    await db.destroy();
    throw error;
  }
  return {
    db,
    async close() {
      await db.destroy();
      lock.release();
    },
  };
}

/** The database in `file` with its settings, not migrated. */
export function openDatabase(file: string): Database {
  const handle = new BetterSqlite(file);
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  handle.function('fold', { deterministic: true }, (value) => foldText(String(value ?? '')));
  return new Kysely<Schema>({
    dialect: new TransactionalSqliteDialect({ database: handle }),
    plugins: [new CamelCasePlugin()],
  });
}

/** Brings a database to our version, or in tests to an earlier one. */
export function migrator(db: Database): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
}

function makeFolder(dataDir: string): string | null {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return null;
  } catch {
    return `DATA_DIR is ${JSON.stringify(dataDir)}: expected a folder that this process may write in.`;
  }
}

/** Why the database is not ours to write, if it is not; read-only, the file keeps its bytes. */
function unusableDatabase(file: string): string | null {
  if (!existsSync(file)) return null;
  try {
    const newer = newerMigration(file);
    if (newer === undefined) return null;
    return `The database ${file} was written by a newer Guichet server (it has ${newer}): start that version, nothing was changed.`;
  } catch (problem) {
    if (!(problem instanceof SqliteError)) throw problem;
    return `The database ${file} cannot be read (${problem.message}): restore it from a backup, nothing was changed.`;
  }
}

/** A migration that only a later version knows; undefined when there is none. */
function newerMigration(file: string): unknown {
  const handle = new BetterSqlite(file, { readonly: true });
  try {
    const known = handle
      .prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'kysely_migration'")
      .pluck()
      .get();
    if (known === 0) return undefined;
    const applied = handle.prepare('SELECT name FROM kysely_migration').pluck().all();
    return applied.find((name) => typeof name !== 'string' || !Object.hasOwn(MIGRATIONS, name));
  } finally {
    handle.close();
  }
}

// SQLite in the data folder: checks the file, takes the lock, migrates.
import { existsSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite, { SqliteError } from 'better-sqlite3';
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { fold } from '../../contract/fold.ts';
import { keepStatements } from './kept-statements.ts';
import { type ServerLock, takeServerLock } from './lock.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Database, Schema } from './schema.ts';
import type { OpenedStorage, Storage } from './storage.ts';

/** SQLite supports transactional DDL: the migrations of one start are atomic. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Takes the write lock at the beginning: a lock upgrade after a read fails at once (SQLITE_BUSY) instead of waiting. So
 * transactions follow one another, whatever isolation they ask for.
 */
class WaitingSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class TransactionalSqliteDialect extends SqliteDialect {
  readonly config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.config = config;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createDriver(): SqliteDriver {
    return new WaitingSqliteDriver(this.config);
  }
}

/** Opens or creates the database of `dataDir`. Nothing is written before the checks have passed. */
export async function openSqlite(dataDir: string): Promise<OpenedStorage> {
  const file = path.join(dataDir, 'guichet.sqlite');
  const problem = unusableDatabase(file);
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

/** Opens the database of `dataDir` without lock and migration, beside a server that may be running. */
export function openSqliteBesideServer(dataDir: string): OpenedStorage {
  const file = path.join(dataDir, 'guichet.sqlite');
  if (!existsSync(file)) {
    return {
      ok: false,
      problem: `There is no database in ${dataDir}: start the server once, nothing was changed.`,
    };
  }
  const problem = unusableDatabase(file) ?? olderDatabase(file);
  if (problem !== null) return { ok: false, problem };
  const db = openDatabase(file);
  return { ok: true, storage: { db, close: () => db.destroy() } };
}

async function openLocked(file: string, lock: ServerLock): Promise<Storage> {
  const db = openDatabase(file);
  const { error } = await migrate(db);
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

/** Opens the database in `file` with its pragmas; does not migrate. */
export function openDatabase(file: string): Database {
  const handle = new BetterSqlite(file);
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  handle.function('fold', { deterministic: true }, (value) => fold(String(value ?? '')));
  return new Kysely<Schema>({
    dialect: new TransactionalSqliteDialect({ database: keepStatements(handle) }),
    plugins: [new CamelCasePlugin()],
  });
}

/** Returns why this server must not write the database, or null. Opens it read-only, so that the file stays unchanged. */
function unusableDatabase(file: string): string | null {
  if (!existsSync(file)) return null;
  try {
    const newer = appliedMigrations(file).find((name) => !Object.hasOwn(MIGRATIONS, name));
    if (newer === undefined) return null;
    return `The database ${file} was written by a newer Guichet server (it has ${newer}): start that version, nothing was changed.`;
  } catch (problem) {
    if (!(problem instanceof SqliteError)) throw problem;
    return `The database ${file} cannot be read (${problem.message}): restore it from a backup, nothing was changed.`;
  }
}

function olderDatabase(file: string): string | null {
  const applied = new Set(appliedMigrations(file));
  if (Object.keys(MIGRATIONS).every((name) => applied.has(name))) return null;
  return `The database ${file} was written by an older Guichet server: start the server once, nothing was changed.`;
}

function appliedMigrations(file: string): string[] {
  const handle = new BetterSqlite(file, { readonly: true });
  try {
    const known = handle
      .prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'kysely_migration'")
      .pluck()
      .get();
    return known === 0 ? [] : handle.prepare('SELECT name FROM kysely_migration').pluck().all().map(String);
  } finally {
    handle.close();
  }
}

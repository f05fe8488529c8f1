// SQLite in the data folder: checks the file, takes the lock, migrates.
import { existsSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite, { SqliteError } from 'better-sqlite3';
import {
  CamelCasePlugin,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { type ServerLock, takeServerLock } from './lock.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Database, Schema } from './schema.ts';
import { createSqliteDriver } from './sqlite-driver.ts';
import type { OpenedStorage, Storage } from './storage.ts';

class Adapter extends SqliteAdapter {
  /** The migrations of one start are atomic. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The driver lets transactions take turns. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/**
 * SQLite is compiled with STAT4 in better-sqlite3: it prepares a statement anew after each binding of a parameter whose value
 * might change the plan (https://www.sqlite.org/c3ref/prepare.html), which is most joins, and takes longer than to run them.
 * A term that is more than a parameter has no such effect.
 */
class Compiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

/** Opens or creates the database of `dataDir`. Nothing is written before the checks have passed. */
export async function openSqlite(dataDir: string): Promise<OpenedStorage> {
  const file = fileOf(dataDir);
  const problem = unusableDatabase(file);
  if (problem !== null) return { ok: false, problem };
  const lock = takeLockOf(dataDir);
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
  const problem = problemOfMigrated(dataDir);
  if (problem !== null) return { ok: false, problem };
  const db = openDatabase(fileOf(dataDir));
  return { ok: true, storage: { db, hurry() {}, onLost() {}, close: () => db.destroy() } };
}

/** Returns why the database of `dataDir` cannot be used as it is, or null: it must exist and have all migrations. */
export function problemOfMigrated(dataDir: string): string | null {
  const file = fileOf(dataDir);
  if (!existsSync(file)) {
    return `There is no database in ${dataDir}: start the server once, nothing was changed.`;
  }
  return unusableDatabase(file) ?? olderDatabase(file);
}

/** Returns the path of the database, which may not exist. */
export function fileOf(dataDir: string): string {
  return path.join(dataDir, 'guichet.sqlite');
}

/** Takes the lock that a server on `dataDir` holds. Returns null where one does. */
export function takeLockOf(dataDir: string): ServerLock | null {
  return takeServerLock(path.join(dataDir, 'server.lock'));
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
    hurry() {},
    onLost() {},
    async close() {
      await db.destroy();
      lock.release();
    },
  };
}

/**
 * Opens the database in `file` with its pragmas; does not migrate. Transactions follow one another, whatever isolation they
 * ask for.
 */
export function openDatabase(file: string): Database {
  const driver = createSqliteDriver(() => openHandle(file));
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new Adapter(),
      createDriver: (): Driver => driver,
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new Compiler(),
    },
    plugins: [new CamelCasePlugin()],
  });
}

function openHandle(file: string): BetterSqlite.Database {
  const handle = new BetterSqlite(file);
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  return handle;
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

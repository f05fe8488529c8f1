// Opens the data folder: checks the database, takes the lock, migrates. Imports open it beside a running server.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite, { SqliteError } from 'better-sqlite3';
import {
  CamelCasePlugin,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import { type ServerLock, takeServerLock } from './lock.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Database, Schema } from './schema.ts';
import { createSqliteDriver } from './sqlite-driver.ts';

export interface Storage {
  db: Database;
  close(): Promise<void>;
}

/** `problem` is one sentence for the administrator. */
export type OpenedStorage = { ok: true; storage: Storage } | { ok: false; problem: string };

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

/** Opens or creates the database of `dataDir`. Nothing is written before the checks have passed. */
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

/** Opens the database of `dataDir` without lock and migration, beside a server that may be running. */
export function openBesideServer(dataDir: string): OpenedStorage {
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

/** Opens the database in `file` with its pragmas; does not migrate. */
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

/**
 * Migrates a database to our version, or in tests to an earlier one. Foreign keys are off meanwhile, because a referenced
 * table could not be rebuilt with them; each migration ends with a foreign key check.
 */
export async function migrate(db: Database, version?: string): Promise<MigrationResultSet> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...withSoundReferences() }) },
  });
  // SQLite ignores this inside a transaction, and every migration runs in one
  await sql`pragma foreign_keys = off`.execute(db);
  const outcome = await (version === undefined ? migrator.migrateToLatest() : migrator.migrateTo(version));
  await sql`pragma foreign_keys = on`.execute(db);
  return outcome;
}

/** Adds a foreign key check to each migration, inside its transaction. */
function withSoundReferences(): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, migration]) => [
      name,
      {
        async up(db: Kysely<unknown>) {
          await migration.up(db);
          await requireSoundReferences(db);
        },
      },
    ]),
  );
}

async function requireSoundReferences(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db);
  const [first] = rows;
  if (first) throw new Error(`a row of ${first.table} refers to one of ${first.parent} that does not exist`);
}

function makeFolder(dataDir: string): string | null {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return null;
  } catch {
    return `DATA_DIR is ${JSON.stringify(dataDir)}: expected a folder that this process may write in.`;
  }
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

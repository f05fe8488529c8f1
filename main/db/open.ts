// Opens the agent's SQLite database and migrates it to this version's schema.
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../../contract/result.ts';
import { storageFailureOf } from '../support/storage-failure.ts';
import { MIGRATIONS } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';

/** Offset of user_version in the SQLite file header: four bytes, big-endian (sqlite.org/fileformat.html, 1.3). */
const USER_VERSION_OFFSET = 60;
/** The first bytes of every SQLite database. */
const MAGIC = 'SQLite format 3\0';

/**
 * How long a statement waits for another program that holds the file, in milliseconds: the main process must not stand still. What
 * could not be written is tried again later (ADR 109).
 */
const BUSY_MS = 20;

interface Options {
  /** path of a `better_sqlite3.node` other than the package's own */
  nativeBinding?: string | undefined;
  migrations?: readonly Migration[];
}

/**
 * Errors: `database-newer` when a later version of Guichet wrote this file, which stays byte for byte as it was;
 * `storage-damaged` when it is no sound database. Throws when the disk fails, or cannot be written.
 */
export function openDatabase(file: string, options: Options = {}): Result<Database.Database> {
  const { migrations = MIGRATIONS, nativeBinding } = options;
  const driver = nativeBinding ? { nativeBinding } : {};
  let db: Database.Database | null = null;
  try {
    if (isNewer(file, options)) return err('database-newer');
    db = new Database(file, { ...driver, timeout: BUSY_MS });
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw damage();
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    migrate(db, migrations);
    assertWritable(db);
    return ok(db);
  } catch (failure) {
    db?.close();
    if (storageFailureOf(failure) === 'storage-damaged') return err('storage-damaged');
    throw failure;
  }
}

/** Whether a later version of Guichet wrote this file. Does not touch it. A damaged file is none. */
export function isNewer(file: string, { migrations = MIGRATIONS, nativeBinding }: Options = {}): boolean {
  const driver = nativeBinding ? { nativeBinding } : {};
  try {
    return existsSync(file) && versionOnDisk(file, driver) > (migrations.at(-1)?.version ?? 0);
  } catch (failure) {
    if (storageFailureOf(failure) === 'storage-damaged') return false;
    throw failure;
  }
}

function damage(): Error {
  return Object.assign(new Error('the database is damaged'), { code: 'SQLITE_CORRUPT' });
}

/** SQLite opens a file that it may not write for reading. Another program that writes at the moment is no obstacle. */
function assertWritable(db: Database.Database): void {
  try {
    db.exec('begin immediate; rollback');
  } catch (failure) {
    if (storageFailureOf(failure) !== 'storage-busy') throw failure;
  }
}

function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  const from = Number(db.pragma('user_version', { simple: true }));
  for (const { version, up } of migrations.filter((migration) => migration.version > from)) {
    db.transaction(() => {
      up(db);
      db.pragma(`user_version = ${version}`);
    })();
  }
}

/** Reads the header: even a read-only connection to a WAL database leaves files beside it. */
function versionOnDisk(file: string, driver: { nativeBinding?: string }): number {
  const wal = `${file}-wal`;
  // After a crash the version may be in the write-ahead log only, which SQLite alone can read.
  if (existsSync(wal) && statSync(wal).size > 0) {
    const db = new Database(file, { ...driver, readonly: true });
    try {
      return Number(db.pragma('user_version', { simple: true }));
    } finally {
      db.close();
    }
  }
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(USER_VERSION_OFFSET + 4);
    readSync(handle, header, 0, header.length, 0);
    // A file of another kind has no version.
    return header.toString('latin1', 0, MAGIC.length) === MAGIC ? header.readInt32BE(USER_VERSION_OFFSET) : 0;
  } finally {
    closeSync(handle);
  }
}

// Opens the agent's SQLite database and migrates it to this version's schema.
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../../contract/result.ts';
import { MIGRATIONS } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';

/** Offset of user_version in the SQLite file header: four bytes, big-endian (sqlite.org/fileformat.html, 1.3). */
const USER_VERSION_OFFSET = 60;

interface Options {
  /** path of a `better_sqlite3.node` other than the package's own */
  nativeBinding?: string | undefined;
  migrations?: readonly Migration[];
}

/** Error `database-newer`: a later version of Guichet wrote this file, which stays byte for byte as it was. */
export function openDatabase(file: string, options: Options = {}): Result<Database.Database> {
  const { migrations = MIGRATIONS, nativeBinding } = options;
  const driver = nativeBinding ? { nativeBinding } : {};
  if (isNewer(file, options)) return err('database-newer');

  const db = new Database(file, driver);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  migrate(db, migrations);
  return ok(db);
}

/** Whether a later version of Guichet wrote this file. Does not touch it. */
export function isNewer(file: string, { migrations = MIGRATIONS, nativeBinding }: Options = {}): boolean {
  const driver = nativeBinding ? { nativeBinding } : {};
  return existsSync(file) && versionOnDisk(file, driver) > (migrations.at(-1)?.version ?? 0);
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
    const version = Buffer.alloc(4);
    readSync(handle, version, 0, version.length, USER_VERSION_OFFSET);
    return version.readInt32BE();
  } finally {
    closeSync(handle);
  }
}

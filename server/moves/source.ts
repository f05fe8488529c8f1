// The installation that is moved: SQLite in its folder of data, which no server uses meanwhile and which is only read.
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { Refused } from '../program.ts';
import { problemOfDataFolder } from '../storage/data-folder.ts';
import type { Row } from '../storage/schema.ts';
import { fileOf, problemOfMigrated, takeLockOf } from '../storage/sqlite.ts';

export interface Source {
  readonly dataDir: string;
  /** the same for each move of this installation, another for others */
  readonly identity: string;
  /** Returns the columns of each table, in alphabetical order; without SQLite's own and those of its index of words. */
  tables(): Map<string, string[]>;
  count(table: string): number;
  /** Reads the rows as they are stored; whole numbers are BigInt. */
  rows(table: string, columns: readonly string[]): IterableIterator<unknown[]>;
  /** Returns the highest number that a table has given to a row, by tables that number their rows. */
  lastNumbers(): Map<string, bigint>;
  /** Whether the database names objects of a bucket. */
  needsBucket(): boolean;
  /** Returns what the installation has agreed to (storage/agreements), or null where no server of this version has said it. */
  agreed(name: Row<'agreement'>['name']): string | null;
  /** Returns the hash of a content that lies in the bucket or in the database, or null where it is a file. */
  storedHash(name: string): string | null;
  /** Ends the reading. Returns whether another program has written meanwhile, such as an import. */
  endReading(): { hasChanged: boolean };
  close(): void;
}

/**
 * Takes the server's lock and begins to read, in one transaction. An older database is not migrated, because nothing here may
 * change: the way back stays open. Throws Refused.
 */
export function openSource(dataDir: string): Source {
  const problem = problemOfDataFolder(dataDir, '--from') ?? problemOfMigrated(dataDir);
  if (problem !== null) throw new Refused(problem);
  const lock = takeLockOf(dataDir);
  if (!lock) {
    throw new Refused(
      `A Guichet server, or another move, is using the data in ${dataDir}: stop it first, nothing was changed.`,
    );
  }
  const handle = new BetterSqlite(fileOf(dataDir), { readonly: true });
  const close = () => {
    handle.close();
    lock.release();
  };
  try {
    const version = handle.pragma('data_version', { simple: true });
    handle.exec('BEGIN');
    refuseDamaged(handle, dataDir);
    return { dataDir, close, ...readerOf(handle, version) };
  } catch (failure) {
    close();
    throw failure;
  }
}

function refuseDamaged(handle: BetterSqlite.Database, dataDir: string): void {
  const found = handle.pragma('integrity_check(1)', { simple: true });
  const [lost] = handle.prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check').all();
  const damage =
    found !== 'ok'
      ? String(found)
      : lost && `a row of ${lost.table} names one of ${lost.parent} that is gone`;
  if (damage === undefined) return;
  throw new Refused(
    `The database ${path.join(dataDir, 'guichet.sqlite')} is damaged (${damage}): restore the last backup, nothing was changed.`,
  );
}

function readerOf(handle: BetterSqlite.Database, version: unknown): Omit<Source, 'dataDir' | 'close'> {
  const one = (text: string, ...parameters: unknown[]) =>
    handle
      .prepare(text)
      .pluck()
      .get(...parameters);
  return {
    identity: identityOf(handle),
    tables: () => tablesOf(handle),
    count: (table) => Number(one(`SELECT count(*) FROM ${quoted(table)}`)),
    rows: (table, columns) =>
      handle
        .prepare<[], unknown[]>(`SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table)}`)
        .raw()
        .safeIntegers()
        .iterate(),
    lastNumbers: () =>
      new Map(
        handle
          .prepare<[], [string, bigint]>('SELECT name, seq FROM sqlite_sequence')
          .raw()
          .safeIntegers()
          .all(),
      ),
    needsBucket: () => one('SELECT 1 FROM content_part WHERE object_key IS NOT NULL LIMIT 1') !== undefined,
    agreed(name) {
      const value = one('SELECT value FROM agreement WHERE name = ?', name);
      return typeof value === 'string' ? value : null;
    },
    storedHash(name) {
      const hash = one('SELECT sha256 FROM content WHERE name = ?', name);
      return typeof hash === 'string' ? hash : null;
    },
    endReading() {
      handle.exec('COMMIT');
      return { hasChanged: handle.pragma('data_version', { simple: true }) !== version };
    },
  };
}

/** Two installations were made at different moments, and their first organisations have different ids. */
function identityOf(handle: BetterSqlite.Database): string {
  const made = handle.prepare('SELECT min(timestamp) FROM kysely_migration').pluck().get();
  const first = handle.prepare('SELECT min(id) FROM organisation').pluck().get();
  return `${made} ${first ?? ''}`;
}

function tablesOf(handle: BetterSqlite.Database): Map<string, string[]> {
  const names = handle
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .pluck()
    .all();
  const columns = handle
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?) ORDER BY name')
    .pluck();
  return new Map(names.map((name) => [name, columns.all(name)]));
}

/** A name in SQL, of both databases. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

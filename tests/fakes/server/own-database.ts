// A database of a test's own, migrated: SQLite in its folder, or PostgreSQL where the test runs in that project
// (vitest.config.ts).
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import pg from 'pg';
import { migrate } from '../../../server/storage/migrate.ts';
import { openStorage } from '../../../server/storage/open.ts';
import { openPostgresDatabase } from '../../../server/storage/postgres.ts';
import { NUMBERS } from '../../../server/storage/postgres-dialect.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { openDatabase } from '../../../server/storage/sqlite.ts';
import { postgresUrl, TEMPLATE } from '../postgres/for-tests.ts';
import { resetToOrigin } from '../postgres/origin.ts';
import { until } from './until.ts';

export interface OwnDatabase {
  /** null: SQLite in the folder */
  readonly databaseUrl: string | null;
  /** Reads rows, on a connection of its own. `?` stands for a parameter. */
  rows(sql: string, ...parameters: unknown[]): Promise<Record<string, unknown>[]>;
  /** Changes rows, on a connection of its own. */
  alter(sql: string, ...parameters: unknown[]): Promise<void>;
  /** Closes this connection; the next use opens another. */
  disconnect(): Promise<void>;
  /** Removes what is not in the folder. */
  remove(): Promise<void>;
}

/** Whether these tests run on PostgreSQL. */
export const ON_POSTGRES = process.env.GUICHET_TEST_DATABASE === 'postgres';

export function makeOwnDatabase(folder: string): Promise<OwnDatabase> {
  return ON_POSTGRES ? makePostgresDatabase() : makeSqliteDatabase(folder);
}

let newDatabase: Promise<Buffer> | null = null;

/** A migrated database in the folder of data. */
export async function makeSqliteDatabase(folder: string): Promise<OwnDatabase> {
  newDatabase ??= migratedDatabase();
  await writeFile(path.join(folder, 'guichet.sqlite'), await newDatabase);
  return sqliteDatabaseIn(folder);
}

/**
 * A database that a server of an earlier version left: migrated to `version`, and filled by `fill`. The next server that opens it
 * migrates the rest.
 */
export async function makeDatabaseOfVersion(
  folder: string,
  version: string,
  fill: (db: Database) => Promise<void>,
): Promise<OwnDatabase> {
  const own = ON_POSTGRES ? await makePostgresDatabase('template template0') : sqliteDatabaseIn(folder);
  const db =
    own.databaseUrl === null
      ? openDatabase(path.join(folder, 'guichet.sqlite'))
      : openPostgresDatabase(own.databaseUrl);
  const { error } = await migrate(db, version);
  if (error) throw error;
  await fill(db);
  await db.destroy();
  return own;
}

function sqliteDatabaseIn(folder: string): OwnDatabase {
  const file = path.join(folder, 'guichet.sqlite');
  let connection: BetterSqlite.Database | null = null;
  /** Opened once because tests poll rows often. */
  function connected(): BetterSqlite.Database {
    connection ??= new BetterSqlite(file, { timeout: 0 });
    return connection;
  }
  return {
    databaseUrl: null,
    rows: async (sql, ...parameters) =>
      connected()
        .prepare<unknown[], Record<string, unknown>>(sql)
        .all(...parameters),
    async alter(sql, ...parameters) {
      // the server commits in this process
      await until(() => runUnlessLocked(connected().prepare(sql), parameters), 'the database is not locked');
    },
    async disconnect() {
      connection?.close();
      connection = null;
    },
    remove: async () => {},
  };
}

/** Returns false where the server is writing. */
function runUnlessLocked(statement: BetterSqlite.Statement, parameters: unknown[]): boolean {
  try {
    statement.run(...parameters);
    return true;
  } catch (failure) {
    if (failure instanceof BetterSqlite.SqliteError && failure.code === 'SQLITE_BUSY') return false;
    throw failure;
  }
}

/** Returns the bytes of an empty database, migrated once for all tests of this process. */
async function migratedDatabase(): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-new-'));
  const opened = await openStorage({ dataDir: folder, databaseUrl: null });
  if (!opened.ok) throw new Error(opened.problem);
  await opened.storage.close();
  const bytes = await readFile(path.join(folder, 'guichet.sqlite'));
  await rm(folder, { recursive: true });
  return bytes;
}

/**
 * A migrated database, one that another test has used and given back where there is one. `options` of CREATE DATABASE make a new one of
 * another kind, such as `template template0` for an empty one.
 */
export async function makePostgresDatabase(
  options: string | null = null,
): Promise<OwnDatabase & { databaseUrl: string }> {
  const name = `own_${randomUUID().replaceAll('-', '')}`;
  if (options !== null || !(await takeFree(name)))
    await administer(`create database ${name} ${options ?? `template ${TEMPLATE} strategy file_copy`}`);
  const databaseUrl = postgresUrl(name);
  const database = postgresDatabaseAt(databaseUrl);
  return {
    ...database,
    async remove() {
      await database.disconnect();
      await unused(name);
      const isReset = options === null && (await reset(databaseUrl));
      await unused(name);
      await administer(
        isReset ? `alter database ${name} rename to ${name.replace('own', 'free')}` : `drop database ${name}`,
      );
    },
  };
}

/** Takes a database that a test has given back. Returns false where there is none. */
async function takeFree(name: string): Promise<boolean> {
  const [free] = await administer(
    "select datname from pg_database where datname like 'free\\_%' order by random()",
  );
  if (!free) return false;
  try {
    await administer(`alter database ${free.datname} rename to ${name}`);
    return true;
  } catch (failure) {
    // another process of tests was faster, and the next may be free
    if (failure instanceof pg.DatabaseError && failure.code === GONE) return takeFree(name);
    throw failure;
  }
}

/** SQLSTATE of a database that does not exist. */
const GONE = '3D000';

/** The last connections of a server end a moment after it has closed them. */
async function unused(name: string): Promise<void> {
  await until(async () => (await administer(USERS, name)).length === 0, 'nobody uses the database');
}

async function reset(databaseUrl: string): Promise<boolean> {
  const connection = new pg.Client(databaseUrl);
  await connection.connect();
  const isReset = await resetToOrigin(connection);
  await connection.end();
  return isReset;
}

/** The database of this address, which a test has for itself and which is not removed. */
export function postgresDatabaseAt(databaseUrl: string): OwnDatabase & { databaseUrl: string } {
  let connection: pg.Pool | null = null;
  function connected(): pg.Pool {
    connection ??= new pg.Pool({ connectionString: databaseUrl, max: 2, types: NUMBERS });
    return connection;
  }
  async function query(sql: string, parameters: unknown[]): Promise<Record<string, unknown>[]> {
    let count = 0;
    const numbered = sql.replace(/'[^']*'|\?/g, (part) => (part === '?' ? `$${++count}` : part));
    const { rows } = await connected().query<Record<string, unknown>>(numbered, parameters);
    return rows;
  }
  return {
    databaseUrl,
    rows: (sql, ...parameters) => query(sql, parameters),
    alter: async (sql, ...parameters) => void (await query(sql, parameters)),
    async disconnect() {
      await connection?.end();
      connection = null;
    },
    remove: async () => {},
  };
}

/** Copies the database of a server that is stopped. Returns a function that puts the copy in its place, while it is stopped again. */
export async function copyDatabase(
  { databaseUrl, disconnect, alter }: OwnDatabase,
  folder: string,
): Promise<() => Promise<void>> {
  if (databaseUrl === null) {
    await disconnect();
    const file = path.join(folder, 'guichet.sqlite');
    const copy = await readFile(file);
    return async () => {
      await disconnect();
      await writeFile(file, copy);
    };
  }
  await alter(COPY);
  return async () => {
    await alter(PUT_BACK);
    await alter('drop schema kept cascade');
  };
}

const COPY = `do $$ declare name text;
  begin
    create schema kept;
    for name in select tablename from pg_tables where schemaname = 'public' loop
      execute format('create table kept.%1$I as table public.%1$I', name);
    end loop;
    create table kept."numbers of sequences" as select sequencename, last_value from pg_sequences where schemaname = 'public';
  end $$`;

const PUT_BACK = `do $$ declare name text;
  begin
    set local session_replication_role = replica;
    for name in select tablename from pg_tables where schemaname = 'public' loop
      execute format('delete from public.%I', name);
      execute format('insert into public.%1$I select * from kept.%1$I', name);
    end loop;
    perform setval(format('public.%I', sequencename)::regclass, coalesce(last_value, 1), last_value is not null)
      from kept."numbers of sequences";
  end $$`;

const USERS = 'select pid from pg_stat_activity where datname = $1';

let administration: pg.Pool | null = null;

async function administer(sql: string, ...parameters: unknown[]): Promise<Record<string, unknown>[]> {
  administration ??= new pg.Pool({
    connectionString: postgresUrl('postgres'),
    max: 1,
    allowExitOnIdle: true,
  });
  return (await administration.query(sql, parameters)).rows;
}

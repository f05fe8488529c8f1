// PostgreSQL at DATABASE_URL: opens and migrates it. Several servers may open one database.
import {
  CamelCasePlugin,
  HandleEmptyInListsPlugin,
  Kysely,
  replaceWithNoncontingentExpression,
  type TransactionBuilder,
} from 'kysely';
import pg from 'pg';
import { SECOND } from '../clock.ts';
import { migrate } from './migrate.ts';
import { checkPostgres } from './postgres-checks.ts';
import { LikeSqliteDialect, NUMBERS } from './postgres-dialect.ts';
import type { Patience } from './postgres-driver.ts';
import { RetryingKysely } from './retried-transactions.ts';
import type { Database, Schema } from './schema.ts';
import type { OpenedStorage } from './storage.ts';

/** Connections of one server. PostgreSQL allows 100 by default, for all servers together. */
const MOST_CONNECTIONS = 10;
/** In milliseconds. */
const CONNECT_WITHIN = 10 * SECOND;
/**
 * Time for the answer to one query of a server, in milliseconds: a hundred times what people wait for, and half of what proxies
 * wait for us. Whoever holds a row has it for less.
 */
const ANSWER_WITHIN = 30 * SECOND;
/** In milliseconds. A machine that vanished is noticed ten seconds later, where nothing is asked of it. */
const QUIET_BEFORE_PROBE = 10 * SECOND;
/** In milliseconds. A server that dies without a word must not hold its locks. */
const IDLE_IN_TRANSACTION = 60 * SECOND;

/**
 * A commit is on the disk before it is told (ADR 86), also where the role, the database or postgresql.conf says `off`. All other
 * values flush it here too, and say what standbys have done: that is the administrator's choice. Set even if it stays the same, so
 * that a later change of postgresql.conf does not reach the session.
 */
const DURABLE_COMMITS = {
  text: `select set_config('synchronous_commit',
    coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on'), false)`,
  // the connection is not there before it
  query_timeout: CONNECT_WITHIN,
};

/** Opens and migrates the database. Nothing is written before the checks have passed. */
export async function openPostgres(url: string, answerWithin = ANSWER_WITHIN): Promise<OpenedStorage> {
  const checked = await checkPostgres(connectionTo(url), { mustBeMigrated: false });
  if (checked.problem !== null) return { ok: false, problem: checked.problem };
  // looking whether there is something to migrate takes a lock, and longer than everything else at a start
  if (!checked.isMigrated) await migratePatiently(url);
  const patience: Patience = { within: answerWithin };
  const pool = createPool(url, patience);
  let lost = () => {};
  const db = openPool(RetryingKysely, pool, patience, () => lost());
  const hurry = (within: number) => {
    patience.within = within;
    pool.options.connectionTimeoutMillis = within;
  };
  const onLost = (act: () => void) => {
    lost = act;
  };
  const connections = () => {
    const { totalCount: open, idleCount: idle, waitingCount } = pool;
    // who finds an idle one waits too, for an instant
    return { open, idle, waiting: Math.max(0, waitingCount - idle) };
  };
  return { ok: true, storage: { db, connections, hurry, onLost, close: () => db.destroy() } };
}

/** Where there are many tickets, a migration takes as long as it takes; so does another server that migrates. */
async function migratePatiently(url: string): Promise<void> {
  const db = openPostgresDatabase(url);
  try {
    const { error } = await migrate(db);
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

/** Opens the database without migration, beside servers that may be running. */
export async function openPostgresBesideServer(url: string): Promise<OpenedStorage> {
  const { problem } = await checkPostgres(connectionTo(url), { mustBeMigrated: true });
  if (problem !== null) return { ok: false, problem };
  const db = openPostgresDatabase(url);
  return { ok: true, storage: { db, hurry() {}, onLost() {}, close: () => db.destroy() } };
}

/** Transactions of a program that is alone on its database, and does not write the same rows at the same time. */
class UnsharedKysely<Tables> extends Kysely<Tables> {
  override transaction(): TransactionBuilder<Tables> {
    return super.transaction().setIsolationLevel('read committed');
  }
}

/**
 * Opens the database of `url` for a program that somebody watches: PostgreSQL takes as long as it takes. Does not migrate.
 * `isShared`: other programs may write it at the same time.
 */
export function openPostgresDatabase(url: string, isShared = true): Database {
  const patience: Patience = { within: null };
  return openPool(isShared ? RetryingKysely : UnsharedKysely, createPool(url, patience), patience);
}

function createPool(url: string, { within }: Patience): pg.Pool {
  const pool = new pg.Pool({
    ...connectionTo(url),
    // it must not go on with what we have given up
    ...(within !== null && { statement_timeout: within }),
    max: MOST_CONNECTIONS,
    types: NUMBERS,
    pipeline: true,
    // a connection on which it fails is not used
    onConnect: (client) => client.query(DURABLE_COMMITS),
  });
  // a lost connection: whoever uses it learns that from their query, and the next one opens another
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

function openPool(Opened: typeof Kysely, pool: pg.Pool, patience: Patience, onLost = () => {}): Database {
  return new Opened<Schema>({
    dialect: new LikeSqliteDialect(pool, patience, onLost),
    plugins: [
      new CamelCasePlugin(),
      new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression }),
    ],
  });
}

/** The connections of a program to the database of this address. */
export function connectionTo(connectionString: string): pg.ClientConfig {
  return {
    connectionString,
    application_name: 'guichet',
    connectionTimeoutMillis: CONNECT_WITHIN,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
    keepAlive: true,
    keepAliveInitialDelayMillis: QUIET_BEFORE_PROBE,
  };
}

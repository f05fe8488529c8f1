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
import { RetryingKysely } from './retried-transactions.ts';
import type { Database, Schema } from './schema.ts';
import type { OpenedStorage } from './storage.ts';

/** Connections of one server. PostgreSQL allows 100 by default, for all servers together. */
const MOST_CONNECTIONS = 10;
/** In milliseconds. */
const CONNECT_WITHIN = 10 * SECOND;
/** In milliseconds. A server that dies without a word must not hold its locks. */
const IDLE_IN_TRANSACTION = 60 * SECOND;

/**
 * A commit is on the disk before it is told (ADR 86), also where the role, the database or postgresql.conf says `off`. All other
 * values flush it here too, and say what standbys have done: that is the administrator's choice. Set even if it stays the same, so
 * that a later change of postgresql.conf does not reach the session.
 */
const DURABLE_COMMITS = `select set_config('synchronous_commit',
  coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on'), false)`;

/** Opens and migrates the database. Nothing is written before the checks have passed. */
export async function openPostgres(url: string): Promise<OpenedStorage> {
  const checked = await checkPostgres(connectionTo(url), { mustBeMigrated: false });
  if (checked.problem !== null) return { ok: false, problem: checked.problem };
  const { db, pool } = openPool(url, true);
  // looking whether there is something to migrate takes a lock, and longer than everything else at a start
  const { error } = checked.isMigrated ? {} : await migrate(db);
  if (error) {
    await db.destroy();
    throw error;
  }
  const connections = () => {
    const { totalCount: open, idleCount: idle, waitingCount } = pool;
    // who finds an idle one waits too, for an instant
    return { open, idle, waiting: Math.max(0, waitingCount - idle) };
  };
  return { ok: true, storage: { db, connections, close: () => db.destroy() } };
}

/** Opens the database without migration, beside servers that may be running. */
export async function openPostgresBesideServer(url: string): Promise<OpenedStorage> {
  const { problem } = await checkPostgres(connectionTo(url), { mustBeMigrated: true });
  if (problem !== null) return { ok: false, problem };
  const db = openPostgresDatabase(url);
  return { ok: true, storage: { db, close: () => db.destroy() } };
}

/** Transactions of a program that is alone on its database, and does not write the same rows at the same time. */
class UnsharedKysely<Tables> extends Kysely<Tables> {
  override transaction(): TransactionBuilder<Tables> {
    return super.transaction().setIsolationLevel('read committed');
  }
}

/** Opens the database of `url`; does not migrate. `isShared`: other programs may write it at the same time. */
export function openPostgresDatabase(url: string, isShared = true): Database {
  return openPool(url, isShared).db;
}

function openPool(url: string, isShared: boolean): { db: Database; pool: pg.Pool } {
  const Opened = isShared ? RetryingKysely : UnsharedKysely;
  const pool = new pg.Pool({
    ...connectionTo(url),
    max: MOST_CONNECTIONS,
    types: NUMBERS,
    pipeline: true,
    // a connection on which it fails is not used
    onConnect: (client) => client.query(DURABLE_COMMITS),
  });
  // a lost connection: whoever uses it learns that from their query, and the next one opens another
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Opened<Schema>({
    dialect: new LikeSqliteDialect(pool),
    plugins: [
      new CamelCasePlugin(),
      new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression }),
    ],
  });
  return { db, pool };
}

/** The connections of a program to the database of this address. */
export function connectionTo(connectionString: string): pg.ClientConfig {
  return {
    connectionString,
    application_name: 'guichet',
    connectionTimeoutMillis: CONNECT_WITHIN,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
    keepAlive: true,
  };
}

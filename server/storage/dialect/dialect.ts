// Where SQLite and PostgreSQL differ in a query: one function per difference (ADR 82).
import { type Kysely, PostgresAdapter, type SelectQueryBuilder, sql } from 'kysely';

/** Whether this is a PostgreSQL database, or a transaction on one. */
export function isPostgres(db: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/**
 * Locks the selected rows, and leaves out those that somebody else has locked. On SQLite whoever writes has all of them.
 */
export function lockFree<Tables, From extends keyof Tables, Output>(
  db: Pick<Kysely<unknown>, 'getExecutor'>,
  query: SelectQueryBuilder<Tables, From, Output>,
): SelectQueryBuilder<Tables, From, Output> {
  return isPostgres(db) ? query.forUpdate().skipLocked() : query;
}

/** Locks the selected rows of a table against changes, in their order. On SQLite whoever writes has all of them. */
export function lockRows<Tables, From extends keyof Tables, Output>(
  db: Pick<Kysely<unknown>, 'getExecutor'>,
  query: SelectQueryBuilder<Tables, From, Output>,
  table: From & string,
): SelectQueryBuilder<Tables, From, Output> {
  return isPostgres(db) ? query.forNoKeyUpdate(table) : query;
}

/** As `lockRows`, together with others that do the same. */
export function shareRows<Tables, From extends keyof Tables, Output>(
  db: Pick<Kysely<unknown>, 'getExecutor'>,
  query: SelectQueryBuilder<Tables, From, Output>,
  table: From & string,
): SelectQueryBuilder<Tables, From, Output> {
  return isPostgres(db) ? query.forShare(table) : query;
}

/** Whether any session of this database holds this advisory lock, at this moment. SQLite has no other sessions of ours. */
export async function isLockHeld<Tables>(
  db: Kysely<Tables>,
  first: number,
  second: number,
): Promise<boolean> {
  if (!isPostgres(db)) return false;
  const { rows } = await sql`select 1 from pg_locks
    where locktype = 'advisory' and granted and classid = ${first} and objid = ${second} and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())`.execute(db);
  return rows.length > 0;
}

/** The type of a column of bytes. */
export function bytesType(db: Pick<Kysely<unknown>, 'getExecutor'>): 'blob' | 'bytea' {
  return isPostgres(db) ? 'bytea' : 'blob';
}

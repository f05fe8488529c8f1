// Where SQLite and PostgreSQL differ in a query: one function per difference (ADR 82).
import { type Kysely, PostgresAdapter, type SelectQueryBuilder } from 'kysely';

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

/** The type of a column of bytes. */
export function bytesType(db: Pick<Kysely<unknown>, 'getExecutor'>): 'blob' | 'bytea' {
  return isPostgres(db) ? 'bytea' : 'blob';
}

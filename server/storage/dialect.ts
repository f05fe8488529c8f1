// Where SQLite and PostgreSQL differ in a query: one function per difference (ADR 82).
import type { SelectQueryBuilder } from 'kysely';
import { isPostgres } from './migrations/is-postgres.ts';
import type { Database } from './schema.ts';

/**
 * Locks the selected rows, and leaves out those that somebody else has locked. On SQLite whoever writes has all of them.
 */
export function lockFree<Tables, From extends keyof Tables, Output>(
  db: Database,
  query: SelectQueryBuilder<Tables, From, Output>,
): SelectQueryBuilder<Tables, From, Output> {
  return isPostgres(db) ? query.forUpdate().skipLocked() : query;
}

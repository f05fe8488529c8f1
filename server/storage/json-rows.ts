// Rows of a subquery as one JSON column, so that a thing is read with its parts in one query.
import type { RawBuilder, SelectQueryBuilder } from 'kysely';
import { jsonArrayFrom as jsonArrayOfPostgres } from 'kysely/helpers/postgres';
import { jsonArrayFrom as jsonArrayOfSqlite } from 'kysely/helpers/sqlite';
import { isPostgres } from './dialect/dialect.ts';
import type { Database } from './schema.ts';

declare const rowType: unique symbol;
/** A column of `jsonRows`, as the driver returns it: PostgreSQL's has parsed it. */
export type JsonRows<O> = (string | O[]) & { readonly [rowType]?: O };

/** Selects the rows of the subquery, in its order; read them with `rowsOf`. */
export function jsonRows<DB, T extends keyof DB, O>(
  db: Database,
  subquery: SelectQueryBuilder<DB, T, O>,
): RawBuilder<JsonRows<O>> {
  const rows: RawBuilder<unknown> = isPostgres(db)
    ? jsonArrayOfPostgres(subquery)
    : jsonArrayOfSqlite(subquery);
  return rows as RawBuilder<JsonRows<O>>;
}

export function rowsOf<O>(column: JsonRows<O>): O[] {
  return typeof column === 'string' ? (JSON.parse(column) as O[]) : column;
}

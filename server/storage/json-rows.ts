// Rows of a subquery as one JSON column, so that a thing is read with its parts in one query.
import type { RawBuilder, SelectQueryBuilder } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/sqlite';

/** Selects the rows of the subquery, in its order; read them with `rowsOf`. */
export function jsonRows<DB, T extends keyof DB, O>(
  subquery: SelectQueryBuilder<DB, T, O>,
): RawBuilder<JsonRows<O>> {
  return jsonArrayFrom(subquery) as unknown as RawBuilder<JsonRows<O>>;
}

declare const rowType: unique symbol;
/** A column of `jsonRows`, as the driver returns it. */
export type JsonRows<O> = string & { readonly [rowType]: O };

export function rowsOf<O>(column: JsonRows<O>): O[] {
  return JSON.parse(column) as O[];
}

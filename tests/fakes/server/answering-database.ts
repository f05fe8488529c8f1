// A database without a file, which answers each query as told.
import {
  type CompiledQuery,
  type Driver,
  Kysely,
  PostgresAdapter,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Schema } from '../../../server/storage/schema.ts';

/** `isPostgres`: as code that asks for the dialect sees it. */
export function databaseThat(
  answer: (query: CompiledQuery) => Promise<QueryResult<never>>,
  { isPostgres = false } = {},
) {
  const nothing = async () => {};
  const driver: Driver = {
    init: nothing,
    acquireConnection: async () => ({
      executeQuery: answer,
      async *streamQuery() {},
    }),
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    releaseConnection: nothing,
    destroy: nothing,
  };
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => (isPostgres ? new PostgresAdapter() : new SqliteAdapter()),
      createDriver: () => driver,
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

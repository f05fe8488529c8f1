import {
  type CompiledQuery,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { expect, it } from 'vitest';
import { healthHandlers } from '../../../../server/routes/health.ts';
import type { Schema } from '../../../../server/storage/schema.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { createSilentLog } from '../../../fakes/server/log.ts';
import { testConfig } from '../../../fakes/server/test-server.ts';

/** A database that answers each query as told. */
function databaseThat(answer: (query: CompiledQuery) => Promise<QueryResult<never>>) {
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
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

function readinessOf(answer: Parameters<typeof databaseThat>[0]) {
  const clock = createClock();
  const config = testConfig('nowhere');
  const log = createSilentLog();
  const db = databaseThat(answer);
  const { handle } = healthHandlers({ db, clock, log, config, readMetrics: null }).readReadiness;
  return { clock, answer: handle() };
}

it('a server whose database answers is ready', async () => {
  expect(await readinessOf(async () => ({ rows: [] })).answer).toEqual({ status: 'ok' });
});

it('a server whose database fails is not ready', async () => {
  const { answer } = readinessOf(() => Promise.reject(new Error('the disk is gone')));
  await expect(answer).rejects.toMatchObject({ status: 503, failure: { code: 'database-unavailable' } });
});

it('a server whose database does not answer is not ready after two seconds', async () => {
  const { clock, answer } = readinessOf(() => new Promise(() => {}));
  const refused = expect(answer).rejects.toMatchObject({ status: 503 });
  clock.advance(2000);
  await refused;
});

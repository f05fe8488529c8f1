// Queries that are built once give what Kysely gives.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOnce } from '../../../../server/storage/built-query.ts';
import type { Database } from '../../../../server/storage/schema.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { openOwnStorage } from '../../../fakes/server/own-storage.ts';

const AT = '2030-01-02T08:00:00.000Z';
let storage: Storage;
let db: Database;
beforeEach(async () => {
  storage = await openOwnStorage();
  db = storage.db;
});
afterEach(() => storage.close());

let built = 0;
const insert = buildOnce((on, row: { id: string; name: string; nameKey: string }) => {
  built += 1;
  return on.insertInto('organisation').values({ ...row, emailDomains: '[]', createdAt: AT });
});
const rename = buildOnce((on, { id, ...columns }: { id: string; name?: string; createdAt?: string }) =>
  on.updateTable('organisation').set(columns).where('id', '=', id).returning(['name', 'createdAt']),
);

test('a query is built once, and each run has its own values', async () => {
  built = 0;
  await insert(db, { id: 'a', name: 'Alpha', nameKey: 'alpha' });
  await insert(db, { id: 'b', name: 'Beta', nameKey: 'beta' });
  expect(built).toBe(1);
  const rows = await db.selectFrom('organisation').select(['id', 'nameKey']).orderBy('id').execute();
  expect(rows).toEqual([
    { id: 'a', nameKey: 'alpha' },
    { id: 'b', nameKey: 'beta' },
  ]);
});

test('each set of parameters has a query of its own, and what is undefined is absent', async () => {
  await insert(db, { id: 'a', name: 'Alpha', nameKey: 'alpha' });
  expect(await rename(db, { id: 'a', name: 'Omega' })).toEqual([{ name: 'Omega', createdAt: AT }]);
  const createdAt = '2031-01-02T08:00:00.000Z';
  expect(await rename(db, { id: 'a', createdAt })).toEqual([{ name: 'Omega', createdAt }]);
});

test('it runs in the transaction that it is given', async () => {
  const failed = db.transaction().execute(async (transaction) => {
    await insert(transaction, { id: 'a', name: 'Alpha', nameKey: 'alpha' });
    throw new Error('undone');
  });
  await expect(failed).rejects.toThrow('undone');
  expect(await db.selectFrom('organisation').select('id').execute()).toEqual([]);
});

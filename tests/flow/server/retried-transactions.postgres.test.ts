// Transactions on PostgreSQL: they behave as if they followed one another, and those that met another one are tried again.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOnce } from '../../../server/storage/built-query.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { openOwnStorage } from '../../fakes/server/own-storage.ts';
import { until } from '../../fakes/server/until.ts';

let storage: Storage;
let db: Database;
beforeEach(async () => {
  storage = await openOwnStorage();
  db = storage.db;
});
afterEach(() => storage.close());

const AT = '2030-01-02T08:00:00.000Z';
const hashes = (database: Database) => database.selectFrom('setupLink').select('tokenHash').execute();

test('of transactions that write what they found missing, one writes', async () => {
  let tries = 0;
  const add = (tokenHash: string) =>
    db.transaction().execute(async (transaction) => {
      tries += 1;
      if ((await hashes(transaction)).length > 0) return false;
      await transaction.insertInto('setupLink').values({ tokenHash, createdAt: AT }).execute();
      return true;
    });
  const added = await Promise.all(Array.from({ length: 8 }, (_, index) => add(String(index))));
  expect(added.filter(Boolean)).toHaveLength(1);
  expect(await hashes(db)).toHaveLength(1);
  expect(tries).toBeGreaterThanOrEqual(8);
});

test('whoever adds a key that another one has just added sees it at the next try', async () => {
  const addOnce = () =>
    db
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (transaction) => {
        const known = await hashes(transaction);
        if (known.length === 0)
          await transaction.insertInto('setupLink').values({ tokenHash: 'one', createdAt: AT }).execute();
        return known.length;
      });
  const found = await Promise.all([1, 2, 3, 4].map(addOnce));
  expect(found.sort()).toEqual([0, 1, 1, 1]);
});

test('a bug is not tried again, and leaves nothing', async () => {
  let tries = 0;
  const failing = db.transaction().execute(async (transaction) => {
    tries += 1;
    await transaction.insertInto('setupLink').values({ tokenHash: 'one', createdAt: AT }).execute();
    throw new Error('a bug');
  });
  await expect(failing).rejects.toThrow('a bug');
  expect(tries).toBe(1);
  expect(await hashes(db)).toEqual([]);
});

test('a key that stays taken fails after some tries, and holds up nobody else', async () => {
  await db.insertInto('setupLink').values({ tokenHash: 'one', createdAt: AT }).execute();
  let tries = 0;
  const failing = db.transaction().execute(async (transaction) => {
    tries += 1;
    await transaction.insertInto('setupLink').values({ tokenHash: 'one', createdAt: AT }).execute();
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(tries).toBe(20);
  const next = db.transaction().execute((transaction) => hashes(transaction));
  expect(await next).toHaveLength(1);
});

const selectLinks = buildOnce((on, { tokenHash }: { tokenHash: string }) =>
  on.selectFrom('setupLink').selectAll().where('tokenHash', '=', tokenHash),
);

test('a kept plan whose table has got a column is made anew, in a transaction too', async () => {
  const addColumn = (name: string) =>
    sql`alter table setup_link add column ${sql.ref(name)} text`.execute(db);
  const read = (database: Database) => selectLinks(database, { tokenHash: 'one' });
  await db.insertInto('setupLink').values({ tokenHash: 'one', createdAt: AT }).execute();
  expect(await read(db)).toHaveLength(1);
  await addColumn('more');
  expect(await read(db)).toEqual([{ tokenHash: 'one', createdAt: AT, more: null }]);
  await addColumn('and_more');
  let tries = 0;
  const found = await db.transaction().execute((transaction) => {
    tries += 1;
    return read(transaction);
  });
  expect(found).toEqual([{ tokenHash: 'one', createdAt: AT, more: null, andMore: null }]);
  expect(tries).toBe(2);
});

test('a transaction that does nothing, or fails before it has begun, holds up nobody', async () => {
  const transaction = () => db.transaction().setIsolationLevel('read committed');
  await transaction().execute(async () => {});
  const failing = transaction().execute(async () => {
    throw new Error('a bug');
  });
  await expect(failing).rejects.toThrow('a bug');
  const write = transaction().execute((one) =>
    one.insertInto('setupLink').values({ tokenHash: 'one', createdAt: AT }).execute(),
  );
  await write;
  expect(await hashes(db)).toHaveLength(1);
});

test('what a read-committed transaction wrote is undone with it, also where it began by a query', async () => {
  const failing = db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (transaction) => {
      await hashes(transaction);
      await transaction.insertInto('setupLink').values({ tokenHash: 'one', createdAt: AT }).execute();
      throw new Error('a bug');
    });
  await expect(failing).rejects.toThrow('a bug');
  expect(await hashes(db)).toEqual([]);
});

test('a transaction whose beginning is cancelled spoils no connection', async () => {
  // the one that runs alone holds this lock, and whoever begins waits for it
  const held = Promise.withResolvers<void>();
  const holding = Promise.withResolvers<void>();
  const holder = db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(7238101)`.execute(connection);
    holding.resolve();
    await held.promise;
    await sql`select pg_advisory_unlock(7238101)`.execute(connection);
  });
  await holding.promise;
  const begun = db.transaction().execute((transaction) => hashes(transaction));
  const cancelled = expect(begun).rejects.toThrow(/canceling statement/);
  const cancel = sql<{ done: boolean }>`select pg_cancel_backend(pid) as done from pg_locks
    where locktype = 'advisory' and objid = 7238101 and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  await until(async () => (await cancel.execute(db)).rows.length > 0);
  await cancelled;
  held.resolve();
  await holder;
  // more than there are connections: each of them is used
  const read = await Promise.all(Array.from({ length: 20 }, () => hashes(db)));
  expect(read.flat()).toEqual([]);
});

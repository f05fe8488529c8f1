// Kysely on SQLite: reads see what is committed, writes take turns, and statements are prepared once.
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../../../server/storage/migrate.ts';
import type { Database } from '../../../../server/storage/schema.ts';
import { openDatabase } from '../../../../server/storage/sqlite.ts';
import { emptyFolder } from '../../../fakes/agent-under-test.ts';

const AT = '2030-01-02T08:00:00.000Z';
let db: Database;
beforeEach(async () => {
  db = openDatabase(path.join(emptyFolder(), 'guichet.sqlite'));
  await migrate(db);
});
afterEach(() => db.destroy());

const add = (on: Database, id: string) =>
  on
    .insertInto('organisation')
    .values({ id, name: id, nameKey: id, emailDomains: '[]', createdAt: AT })
    .execute();
const ids = async (on: Database) => {
  const rows = await on.selectFrom('organisation').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
};

test('a transaction sees its own writes, and nobody else does before its commit', async () => {
  await db.transaction().execute(async (transaction) => {
    await add(transaction, 'a');
    expect(await ids(transaction)).toEqual(['a']);
    expect(await ids(db)).toEqual([]);
  });
  expect(await ids(db)).toEqual(['a']);
});

test('what was written is seen by the next read, with or without a transaction', async () => {
  await add(db, 'a');
  expect(await ids(db)).toEqual(['a']);
  await db.transaction().execute((transaction) => add(transaction, 'b'));
  expect(await ids(db)).toEqual(['a', 'b']);
});

test('transactions at the same time neither mix nor undo each other', async () => {
  const outcomes = await Promise.allSettled(
    ['a', 'b', 'c'].map((id) =>
      db.transaction().execute(async (transaction) => {
        await add(transaction, id);
        await new Promise(setImmediate);
        if (id === 'b') throw new Error('undone');
        return ids(transaction);
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await ids(db)).toEqual(['a', 'c']);
});

test('closing keeps what was written a moment ago', async () => {
  let closed = Promise.resolve();
  const written = db.transaction().execute(async (transaction) => {
    await add(transaction, 'a');
    closed = db.destroy();
  });
  await Promise.all([written, closed]);
});

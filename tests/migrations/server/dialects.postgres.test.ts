// The migrations on PostgreSQL: they make the same tables as on SQLite, once, and with the same order of texts.
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOnce } from '../../../server/storage/built-query.ts';
import { migrate } from '../../../server/storage/migrate.ts';
import { MIGRATIONS } from '../../../server/storage/migrations/index.ts';
import { openPostgres, openPostgresDatabase } from '../../../server/storage/postgres.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { openDatabase } from '../../../server/storage/sqlite.ts';
import { emptyFolder } from '../../fakes/agent-under-test.ts';
import { makePostgresDatabase, type OwnDatabase } from '../../fakes/server/own-database.ts';

let own: OwnDatabase & { databaseUrl: string };
let db: Database;
beforeEach(async () => {
  own = await makePostgresDatabase('template template0');
  db = openPostgresDatabase(own.databaseUrl);
});
afterEach(async () => {
  await db.destroy();
  await own.remove();
});

/** The columns of primary keys, which SQLite says may be null. */
async function keyColumns(): Promise<ReadonlySet<string>> {
  const rows = await own.rows(`SELECT table_name, column_name FROM information_schema.key_column_usage
    JOIN information_schema.table_constraints USING (table_name, constraint_name)
    WHERE constraint_type = 'PRIMARY KEY'`);
  return new Set(rows.map(({ table_name, column_name }) => `${table_name}.${column_name}`));
}

const SET_BY_US = ['sign_in_rules.id', 'search_text.position', 'staff_provider.id'];

/** The index of words is another one on each (storage/word-index). */
const isOfBoth = ({ name }: { name: string }) => !name.startsWith('search_words');

/** Each column of each table: whether it may be null, is filled by the database, and holds a number. */
async function columnsOf(database: Database): Promise<Record<string, unknown>> {
  const keys = await keyColumns();
  const tables = await database.introspection.getTables();
  const columns = tables.filter(isOfBoth).flatMap(({ name: table, columns: all }) =>
    all.map(({ name, isNullable, hasDefaultValue, isAutoIncrementing, dataType }) => {
      const isNumber = ['integer', 'int8'].includes(dataType.toLowerCase());
      const place = `${table}.${name}`;
      // SQLite says so of every number that is a key, also of those that we set
      const isFilled = hasDefaultValue || (isAutoIncrementing && !SET_BY_US.includes(place));
      return [place, { isNullable: isNullable && !keys.has(place), isNumber, isFilled }];
    }),
  );
  return Object.fromEntries(columns);
}

/** Names of our indexes, and whether each is unique. */
async function indexesOf(database: Database, query: ReturnType<typeof sql<IndexRow>>): Promise<unknown[]> {
  const { rows } = await query.execute(database);
  return rows
    .filter(isOfBoth)
    .map(({ name, text }) => `${name}${/unique/i.test(text) ? ' unique' : ''}`)
    .sort();
}

interface IndexRow {
  name: string;
  text: string;
}

test('both databases have the same tables, columns and indexes', async () => {
  const sqlite = openDatabase(path.join(emptyFolder(), 'guichet.sqlite'));
  for (const database of [db, sqlite]) expect((await migrate(database)).error).toBeUndefined();
  expect(await columnsOf(db)).toEqual(await columnsOf(sqlite));
  const ours = sql<IndexRow>`select name, sql as text from sqlite_master where type = 'index' and sql is not null`;
  const theirs = sql<IndexRow>`select indexname as name, indexdef as text from pg_indexes
    where schemaname = current_schema() and indexname not in (select conname from pg_constraint)`;
  expect(await indexesOf(db, theirs)).toEqual(await indexesOf(sqlite, ours));
  await sqlite.destroy();
});

test('servers that start at the same time migrate once', async () => {
  const opened = await Promise.all([1, 2, 3].map(() => openPostgres(own.databaseUrl)));
  for (const one of opened) {
    if (!one.ok) throw new Error(one.problem);
    await one.storage.close();
  }
  const applied = await own.rows('SELECT name FROM kysely_migration ORDER BY name');
  expect(applied.map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
});

test('a migration that fails leaves the tables of the earlier version', async () => {
  await migrate(db, '0010-enrolment');
  await own.alter('CREATE TABLE comment (id bigint)');
  expect((await migrate(db)).error).toBeInstanceOf(Error);
  expect(await own.rows('SELECT name FROM kysely_migration')).toEqual([{ name: '0010-enrolment' }]);
});

test('every text is compared by its bytes', async () => {
  await migrate(db);
  const others = `SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`;
  expect(await own.rows(others)).toEqual([]);
});

test('counts and sums are numbers', async () => {
  await migrate(db);
  const { rows } = await sql`select count(*) as many, sum(n) as total from (values (2), (3)) as v(n)`.execute(
    db,
  );
  expect(rows).toEqual([{ many: 2, total: 5 }]);
});

test('a text keeps its place where it has a NUL, which PostgreSQL cannot store', async () => {
  await migrate(db);
  const row = { id: 'o', name: 'a\0b', nameKey: 'a', emailDomains: '[]', createdAt: '' };
  await db.insertInto('organisation').values(row).execute();
  // built once, or with its values
  const rename = buildOnce((database: Database, { id, name }: { id: string; name: string }) =>
    database.updateTable('organisation').set({ name }).where('id', '=', id),
  );
  expect(await own.rows('SELECT name FROM organisation')).toEqual([{ name: 'a\uFFFDb' }]);
  await rename(db, { id: 'o', name: 'c\0d' });
  expect(await own.rows('SELECT name FROM organisation')).toEqual([{ name: 'c\uFFFDd' }]);
});

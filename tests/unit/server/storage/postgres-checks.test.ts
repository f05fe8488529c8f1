// What a PostgreSQL says about itself, and whether it can be used.
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../../../server/storage/migrations/index.ts';
import { problemOf } from '../../../../server/storage/postgres-checks.ts';

const FACTS = {
  database: 'guichet',
  version: 150_004,
  versionText: '15.4',
  encoding: 'UTF8',
  schema: 'public',
  mayCreate: true,
  isReadOnly: false,
  migrations: [] as string[],
};

test('PostgreSQL 15 can be used, and 14 cannot', () => {
  expect(problemOf(FACTS, false)).toBeNull();
  expect(problemOf({ ...FACTS, version: 140_011, versionText: '14.11' }, false)).toBe(
    'DATABASE_URL names PostgreSQL 14.11: expected 15 or later, nothing was changed.',
  );
});

test('a database that is read-only is refused', () => {
  expect(problemOf({ ...FACTS, isReadOnly: true }, false)).toMatch(
    /^DATABASE_URL names the database guichet, which is read-only: /,
  );
});

test('whoever may create no tables can use a database that is migrated already', () => {
  const facts = { ...FACTS, mayCreate: false };
  expect(problemOf(facts, false)).toMatch(/may not create tables in the schema public of guichet/);
  expect(problemOf({ ...facts, schema: null }, false)).toMatch(/may not create tables in any schema/);
  expect(problemOf({ ...facts, migrations: Object.keys(MIGRATIONS) }, false)).toBeNull();
});

test('an import leaves an older database alone', () => {
  expect(problemOf({ ...FACTS, migrations: Object.keys(MIGRATIONS).slice(0, 3) }, true)).toMatch(
    /written by an older Guichet server: start the server once, nothing was changed\.$/,
  );
});

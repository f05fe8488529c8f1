// Whatever the administrator has set: what the server was told is committed is on PostgreSQL's disk.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPostgresDatabase } from '../../../server/storage/postgres.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { makePostgresDatabase, type OwnDatabase } from '../../fakes/server/own-database.ts';

let own: OwnDatabase & { databaseUrl: string };
let opened: Database[];
beforeEach(async () => {
  own = await makePostgresDatabase();
  opened = [];
});
afterEach(async () => {
  for (const db of opened) await db.destroy();
  await own.remove();
});

/** As an administrator does for one role in one database: it is true for sessions from now on. */
async function setForRole(value: string): Promise<void> {
  const [row] = await own.rows('SELECT current_database() AS name');
  await own.alter(`ALTER ROLE CURRENT_USER IN DATABASE ${row?.name} SET synchronous_commit = ${value}`);
}

/** Returns what all sessions of a pool have, of which several are open at once. */
async function valuesOfPool(): Promise<unknown[]> {
  const db = openPostgresDatabase(own.databaseUrl);
  opened.push(db);
  const read = () =>
    sql<{ value: string }>`select current_setting('synchronous_commit') as value, pg_sleep(0.2)`.execute(db);
  const answers = await Promise.all(Array.from({ length: 4 }, read));
  return answers.flatMap(({ rows }) => rows.map(({ value }) => value));
}

test('sessions of the pool wait for the disk although the role does not', async () => {
  await setForRole('off');
  expect(await valuesOfPool()).toEqual(Array(4).fill('on'));
});

test.each(['on', 'local', 'remote_write', 'remote_apply'])(
  'what the role says of standbys stays: %s, which is on the disk here too',
  async (value) => {
    await setForRole(value);
    expect(await valuesOfPool()).toEqual(Array(4).fill(value));
  },
);

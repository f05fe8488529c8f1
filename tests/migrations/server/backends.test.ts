// Migration 0070: converts tickets and deliveries to links and backends.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../../server/storage/migrate.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { openDatabase } from '../../../server/storage/sqlite.ts';

const NOW = '2030-01-02T08:00:00.000Z';
let folder: string;
let db: Database;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-migrations-'));
  db = openDatabase(path.join(folder, 'guichet.sqlite'));
  await migrate(db, '0060-participants');
  executeSql(`
    INSERT INTO organisation (id, name, name_key, email_domains, created_at) VALUES ('o1', 'Contoso', 'c', '[]', '${NOW}');
    INSERT INTO device (id, organisation_id, machine_id, hostname, os, created_at) VALUES ('d1', 'o1', 'm', 'PC-1', '', '${NOW}');
    INSERT INTO requester (id, organisation_id, email, full_name, created_at) VALUES ('r1', 'o1', 'a@b.example', 'A requester', '${NOW}');
    INSERT INTO requester (id, organisation_id, email, full_name, created_at) VALUES ('r2', 'o1', 'c@b.example', 'A contact', '${NOW}');
    INSERT INTO agent (id, device_id, sid, user_name, agent_version, secret_hash, state, requester_id, enrolled_at, last_seen_at)
      VALUES ('a1', 'd1', 's', 'u', '1', 'h', 'active', 'r1', '${NOW}', '${NOW}');
    INSERT INTO ticket (id, organisation_id, requester_id, agent_id, kind, title, description, status, number, backend_ref, technician, created_at, updated_at)
      VALUES ('t1', 'o1', 'r1', 'a1', 'incident', 'T', '', 'assigned', 'R-000001', 't1', 'A technician', '${NOW}', '${NOW}');
    INSERT INTO comment VALUES ('c1', 't1', 1, 'requester', 'A requester', 'Text', 0, '${NOW}');
    INSERT INTO change (requester_id, ticket_id, seq) VALUES ('r1', 't1', 1);
  `);
});
afterEach(async () => {
  await db.destroy();
  await rm(folder, { recursive: true, force: true });
});

function executeSql(statements: string): void {
  const file = new BetterSqlite(path.join(folder, 'guichet.sqlite'));
  file.exec(statements);
  file.close();
}

function delivery(
  ordinal: number,
  kind: string,
  key: string,
  body: unknown,
  requester: string | null,
  state: string,
) {
  const text = body === null ? 'NULL' : `'${JSON.stringify(body)}'`;
  const writer = requester === null ? 'NULL' : `'${requester}'`;
  executeSql(`
    INSERT INTO command (key, agent_id, requester_id, ticket_id, kind, body_hash, body, submitted_at, accepted_at)
      VALUES ('${key}', 'a1', ${writer}, 't1', '${kind}', 'h', ${text}, '${NOW}', '${NOW}');
    INSERT INTO delivery (id, ticket_id, ordinal, connector, operation, key, state, attempt, due_at, updated_at)
      VALUES ('d${ordinal}', 't1', ${ordinal}, 'built-in', '${kind}', '${key}', '${state}', ${state === 'waiting' ? 0 : 1}, '${NOW}', '${NOW}');
  `);
}

test('a ticket gets a link to the built-in desk, with the desk’s state of it', async () => {
  delivery(1, 'create-ticket', 't1', null, null, 'done');
  expect((await migrate(db)).error).toBeUndefined();
  expect(await db.selectFrom('link').selectAll().execute()).toMatchObject([
    {
      ticketId: 't1',
      backendId: 'built-in',
      tier: 1,
      ref: 't1',
      number: 'R-000001',
      status: 'assigned',
      technician: 'A technician',
      backendStatus: null,
      endedAt: null,
    },
  ]);
  expect(await db.selectFrom('route').selectAll().execute()).toEqual([
    { organisationId: null, entryId: null, backendId: 'built-in' },
  ]);
});

test('deliveries keep their order and state, and get their content', async () => {
  const person = { email: 'a@b.example', fullName: 'A requester' };
  delivery(1, 'create-ticket', 't1', null, null, 'done');
  delivery(2, 'add-comment', 'c1', null, 'r1', 'parked');
  delivery(3, 'act-on-ticket', 'k3', { ticketId: 't1', act: 'close' }, null, 'waiting');
  delivery(4, 'rate-ticket', 'k4', { ticketId: 't1', score: 3, comment: 'Fine, "really"' }, 'r1', 'waiting');
  delivery(5, 'join-ticket', 'k5', { ticketId: 't1', announcementId: 'n' }, 'r2', 'waiting');
  expect((await migrate(db)).error).toBeUndefined();
  const rows = await db.selectFrom('delivery').selectAll().orderBy('ordinal').execute();
  const link = { linkId: 't1', backendId: 'built-in' };
  expect(rows).toMatchObject([
    { ...link, ordinal: 1, operation: 'create-ticket', key: 't1', state: 'done', content: '{}' },
    {
      ...link,
      ordinal: 2,
      operation: 'add-comment',
      key: 'c1',
      state: 'parked',
      attempt: 1,
      firstTriedAt: NOW,
    },
    {
      ...link,
      ordinal: 3,
      operation: 'transition',
      key: 'k3',
      state: 'waiting',
      attempt: 0,
      firstTriedAt: null,
    },
    { ...link, ordinal: 4, operation: 'rate', key: 'k4' },
    { ...link, ordinal: 5, operation: 'add-contact', key: 'k5' },
  ]);
  expect(rows.slice(1).map(({ content }) => JSON.parse(content))).toEqual([
    { author: person },
    // a command without a stored author is attributed to the requester
    { act: 'close', by: person },
    { score: 3, comment: 'Fine, "really"' },
    { contact: { email: 'c@b.example', fullName: 'A contact' } },
  ]);
});

test('afterwards all foreign keys are valid and enforced again', async () => {
  expect((await migrate(db)).error).toBeUndefined();
  expect((await sql`pragma foreign_key_check`.execute(db)).rows).toEqual([]);
  const orphan = { requesterId: 'r1', ticketId: 'nowhere', seq: 2 };
  await expect(db.insertInto('change').values(orphan).execute()).rejects.toThrow('FOREIGN KEY');
  await db.updateTable('ticket').set({ number: 'R-000001' }).execute();
});

test('a broken reference stops the migration, which is rolled back', async () => {
  const file = new BetterSqlite(path.join(folder, 'guichet.sqlite'));
  file.pragma('foreign_keys = OFF');
  file.exec("INSERT INTO change (requester_id, ticket_id, seq) VALUES ('r1', 'nowhere', 2)");
  file.close();
  expect(String((await migrate(db)).error)).toContain('a row of change refers to one of ticket');
  const tables = (await db.introspection.getTables()).map(({ name }) => name);
  expect(tables).not.toContain('link');
});

test('a ticket has at most one link per tier, not counting ended ones', async () => {
  expect((await migrate(db)).error).toBeUndefined();
  const other = {
    id: 'l2',
    ticketId: 't1',
    backendId: 'built-in',
    tier: 1,
    createdAt: NOW,
    updatedAt: NOW,
  } as const;
  await expect(db.insertInto('link').values(other).execute()).rejects.toThrow('UNIQUE');
  await db.updateTable('link').set({ endedAt: NOW }).execute();
  await db.insertInto('link').values(other).execute();
  const twice = { organisationId: null, entryId: null, backendId: 'built-in' };
  await expect(db.insertInto('route').values(twice).execute()).rejects.toThrow('UNIQUE');
});

// Migrations of the agent's database: from an empty one, from every earlier version, and never from a later one.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../main/db/migrations/all.ts';
import type { Migration } from '../../../main/db/migrations/migration.ts';
import { openDatabase } from '../../../main/db/open.ts';
import { createSeal, sealJson } from '../../../main/db/seal.ts';
import { openStorage } from '../../../main/db/storage.ts';
import { createOutboxStore } from '../../../main/outbox/outbox-store.ts';
import { systemChance as chance } from '../../../main/support/chance.ts';
import { plainWrap } from '../../fakes/storage.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-migrations-'));
  file = join(folder, 'guichet.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(migrations?: readonly Migration[]) {
  const opened = openDatabase(file, migrations ? { migrations } : {});
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}
const hashes = (at = folder) =>
  Object.fromEntries(
    readdirSync(at).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(at, name)))
        .digest('hex'),
    ]),
  );
const tables = (db: Database.Database) =>
  db
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name`)
    .pluck()
    .all();

describe('migrations', () => {
  it('are numbered by tens in ascending order', () => {
    const versions = MIGRATIONS.map(({ version }) => version);
    expect(versions.every((version) => version % 10 === 0)).toBe(true);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('0010 creates the tables of drafts, outbox and tickets, with durable commits', () => {
    const db = open(MIGRATIONS.slice(0, 1));
    expect(tables(db)).toEqual(['attachment_use', 'draft', 'fact', 'outbox', 'ticket', 'unread_ticket']);
    expect(db.pragma('user_version', { simple: true })).toBe(10);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    db.close();
  });

  it('0010 never reuses a position of the outbox, even after rows were removed', () => {
    const db = open();
    const insert = db.prepare(
      `insert into outbox (key, kind, ticket_id, sealed, submitted_at, state) values (?, 'k', 't', x'00', 's', 'queued')`,
    );
    insert.run('a');
    db.exec('delete from outbox');
    expect(insert.run('b').lastInsertRowid).toBe(2);
    expect(() => insert.run('b')).toThrow(/UNIQUE/);
    db.close();
  });

  it('keep existing rows, and a failing one is rolled back with its version', () => {
    const first = open();
    first.exec(`insert into draft (id, sealed, updated_at) values ('a', x'00', 'now')`);
    first.close();
    const failing: Migration = {
      version: 9980,
      up(db) {
        db.exec('delete from draft');
        throw new Error('half-way');
      },
    };
    expect(() => open([...MIGRATIONS, failing])).toThrow('half-way');
    const again = open();
    expect(again.prepare('select id from draft').pluck().all()).toEqual(['a']);
    expect(again.pragma('user_version', { simple: true })).toBe(MIGRATIONS.at(-1)?.version);
    again.close();
  });
});

describe('0020', () => {
  /** Opens a database of version 10 with a ticket, a cursor, a draft and a used attachment. */
  function atVersion10() {
    const db = open(MIGRATIONS.slice(0, 1));
    db.exec(`
      insert into fact values ('cursor', '42'), ('tickets-of', '"requester@example.org"');
      insert into ticket values ('t', x'00', '2026-01-31T09:45:00.000Z');
      insert into unread_ticket values ('t');
      insert into draft values ('d', x'00', '2026-01-31T09:45:00.000Z');
      insert into attachment_use values ('a', 'k');
    `);
    return db;
  }

  it('removes the tickets and the cursor, which the next sync restores, and keeps drafts and their attachments', () => {
    atVersion10().close();
    const db = open();
    expect(db.prepare('select count(*) from ticket').pluck().get()).toBe(0);
    expect(db.prepare('select name from fact').pluck().all()).toEqual(['tickets-of']);
    expect(db.prepare('select id, ticket_id from draft').all()).toEqual([{ id: 'd', ticket_id: null }]);
    expect(db.prepare('select ticket_id from unread_ticket').pluck().all()).toEqual(['t']);
    expect(db.prepare('select count(*) from attachment_use').pluck().get()).toBe(1);
    db.close();
  });

  it('allows one draft per ticket, and any number of drafts of new tickets', () => {
    const db = open();
    const insert = db.prepare(
      `insert into draft (id, ticket_id, sealed, updated_at) values (?, ?, x'00', '2026')`,
    );
    for (const id of ['a', 'b']) insert.run(id, null);
    insert.run('c', 'one ticket');
    expect(() => insert.run('d', 'one ticket')).toThrow(/UNIQUE/);
    db.close();
  });

  it('leaves a queued command unchanged, with its picture', () => {
    const db = atVersion10();
    const seal = createSeal(chance.bytes(32));
    const key = '019c1234-5678-7abc-8def-000000000001';
    const sha256 = 'a'.repeat(64);
    const picture = { kind: 'picture', included: true, width: 4, height: 2 };
    const attachment = { sha256, name: 'Screenshot 1.png', mediaType: 'image/png', size: 10 };
    const command = {
      key,
      kind: 'create-ticket',
      submittedAt: '2026-01-31T09:45:00.000Z',
      files: [{ id: '6f1c2f0e-3b0a-4c53-8b8e-0d5a51f6c001', ...attachment, ...picture }],
      body: { ticketKind: 'incident', title: 'Kept', description: '', attachments: [attachment] },
    };
    db.prepare(
      `insert into outbox (key, kind, ticket_id, sealed, submitted_at, state) values (?, ?, ?, ?, ?, 'queued')`,
    ).run(key, command.kind, key, sealJson(seal, 'outbox', key, command), command.submittedAt);
    db.close();

    const migrated = open();
    const [entry] = createOutboxStore({ db: migrated, seal }).batch({ count: 20, bytes: 1024 }, new Date());
    expect(entry?.command).toMatchObject({
      key,
      body: { title: 'Kept', categoryId: null, contacts: [], attachments: [{ sha256 }] },
      files: [{ sha256, kind: 'picture', included: true, width: 4 }],
    });
    // If it was sent before the update and its answer was lost, a retry must send the same body.
    expect(JSON.stringify(entry?.storedBody)).toBe(JSON.stringify(command.body));
    migrated.close();
  });
});

describe('0030', () => {
  it('notes no file as done: those of an earlier version that nothing tells of are left', () => {
    const before = open(MIGRATIONS.slice(0, 2));
    before.exec(`insert into attachment_use values ('a', 'k')`);
    before.close();
    const db = open();
    expect(tables(db)).toContain('attachment_done');
    expect(db.prepare('select count(*) from attachment_done').pluck().get()).toBe(0);
    expect(db.prepare('select * from attachment_use').all()).toEqual([{ sha256: 'a', owner: 'k' }]);
    db.close();
  });
});

describe('a database from a newer version', () => {
  const newer: Migration = { version: 9990, up: (db) => db.exec('create table later (id)') };

  it('is refused, and no byte of the folder changes', () => {
    open([...MIGRATIONS, newer]).close();
    const before = hashes();
    expect(openDatabase(file)).toEqual({ ok: false, error: { code: 'database-newer' } });
    expect(openStorage(folder, { wrap: plainWrap, chance })).toMatchObject({
      error: { code: 'database-newer' },
    });
    expect(hashes()).toEqual(before);
  });

  it('is recognised after a crash, when its version is only in the write-ahead log', () => {
    const db = open([...MIGRATIONS, newer]);
    const crashed = mkdtempSync(join(tmpdir(), 'guichet-crashed-'));
    for (const name of ['guichet.sqlite', 'guichet.sqlite-wal']) {
      copyFileSync(join(folder, name), join(crashed, name));
    }
    db.close();
    const before = hashes(crashed);
    expect(openDatabase(join(crashed, 'guichet.sqlite'))).toMatchObject({
      error: { code: 'database-newer' },
    });
    expect(hashes(crashed)).toMatchObject(before);
    rmSync(crashed, { recursive: true });
  });
});

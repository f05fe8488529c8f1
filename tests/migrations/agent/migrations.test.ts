// The agent's database through the versions: from nothing, from each version before, and never from a later one.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS, type Migration } from '../../../main/db/migrations/all.ts';
import { openDatabase } from '../../../main/db/open.ts';
import { openStorage } from '../../../main/db/storage.ts';
import { systemChance as chance } from '../../../main/support/chance.ts';
import { plainWrap } from '../../fakes/agent-under-test.ts';

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
  it('are numbered by tens and only go up', () => {
    const versions = MIGRATIONS.map(({ version }) => version);
    expect(versions.every((version) => version % 10 === 0)).toBe(true);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('0010 makes the tables of drafts, outbox and tickets, safe against a power cut', () => {
    const db = open();
    expect(tables(db)).toEqual(['attachment_use', 'draft', 'fact', 'outbox', 'ticket', 'unread_ticket']);
    expect(db.pragma('user_version', { simple: true })).toBe(10);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    db.close();
  });

  it('0010 never gives a position of the outbox twice, even after rows were removed', () => {
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

  it('each keeps the rows there were, and one that fails leaves its version as it was', () => {
    const first = open();
    first.exec(`insert into draft values ('a', x'00', 'now')`);
    first.close();
    const failing: Migration = {
      version: 20,
      up(db) {
        db.exec('delete from draft');
        throw new Error('half-way');
      },
    };
    expect(() => open([...MIGRATIONS, failing])).toThrow('half-way');
    const again = open();
    expect(again.prepare('select id from draft').pluck().all()).toEqual(['a']);
    expect(again.pragma('user_version', { simple: true })).toBe(10);
    again.close();
  });
});

describe('a database from a newer version', () => {
  const newer: Migration = { version: 9990, up: (db) => db.exec('create table later (id)') };

  it('is refused, and not a byte of the folder changes', () => {
    open([...MIGRATIONS, newer]).close();
    const before = hashes();
    expect(openDatabase(file)).toEqual({ ok: false, error: { code: 'database-newer' } });
    expect(openStorage(folder, { wrap: plainWrap, chance })).toMatchObject({
      error: { code: 'database-newer' },
    });
    expect(hashes()).toEqual(before);
  });

  it('is recognised although its version is only in the write-ahead log, after a crash', () => {
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

// A database that cannot be written for a while: told once when it begins and once when it ends.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { expect, it } from 'vitest';
import { watchStorage } from '../../../../main/db/health.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();

function watched() {
  const { db } = openStorage();
  const [clock, log] = [manualClock(), recordingLog()];
  const told: unknown[] = [];
  const health = watchStorage({
    db,
    clock,
    log,
    onChange: (problem) => void told.push(problem),
    onDamage: () => void told.push('damage'),
  });
  return { db, clock, log, told, health };
}
const write = (db: Database) => db.prepare(`insert into unread_ticket values (hex(randomblob(5000)))`).run();

it.each([
  ['storage-read-only', 'query_only = ON', 'query_only = OFF'],
  ['storage-failed', 'max_page_count = 1', 'max_page_count = 100000'],
] as const)('%s is told at the statement that meets it, and ends by itself', (code, begin, end) => {
  const { db, clock, log, told, health } = watched();
  db.pragma(begin);
  const fill = () => {
    for (let rows = 0; rows < 100; rows++) write(db);
  };
  expect(fill).toThrow();
  expect(fill).toThrow();
  expect(health.problem()).toBe(code);
  if (code === 'storage-read-only') {
    clock.advance(5000);
    expect(health.problem()).toBe(code);
  }
  db.pragma(end);
  clock.advance(1000);
  expect(health.problem()).toBeNull();
  expect(told).toEqual([code, null]);
  expect(log.lines).toEqual([
    `the local data cannot be written: ${code}`,
    'the local data can be written again',
  ]);
  write(db);
});

it('a failure within a transaction is told too, and a bug is none', () => {
  const { db, told, health } = watched();
  db.pragma('query_only = ON');
  expect(() => db.transaction(() => write(db))()).toThrow(/readonly/);
  expect(told).toEqual(['storage-read-only']);
  db.pragma('query_only = OFF');
  const other = watched();
  expect(() => other.db.prepare('select absent')).toThrow(/no such column/);
  expect(other.told).toEqual([]);
  health.stop();
});

it('damage is told once, whichever way the rows are read', () => {
  for (const read of [
    (db: Database) => db.prepare('select * from unread_ticket').all(),
    (db: Database) => [...db.prepare('select * from unread_ticket').iterate()],
  ]) {
    const { db, told, health } = watched();
    db.pragma('wal_checkpoint(TRUNCATE)');
    const root = db.prepare(`select rootpage from sqlite_schema where name = 'unread_ticket'`).pluck();
    const page = Number(root.get());
    const bytes = readFileSync(db.name).fill(0, (page - 1) * 4096, page * 4096);
    writeFileSync(db.name, bytes);
    db.pragma('shrink_memory');
    for (const _ of [1, 2]) expect(() => read(db)).toThrow(/malformed/);
    expect(told).toEqual(['damage']);
    expect(health.problem()).toBeNull();
  }
});

it('a statement waits for another program for 20 ms at most', () => {
  expect(openStorage().db.pragma('busy_timeout', { simple: true })).toBe(20);
});

import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepStatements } from '../../../../server/storage/kept-statements.ts';

let database: BetterSqlite.Database;
beforeEach(() => {
  database = new BetterSqlite(':memory:');
  database.exec('CREATE TABLE ticket (id INTEGER, title TEXT)');
});
afterEach(() => database.close());

it('prepares a text once', () => {
  const kept = keepStatements(database);
  expect(kept.prepare('SELECT id FROM ticket')).toBe(kept.prepare('SELECT id FROM ticket'));
});

it('forgets the text that was used longest ago', () => {
  const kept = keepStatements(database, 2);
  const [first, second] = [kept.prepare('SELECT 1'), kept.prepare('SELECT 2')];
  kept.prepare('SELECT 1');
  kept.prepare('SELECT 3');
  expect(kept.prepare('SELECT 1')).toBe(first);
  expect(kept.prepare('SELECT 2')).not.toBe(second);
});

it('reads the columns of a table as they are now, not as they were when the text was prepared', () => {
  const kept = keepStatements(database);
  kept.prepare("INSERT INTO ticket VALUES (1, 'The printer')").run([]);
  expect(kept.prepare('SELECT * FROM ticket').all([])).toEqual([{ id: 1, title: 'The printer' }]);
  database.exec("ALTER TABLE ticket ADD COLUMN state TEXT DEFAULT 'new'");
  database.exec('ALTER TABLE ticket RENAME COLUMN title TO name');
  expect(kept.prepare('SELECT * FROM ticket').all([])).toEqual([
    { id: 1, name: 'The printer', state: 'new' },
  ]);
});

// Transactions that wait for each other share a commit; none of them undoes another.
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWriteTurns, type WriteTurns } from '../../../../server/storage/write-turns.ts';
import { emptyFolder } from '../../../fakes/agent-under-test.ts';

let writer: BetterSqlite.Database;
let reader: BetterSqlite.Database;
let turns: WriteTurns;
let commits: number;

beforeEach(() => {
  const file = path.join(emptyFolder(), 'guichet.sqlite');
  writer = new BetterSqlite(file);
  writer.pragma('journal_mode = WAL');
  writer.exec('create table note (text text unique)');
  reader = new BetterSqlite(file);
  commits = 0;
  const exec = writer.exec.bind(writer);
  writer.exec = (text) => {
    if (text === 'commit') commits += 1;
    return exec(text);
  };
  turns = createWriteTurns(writer);
});
afterEach(() => {
  writer.close();
  reader.close();
});

const add = (text: string) => void writer.prepare('insert into note values (?)').run(text);
const stored = () => reader.prepare('select text from note order by rowid').pluck().all();

/** One transaction; fails after its write when `fails`. */
async function write(text: string, { fails = false, isTransaction = true } = {}): Promise<void> {
  const turn = await turns.take(isTransaction);
  try {
    add(text);
    if (fails) throw new Error(`${text} failed`);
  } catch (failure) {
    turn.undo(null);
    throw failure;
  }
  await turn.keep();
}

test('transactions that wait for each other share one commit', async () => {
  await Promise.all(['one', 'two', 'three'].map((text) => write(text)));
  expect(commits).toBe(1);
  expect(stored()).toEqual(['one', 'two', 'three']);
});

test('nobody is told of success before the commit', async () => {
  const turn = await turns.take(true);
  add('one');
  const kept = turn.keep().then(stored);
  expect(stored()).toEqual([]);
  expect(await kept).toEqual(['one']);
});

test.each([0, 1, 2])('of three transactions, number %i is undone alone', async (failing) => {
  const texts = ['one', 'two', 'three'];
  const outcomes = await Promise.allSettled(
    texts.map((text, index) => write(text, { fails: index === failing })),
  );
  expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(
    texts.map((_, index) => index === failing),
  );
  expect(stored()).toEqual(texts.filter((_, index) => index !== failing));
});

test('a statement that fails undoes nothing of the transactions beside it', async () => {
  await write('one');
  const outcomes = await Promise.allSettled([
    write('two'),
    write('one', { isTransaction: false }),
    write('three', { isTransaction: false }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(stored()).toEqual(['one', 'two', 'three']);
});

test('at most 64 transactions share a commit', async () => {
  await Promise.all(Array.from({ length: 130 }, (_, index) => write(String(index))));
  expect(commits).toBe(3);
});

test('when the commit fails, everybody who shared it is told', async () => {
  writer.exec('create table child (parent text references note (text) deferrable initially deferred)');
  writer.pragma('foreign_keys = ON');
  const orphan = async () => {
    const turn = await turns.take(true);
    writer.exec("insert into child values ('nobody')");
    await turn.keep();
  };
  const outcomes = await Promise.allSettled([write('one'), orphan()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await write('two');
  expect(stored()).toEqual(['two']);
});

test('when SQLite rolls everything back, those who had finished are told, and so is nobody that comes later', async () => {
  const ruin = async () => {
    const turn = await turns.take(true);
    // as SQLite does when the disk is full
    writer.exec('rollback');
    const failure = new Error('the disk is full');
    turn.undo(failure);
    throw failure;
  };
  const outcomes = await Promise.allSettled([write('one'), ruin(), write('two')]);
  expect(
    outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.message : 'kept')),
  ).toEqual(['the disk is full', 'the disk is full', 'kept']);
  expect(stored()).toEqual(['two']);
});

test('what may not share a transaction runs after the commit that is due, and alone', async () => {
  const kept = write('one');
  const release = await turns.takeAlone();
  expect(writer.inTransaction).toBe(false);
  expect(stored()).toEqual(['one']);
  const next = write('two');
  writer.pragma('foreign_keys = OFF');
  release();
  await Promise.all([kept, next]);
  expect(stored()).toEqual(['one', 'two']);
});

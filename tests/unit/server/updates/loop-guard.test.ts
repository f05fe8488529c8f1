// Two backends that answer each other: at any pace the loop ends, and people are never taken for one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../../server/clock.ts';
import { openStorage } from '../../../../server/storage/open.ts';
import { isLoop } from '../../../../server/updates/loop-guard.ts';
import { createClock, type MovableClock } from '../../../fakes/server/clock.ts';
import { makeOwnDatabase, type OwnDatabase } from '../../../fakes/server/own-database.ts';
import { withoutForeignKeys } from '../../../fakes/server/own-storage.ts';

let folder: string;
let database: OwnDatabase;
let clock: MovableClock;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-loops-'));
  database = await makeOwnDatabase(folder);
  clock = createClock();
});
afterEach(async () => {
  await database.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Opens the database as after a start. Its tickets and links are not needed here. */
async function open() {
  const opened = await openStorage({ dataDir: folder, databaseUrl: database.databaseUrl });
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  await withoutForeignKeys(db);
  const word = (count: number) => [...String(count)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  return {
    close,
    /** Both backends answer in turn, each text different by a word. Returns how many were relayed. */
    answer(count: number, every: number): Promise<number> {
      // in one transaction: a thousand would take long
      return db.transaction().execute(async (transaction) => {
        let relayed = 0;
        for (let index = 0; index < count; index += 1) {
          clock.advance(every);
          const at = word(Math.round(clock.now().getTime() / SECOND));
          const said = {
            linkId: `link ${index % 2}`,
            ticketId: 'a ticket',
            body: `Received. Reference ${at}.`,
          };
          if (!(await isLoop(transaction, clock, said))) relayed += 1;
        }
        return relayed;
      });
    },
    /** One backend says these texts, an hour apart. Returns whether each was relayed. */
    async say(...texts: string[]): Promise<boolean[]> {
      const relayed = [];
      for (const body of texts) {
        clock.advance(HOUR);
        relayed.push(!(await isLoop(db, clock, { linkId: 'link 0', ticketId: 'a ticket', body })));
      }
      return relayed;
    },
  };
}

test.each([
  [50, 10],
  [55, 10],
  [60, 50],
  [61, 50],
  [75, 50],
  [20 * 60, 50],
])('one answer every %i seconds for a day passes %i times', async (seconds, most) => {
  const desks = await open();
  expect(await desks.answer((24 * 60 * 60) / seconds, seconds * SECOND)).toBe(most);
  await desks.close();
});

test('a loop of one answer every forty minutes ends within a week', async () => {
  const desks = await open();
  expect(await desks.answer(500, 40 * MINUTE)).toBe(150);
  await desks.close();
});

test('a correction, and a question asked again, are relayed; the same a third time in a day is not', async () => {
  const desks = await open();
  const texts = ['The appointment is at 14:00 on 3 March.', 'The appointment is at 15:00 on 4 March.'];
  expect(await desks.say(...texts, 'Any news?', 'Any news?', 'Any news?')).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  await desks.close();
});

test('a restart does not let a loop begin anew', async () => {
  const before = await open();
  expect(await before.answer(60, 2 * MINUTE)).toBe(50);
  await before.close();
  const after = await open();
  expect(await after.answer(60, 2 * MINUTE)).toBe(0);
  await after.close();
});

test('people who write through five working days are not stopped, nor after a loop that has ended', async () => {
  const desks = await open();
  for (let day = 0; day < 5; day += 1) {
    expect(await desks.answer(29, 15 * MINUTE)).toBe(29);
    clock.advance(16 * HOUR);
  }
  clock.advance(7 * 24 * HOUR);
  expect(await desks.answer(60, MINUTE)).toBe(50);
  clock.advance(24 * HOUR);
  expect(await desks.answer(20, 15 * MINUTE)).toBe(20);
  await desks.close();
});

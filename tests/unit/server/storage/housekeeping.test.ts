// When housekeeping runs: daily, and an hour after it failed.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../../server/clock.ts';
import { startHousekeeping } from '../../../../server/storage/housekeeping.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { createSilentLog } from '../../../fakes/server/log.ts';
import { openOwnStorage } from '../../../fakes/server/own-storage.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openOwnStorage();
});
afterEach(() => storage.close());

/** Housekeeping that fails as long as it is told to. */
function start() {
  const clock = createClock();
  const does = { fail: true };
  let runs = 0;
  const stop = startHousekeeping({
    ...{ db: storage.db, clock, log: createSilentLog() },
    removeOldNotices: async () => {},
    blobs: { removeUnreferenced: async () => {} } as never,
    contents: { removeAbandoned: async () => {} } as never,
    async removeUnusedAgents() {
      runs += 1;
      if (does.fail) throw new Error('the database takes nothing');
    },
  });
  return { clock, does, stop, runs: () => runs };
}

/** Lets a run that began come to its end. */
const settle = () => storage.db.selectFrom('session').select('id').execute();

test('what failed is tried again in an hour, what succeeded the next day', async () => {
  const { clock, does, stop, runs } = start();
  await settle();
  clock.advance(HOUR - MINUTE);
  expect(runs()).toBe(1);
  does.fail = false;
  clock.advance(MINUTE);
  expect(runs()).toBe(2);
  await settle();
  clock.advance(DAY - MINUTE);
  expect(runs()).toBe(2);
  clock.advance(MINUTE);
  expect(runs()).toBe(3);
  await stop();
});

test('what fails while the server stops is not tried again', async () => {
  const { clock, stop, runs } = start();
  await stop();
  clock.advance(2 * DAY);
  expect(runs()).toBe(1);
});

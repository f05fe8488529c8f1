// Two servers that look for due mails at the same time: each mail is claimed by one of them, and what is claimed comes back.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../../server/clock.ts';
import { bringNear, claimDue } from '../../../../server/notices/claims.ts';
import { finishNotices } from '../../../../server/notices/settle.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { openOwnStorage, withoutForeignKeys } from '../../../fakes/server/own-storage.ts';

let storage: Storage;
const clock = createClock();
beforeEach(async () => {
  storage = await openOwnStorage();
  await withoutForeignKeys(storage.db);
});
afterEach(() => storage.close());

async function insertNotices(count: number): Promise<void> {
  const now = clock.now().toISOString();
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ id: `n${index}`, ticketId: 't', event: 'closed' as const, requesterId: 'r', digest: 0 },
    ...{ state: 'waiting' as const, dueAt: now, createdAt: now, updatedAt: now },
  }));
  await storage.db.insertInto('notice').values(rows).execute();
}

test('no mail is claimed twice, however many claim at the same time', async () => {
  await insertNotices(40);
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimDue(storage.db, clock, 8)));
  const ids = claims.flat(2).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what a dead server had claimed is claimed again once its lease has ended, and is then not the dead one’s', async () => {
  await insertNotices(1);
  const [first] = await claimDue(storage.db, clock, 8);
  clock.advance(MINUTE);
  expect(await claimDue(storage.db, clock, 8)).toEqual([]);
  clock.advance(HOUR);
  const [again] = await claimDue(storage.db, clock, 8);
  expect(again?.[0]).toMatchObject({ id: first?.[0].id, attempt: 2 });
  const parts = { db: storage.db, clock, chance: { fraction: () => 0 } as never };
  if (first) await finishNotices(parts, first);
  expect(await storage.db.selectFrom('notice').select('state').execute()).toEqual([{ state: 'sending' }]);
  if (again) await finishNotices(parts, again);
  expect(await storage.db.selectFrom('notice').select('state').execute()).toEqual([{ state: 'sent' }]);
});

test('a mail under way when the clock is set right is sent once', async () => {
  const [first] = await claimedADayAhead();
  expect(await claimDue(storage.db, clock, 8)).toEqual([]);
  if (first) await finishNotices({ db: storage.db, clock, chance: { fraction: () => 0 } as never }, first);
  expect(await storage.db.selectFrom('notice').select('state').execute()).toEqual([{ state: 'sent' }]);
});

test('what a dead server had claimed while the clock was ahead is claimed again ten minutes after it is set right', async () => {
  const [first] = await claimedADayAhead();
  clock.advance(10 * MINUTE);
  const [again] = await claimDue(storage.db, clock, 8);
  expect(again?.[0]).toMatchObject({ id: first?.[0].id, attempt: 2 });
});

async function claimedADayAhead() {
  await insertNotices(1);
  clock.advance(DAY);
  const claimed = await claimDue(storage.db, clock, 8);
  clock.advance(-DAY);
  await bringNear(storage.db, clock);
  return claimed;
}

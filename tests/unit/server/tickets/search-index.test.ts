import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SECOND } from '../../../../server/clock.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { findTickets } from '../../../../server/storage/text-search.ts';
import { createSearchIndex } from '../../../../server/tickets/search-index.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { createSilentLog } from '../../../fakes/server/log.ts';
import { openOwnStorage } from '../../../fakes/server/own-storage.ts';
import { until } from '../../../fakes/server/until.ts';

const NOW = '2030-01-02T08:00:00.000Z';

let storage: Storage;
beforeEach(async () => {
  storage = await openOwnStorage();
  await sql`pragma foreign_keys = off`.execute(storage.db);
  const person = { organisationId: 'o', email: 'r@contoso.example', fullName: 'A requester' };
  await storage.db
    .insertInto('requester')
    .values({ id: 'r', ...person, createdAt: NOW })
    .execute();
});
afterEach(() => storage.close());

async function insertTickets(count: number): Promise<void> {
  const ticket = {
    organisationId: 'o',
    requesterId: 'r',
    agentId: 'a',
    kind: 'incident',
    status: 'new',
  } as const;
  for (let number = 0; number < count; number += 1)
    await storage.db
      .insertInto('ticket')
      .values({
        id: `t${number}`,
        ...ticket,
        title: 'Printer',
        description: '',
        createdAt: NOW,
        updatedAt: NOW,
      })
      .execute();
}

async function pending(): Promise<number> {
  return (await storage.db.selectFrom('searchPending').select('ticketId').execute()).length;
}

async function found(typed: string): Promise<string[]> {
  const query = { typed, show: 'all', after: undefined, most: 50 } as const;
  return (await findTickets(storage.db, query)).ticketIds;
}

it('indexes what has changed a second later, some at a time, until nothing waits', async () => {
  const clock = createClock();
  const index = createSearchIndex({ db: storage.db, clock, log: createSilentLog() });
  await insertTickets(120);
  index.start();
  clock.advance(SECOND);
  await until(async () => (await pending()) === 70);
  await until(async () => {
    clock.advance(10);
    return (await pending()) === 0;
  });
  await index.stop();
  expect(await found('printer')).toHaveLength(50);
});

it('is stopped with what it does, and does nothing after that', async () => {
  const clock = createClock();
  const index = createSearchIndex({ db: storage.db, clock, log: createSilentLog() });
  await insertTickets(60);
  index.start();
  clock.advance(SECOND);
  await index.stop();
  expect(await pending()).toBe(10);
  clock.advance(60 * SECOND);
  expect(await pending()).toBe(10);
});

it('a failure is logged, and the tickets are indexed once it has passed', async () => {
  const [clock, log] = [createClock(), createSilentLog()];
  const index = createSearchIndex({ db: storage.db, clock, log });
  await insertTickets(1);
  await sql`alter table search_text rename to search_text_away`.execute(storage.db);
  index.start();
  clock.advance(SECOND);
  await until(() => log.lines.some((line) => line.includes('could not be indexed')));
  expect(await pending()).toBe(1);
  await sql`alter table search_text_away rename to search_text`.execute(storage.db);
  clock.advance(SECOND);
  await until(async () => (await pending()) === 0);
  await index.stop();
  expect(await found('printer')).toEqual(['t0']);
});

it('of a very long ticket the number, the people, the title and the newest comments are found', async () => {
  const index = createSearchIndex({ db: storage.db, clock: createClock(), log: createSilentLog() });
  await insertTickets(1);
  const comment = {
    ticketId: 't0',
    author: 'technician',
    authorName: 'T',
    internal: 0,
    createdAt: NOW,
  } as const;
  for (let ordinal = 1; ordinal <= 20; ordinal += 1)
    await storage.db
      .insertInto('comment')
      .values({ id: `c${ordinal}`, ...comment, ordinal, body: `comment${ordinal} ${'word '.repeat(1000)}` })
      .execute();
  await index.catchUp();
  for (const typed of ['printer', 'contoso', 'comment20', 'comment12'])
    expect(await found(typed)).toEqual(['t0']);
  expect(await found('comment3')).toEqual([]);
});

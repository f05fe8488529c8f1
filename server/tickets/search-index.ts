// Keeps the index of searches: what has changed of tickets is indexed a second later, or before a search.
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, SECOND } from '../clock.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';
import { indexTickets, type TicketText, takePending } from '../storage/text-search.ts';
import { readParticipants } from './participants.ts';

export interface SearchIndex {
  /** Indexes the newest tickets that have changed, as many as a search may wait for. */
  catchUp(): Promise<void>;
  /** Indexes what has changed every second. One server does it for all. */
  start(): void;
  stop(): Promise<void>;
}

/** Tickets in one transaction, and milliseconds between two: they must not hold up the server. */
const TICKETS_PER_WRITE = 50;
const PAUSE = 10;
/** Characters of a ticket that are searched: its number, people, title and description, then its newest comments. */
const LONGEST_TEXT = 60_000;
/** Newest comments of a ticket that are read for it. */
const MOST_COMMENTS = 500;

/**
 * A ticket is written several times while it is created, delivered and taken: indexed with each write, it would cost several
 * times as much, and the agent that sends it would wait.
 */
export function createSearchIndex({
  db,
  clock,
  log,
}: {
  db: Database;
  clock: Clock;
  log: FastifyBaseLogger;
}): SearchIndex {
  let running = Promise.resolve();
  let cancel = () => {};
  let isStopped = false;

  async function indexNext(): Promise<void> {
    let indexed = 0;
    try {
      indexed = await indexSome(db, { waits: false });
    } catch (failure) {
      log.error({ err: failure }, 'changed tickets could not be indexed, and will be tried again');
    }
    if (!isStopped) schedule(indexed < TICKETS_PER_WRITE ? SECOND : PAUSE);
  }

  function schedule(milliseconds: number): void {
    cancel = clock.after(milliseconds, () => {
      running = indexNext();
    });
  }

  return {
    catchUp: async () => void (await indexSome(db, { waits: true })),
    start() {
      isStopped = false;
      schedule(SECOND);
    },
    async stop() {
      isStopped = true;
      cancel();
      await running;
    },
  };
}

/** Returns how many it indexed, at most TICKETS_PER_WRITE. `waits`: as takePending. */
async function indexSome(db: Database, { waits }: { waits: boolean }): Promise<number> {
  // a transaction for nothing would be a write
  const waiting = await db.selectFrom('searchPending').select('ticketId').limit(1).executeTakeFirst();
  if (!waiting) return 0;
  // takes the marks before it reads what they are for: whoever changes it later marks it anew (ADR 86)
  const taking = db.transaction().setIsolationLevel('read committed');
  return taking.execute(async (transaction) => {
    const ids = await takePending(transaction, { most: TICKETS_PER_WRITE, waits });
    const tickets = await transaction
      .selectFrom('ticket')
      .select(['id', 'number', 'title', 'description', 'status', 'updatedAt'])
      .where('id', 'in', ids)
      .orderBy('updatedAt')
      .orderBy('id')
      .execute();
    const peopleOf = await readParticipants(transaction, ids);
    const found: TicketText[] = [];
    for (const ticket of tickets) {
      const { id: ticketId, status, updatedAt } = ticket;
      const people = (peopleOf.get(ticketId) ?? []).map(({ fullName, email }) => `${fullName} ${email}`);
      const text = await textOf(transaction, ticket, people);
      found.push({ ticketId, status, updatedAt, text });
    }
    await indexTickets(transaction, found);
    return ids.length;
  });
}

type Searched = Pick<Row<'ticket'>, 'id' | 'number' | 'title' | 'description'>;

async function textOf(
  transaction: Database,
  { id, number, title, description }: Searched,
  people: readonly string[],
): Promise<string> {
  const comments = await selectNewestComments(transaction, { ticketId: id });
  const parts = [number ?? '', ...people, title, description, ...comments.map(({ body }) => body)];
  return parts.join('\n').slice(0, LONGEST_TEXT);
}

const selectNewestComments = buildOnce((db, { ticketId }: { ticketId: string }) =>
  db
    .selectFrom('comment')
    .select('body')
    .where('ticketId', '=', ticketId)
    .orderBy('ordinal', 'desc')
    .limit(MOST_COMMENTS),
);

// Tells requesters that the built-in desk has their ticket. Written here in bulk: whoever sends a ticket does not wait for it. No mail of
// a machine answers a sender whom nobody vouches for, nor one that answers each of ours.
import { type SqlBool, sql } from 'kysely';
import { DAY } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import { tellParticipants } from '../tickets/notices.ts';

/** Tickets told of in one transaction. */
const AT_ONCE = 100;
/** Tickets of one sender that are answered within a day: a program that answers each answer with a new mail gets no more. */
const MOST_A_DAY = 10;

export async function tellReceived(db: Database): Promise<void> {
  while ((await tellSome(db)) === AT_ONCE);
}

function tellSome(db: Database): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const tickets = await transaction
      .selectFrom('deskTicket')
      .select(['number', 'idempotencyKey as ticketId', 'createdAt as at'])
      // as the partial index says it
      .where(sql<SqlBool>`told = 0`)
      .orderBy('number')
      .limit(AT_ONCE)
      .execute();
    if (tickets.length === 0) return 0;
    const untold = await selectUntold(transaction, tickets);
    const nobody = { authorName: null, authorEmail: null };
    for (const { ticketId, at } of tickets)
      if (!untold.has(ticketId))
        await tellParticipants(transaction, { event: 'received', ticketId, key: '', at, ...nobody });
    await transaction
      .updateTable('deskTicket')
      .set({ told: 1 })
      .where(
        'number',
        'in',
        tickets.map(({ number }) => number),
      )
      .execute();
    return tickets.length;
  });
}

/** Returns the ids of those that came by a mail that is not answered. */
async function selectUntold(
  transaction: Database,
  tickets: readonly { ticketId: string }[],
): Promise<ReadonlySet<string>> {
  const mails = await transaction
    .selectFrom('deskMail')
    .select(['ticketId', 'sender', 'takenAt', 'proven', 'deskRef'])
    .where('outcome', '=', 'ticket')
    .where(
      'ticketId',
      'in',
      tickets.map(({ ticketId }) => ticketId),
    )
    .execute();
  const untold = new Set<string>();
  for (const { ticketId, sender, takenAt, proven, deskRef } of mails) {
    if (ticketId === null) continue;
    // what desks tell each other ends by itself
    const isBounded = async () =>
      deskRef !== null || (await countOfDay(transaction, sender, takenAt)) <= MOST_A_DAY;
    if (proven === 0 || !(await isBounded())) untold.add(ticketId);
  }
  return untold;
}

/** Returns how many mails of the sender became tickets within the day that ends then. */
async function countOfDay(transaction: Database, sender: string, end: string): Promise<number> {
  const { count } = await transaction
    .selectFrom('deskMail')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('sender', '=', sender)
    .where('outcome', '=', 'ticket')
    .where('takenAt', '>', new Date(Date.parse(end) - DAY).toISOString())
    .where('takenAt', '<=', end)
    .executeTakeFirstOrThrow();
  return Number(count);
}

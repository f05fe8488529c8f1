// Tells requesters that the built-in desk has their ticket. Written here in bulk: whoever sends a ticket does not wait for it.
import { type SqlBool, sql } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { tellParticipants } from '../tickets/notices.ts';

/** Tickets told of in one transaction. */
const AT_ONCE = 100;

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
    const nobody = { authorName: null, authorEmail: null };
    for (const { ticketId, at } of tickets)
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

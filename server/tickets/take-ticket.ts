// Takes a ticket for a transaction that decides by its state: such transactions follow one another (ADR 86).
import type { TicketStatus } from '../../contract/primitives.ts';
import { buildOnce } from '../storage/built-query.ts';
import { isPostgres } from '../storage/dialect/dialect.ts';
import type { Database } from '../storage/schema.ts';

/**
 * Returns the status, or null for an unknown ticket; until the commit nobody else decides by it. A read-committed transaction
 * calls it before it reads anything else of the ticket. A serializable one calls it where it would not write the ticket's row
 * otherwise.
 */
export async function takeTicket(transaction: Database, ticketId: string): Promise<TicketStatus | null> {
  const [ticket] = await take(transaction, { ticketId });
  return ticket?.status ?? null;
}

/** Written, not only locked: a serializable transaction that looked at it before then begins anew. SQLite has one writer. */
const take = buildOnce((db, { ticketId }: { ticketId: string }) =>
  isPostgres(db)
    ? db
        .updateTable('ticket')
        .set((row) => ({ kind: row.ref('kind') }))
        .where('id', '=', ticketId)
        .returning('status')
    : db.selectFrom('ticket').select('status').where('id', '=', ticketId),
);

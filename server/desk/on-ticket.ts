// Runs an act on a ticket in a transaction.
import { err, type Result } from '../../contract/result.ts';
import type { Database, Row } from '../storage/schema.ts';

/** A change that returns an error has to return it before it writes: what was written is committed. Error: not-found. */
export function onTicket(
  db: Database,
  ticketId: string,
  change: (transaction: Database, ticket: Row<'ticket'>) => Promise<Result<void>>,
): Promise<Result<void>> {
  return db.transaction().execute(async (transaction) => {
    const ticket = await transaction
      .selectFrom('ticket')
      .selectAll()
      .where('id', '=', ticketId)
      .executeTakeFirst();
    return ticket ? change(transaction, ticket) : err('not-found');
  });
}

// What participants wrote on a resolved ticket since it was resolved, and nobody has answered: the ticket waits for a technician.
import { sql } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { selectResolvedAt } from './resolved-at.ts';

/** Selects such messages of the `ticket` of the query around it. */
export function selectUnansweredMessages(db: Database) {
  const ticketId = sql.ref<string>('ticket.id');
  return db
    .selectFrom('comment as written')
    .select('written.id')
    .where(sql.ref('ticket.status'), '=', sql.lit('resolved'))
    .where('written.ticketId', '=', ticketId)
    .where('written.author', '=', 'requester')
    .where('written.createdAt', '>', ({ fn }) => fn.coalesce(selectResolvedAt(db), sql.lit('')))
    .where(({ not, exists, selectFrom, ref }) =>
      not(
        exists(
          selectFrom('comment as later')
            .select('later.id')
            .where('later.ticketId', '=', ticketId)
            .where('later.internal', '=', 0)
            .where('later.author', '=', 'technician')
            .where('later.ordinal', '>', ref('written.ordinal')),
        ),
      ),
    );
}

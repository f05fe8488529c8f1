// When a ticket was resolved the last time. The end of a merger gives a ticket back as it was: it is not resolved anew.
import { sql } from 'kysely';
import type { Database } from '../storage/schema.ts';

/** Selects it of the `ticket` of the query around it: null where that was never resolved, or by an earlier version. */
export function selectResolvedAt(db: Database) {
  return db
    .selectFrom('ticketEvent')
    .select(({ fn }) => fn.max('ticketEvent.at').as('at'))
    .where('ticketEvent.ticketId', '=', sql.ref<string>('ticket.id'))
    .where('ticketEvent.toStatus', '=', 'resolved')
    .where('ticketEvent.fromStatus', '!=', 'resolved')
    .where('ticketEvent.merged', 'is', null);
}

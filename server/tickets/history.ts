// The history of a ticket: each change of its status, or of its team and technician, who made it, and why.
import type { TicketEvent } from '../../contract/console.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database } from '../storage/schema.ts';

/** A change of a ticket's status, or of its team and technician. `reason` is for participants too. */
export interface Move extends Pick<TicketEvent, 'from' | 'by' | 'name' | 'reason'> {
  to: TicketStatus;
}

/** What Guichet does by itself. */
export function byGuichet(from: TicketStatus, to: TicketStatus): Move {
  return { from, to, by: 'guichet', name: null, reason: null };
}

/** Appends the change, in the transaction that makes it and that has taken the ticket. */
export async function appendEvent(
  transaction: Database,
  ticketId: string,
  { from, to, assigned, by, name, reason }: Move & Pick<TicketEvent, 'assigned'>,
  at: string,
): Promise<void> {
  await insertEvent(transaction, {
    ...{ ticketId, at, fromStatus: from, toStatus: to, by, name, reason },
    assignedTeam: assigned?.team ?? null,
    assignedTechnician: assigned?.technician ?? null,
  });
}

type NewEvent = Pick<Move, 'by' | 'name' | 'reason'> & {
  ticketId: string;
  at: string;
  fromStatus: TicketStatus;
  toStatus: TicketStatus;
  assignedTeam: string | null;
  assignedTechnician: string | null;
};

const insertEvent = buildOnce((db, { ticketId, ...event }: NewEvent) =>
  db.insertInto('ticketEvent').values(({ selectFrom }) => ({
    ...event,
    ticketId,
    ordinal: selectFrom('ticketEvent as earlier')
      .select(({ eb, fn }) =>
        eb(fn.coalesce(fn.max('earlier.ordinal'), eb.lit(0)), '+', eb.lit(1)).as('ordinal'),
      )
      .where('earlier.ticketId', '=', ticketId),
  })),
);

/** Returns the changes, oldest first. */
export async function readHistory(db: Database, ticketId: string): Promise<TicketEvent[]> {
  const rows = await db
    .selectFrom('ticketEvent')
    .select(['at', 'fromStatus as from', 'toStatus as to', 'by', 'name', 'reason'])
    .select(['assignedTeam as team', 'assignedTechnician as technician'])
    .where('ticketId', '=', ticketId)
    .orderBy('ordinal')
    .execute();
  return rows.map(({ team, technician, ...event }) => ({
    ...event,
    assigned: team === null && technician === null ? null : { team, technician },
  }));
}

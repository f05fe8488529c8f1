// The history of a ticket: each change of its status, of its team and technician, or of what staff corrected, who made it, and why.
import type { CorrectedField, TicketEvent } from '../../contract/console.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database } from '../storage/schema.ts';

/** A change of a ticket's status, of its team and technician, or of what staff corrected. `reason` is for participants too. */
export interface Move extends Pick<TicketEvent, 'from' | 'by' | 'name' | 'reason'> {
  to: TicketStatus;
}

/** What Guichet does by itself. */
export function byGuichet(from: TicketStatus, to: TicketStatus): Move {
  return { from, to, by: 'guichet', name: null, reason: null };
}

type NewChange = Move & Partial<Pick<TicketEvent, 'assigned' | 'corrected' | 'merged' | 'asked'>>;

/** Appends the change, in the transaction that makes it and that has taken the ticket. */
export async function appendEvent(
  transaction: Database,
  ticketId: string,
  { from, to, by, name, reason, assigned = null, corrected = [], merged = null, asked = null }: NewChange,
  at: string,
): Promise<void> {
  await insertEvent(transaction, {
    ...{ ticketId, at, fromStatus: from, toStatus: to, by, name, reason },
    assignedTeam: assigned?.team ?? null,
    assignedTechnician: assigned?.technician ?? null,
    corrected: corrected.length === 0 ? null : JSON.stringify(corrected),
    ...{ merged, asked },
  });
}

type NewEvent = Pick<Move, 'by' | 'name' | 'reason'> & {
  ticketId: string;
  at: string;
  fromStatus: TicketStatus;
  toStatus: TicketStatus;
  assignedTeam: string | null;
  assignedTechnician: string | null;
  corrected: string | null;
  merged: string | null;
  asked: string | null;
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
    .select(['assignedTeam as team', 'assignedTechnician as technician', 'corrected', 'merged', 'asked'])
    .where('ticketId', '=', ticketId)
    .orderBy('ordinal')
    .execute();
  return rows.map(({ team, technician, corrected, ...event }) => ({
    ...event,
    corrected: corrected === null ? [] : (JSON.parse(corrected) as CorrectedField[]),
    assigned: team === null && technician === null ? null : { team, technician },
  }));
}

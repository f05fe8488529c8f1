// The history of a ticket: each change of its status, of what it waits for, of its team and technician, of what staff corrected, or of what
// it is joined to, who made it, and why.
import type { CorrectedField, EventRelation, Staff, TicketEvent } from '../../contract/console.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database } from '../storage/schema.ts';

/** A change of a ticket's status, of its team and technician, or of what staff corrected. `reason` is for participants too. */
export interface Move extends Pick<TicketEvent, 'from' | 'by' | 'name' | 'reason'> {
  to: TicketStatus;
  /** of the staff who made it */
  staffId?: string;
}

/** Who of the staff makes a change: the history keeps the name of this moment, and knows the person again. */
export function byStaff({ id, fullName }: Pick<Staff, 'id' | 'fullName'>) {
  return { by: 'staff', name: fullName, staffId: id } as const;
}

/** What Guichet does by itself. */
export function byGuichet(from: TicketStatus, to: TicketStatus): Move {
  return { from, to, by: 'guichet', name: null, reason: null };
}

type NewChange = Move &
  Partial<
    Pick<TicketEvent, 'assigned' | 'corrected' | 'merged' | 'released' | 'asked' | 'related' | 'pending'>
  >;

/** Appends the change, in the transaction that makes it and that has taken the ticket. Returns its position in the history. */
export async function appendEvent(
  transaction: Database,
  ticketId: string,
  {
    from,
    to,
    by,
    name,
    reason,
    staffId,
    assigned = null,
    corrected = [],
    merged = null,
    released = null,
    asked = null,
    related = null,
    pending = null,
  }: NewChange,
  at: string,
): Promise<number> {
  const [event] = await insertEvent(transaction, {
    ...{ ticketId, at, fromStatus: from, toStatus: to, by, name, reason },
    assignedTeam: assigned?.team ?? null,
    assignedTechnician: assigned?.technician ?? null,
    corrected: corrected.length === 0 ? null : JSON.stringify(corrected),
    ...{ merged, released, asked, staffId: staffId ?? null },
    related: related && JSON.stringify(related),
    pendingUntil: pending?.until ?? null,
    pendingUntilAnswer: pending && Number(pending.untilAnswer),
  });
  if (!event) throw new Error(`a change of ticket ${ticketId} was not stored`);
  return event.ordinal;
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
  released: string | null;
  related: string | null;
  staffId: string | null;
  pendingUntil: string | null;
  pendingUntilAnswer: number | null;
};

const insertEvent = buildOnce((db, { ticketId, ...event }: NewEvent) =>
  db
    .insertInto('ticketEvent')
    .values(({ selectFrom }) => ({
      ...event,
      ticketId,
      ordinal: selectFrom('ticketEvent as earlier')
        .select(({ eb, fn }) =>
          eb(fn.coalesce(fn.max('earlier.ordinal'), eb.lit(0)), '+', eb.lit(1)).as('ordinal'),
        )
        .where('earlier.ticketId', '=', ticketId),
    }))
    .returning('ordinal'),
);

/** Returns the changes, oldest first. */
export async function readHistory(db: Database, ticketId: string): Promise<TicketEvent[]> {
  const rows = await db
    .selectFrom('ticketEvent')
    .leftJoin('staff', 'staff.id', 'ticketEvent.staffId')
    .select(['at', 'fromStatus as from', 'toStatus as to', 'by', 'name', 'reason'])
    .select(['assignedTeam as team', 'assignedTechnician as technician', 'corrected', 'merged'])
    .select(['released', 'asked', 'related', 'pendingUntil as until', 'pendingUntilAnswer as untilAnswer'])
    .select('staff.fullName as present')
    .where('ticketId', '=', ticketId)
    .orderBy('ordinal')
    .execute();
  const relations = rows.map(({ related }) =>
    related === null ? null : (JSON.parse(related) as EventRelation),
  );
  const named = await withNumbers(db, relations);
  return rows.map(({ team, technician, corrected, present, until, untilAnswer, ...event }, index) => ({
    ...event,
    related: named[index] ?? null,
    renamed: renamedSince(event.name, present ?? event.name),
    corrected: corrected === null ? [] : (JSON.parse(corrected) as CorrectedField[]),
    assigned: team === null && technician === null ? null : { team, technician },
    pending: untilAnswer === null ? null : { until, untilAnswer: untilAnswer === 1 },
  }));
}

/** A ticket that had no number at that moment is named by the one that it has by now. */
async function withNumbers(
  db: Database,
  relations: readonly (EventRelation | null)[],
): Promise<(EventRelation | null)[]> {
  const ids = relations.flatMap((one) => (one && 'ticketId' in one ? one.ticketId : []));
  const tickets =
    ids.length === 0
      ? []
      : await db.selectFrom('ticket').select(['id', 'number']).where('id', 'in', ids).execute();
  return relations.map((one) => {
    if (!one || !('ticketId' in one)) return one;
    return { ...one, name: tickets.find(({ id }) => id === one.ticketId)?.number ?? one.name };
  });
}

/** Returns the present name of somebody of the staff who had another one then; null where it is the same, or nobody's. */
export function renamedSince(then: string | null, present: string | null): string | null {
  return present === then ? null : present;
}

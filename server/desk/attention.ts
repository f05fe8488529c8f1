// The tickets of the built-in desk that wait for somebody of the staff: theirs and those of colleagues who are
// away that are to be answered, those that nobody has, and those whose approval nobody decides on.
import { type SqlBool, sql } from 'kysely';
import { type Attention, MOST_WAITING, type WaitingTicket } from '../../contract/attention.ts';
import { standsInFor } from '../../contract/colleagues.ts';
import type { Staff } from '../../contract/console.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import type { Clock } from '../clock.ts';
import { readColleagues } from '../staff/absences.ts';
import { inScope, reachesIn } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';
import { selectUnansweredMessages } from '../tickets/unanswered.ts';

type Caller = Pick<Staff, 'id' | 'organisationIds'>;

/** Returns whose tickets wait for the caller: their own, and those of the colleagues for whom they stand in. */
export async function readWhose(db: Database, clock: Clock, { id }: Pick<Caller, 'id'>): Promise<string[]> {
  const colleagues = await readColleagues(db, clock, null);
  return [id, ...standsInFor(id, colleagues, clock.now().getTime()).map((one) => one.id)];
}

/** Selects the ids of the tickets that wait for the caller, who has those of `whose`. */
export function selectWaitingIds(db: Database, callerId: string, whose: readonly string[]) {
  return selectUnanswered(db, whose)
    .unionAll(
      selectNobodys(db, callerId).where(
        sql<SqlBool>`${sql.ref('ticket.status')} in ('new', 'approved', 'assigned')`,
      ),
    )
    .unionAll(
      selectNobodys(db, callerId)
        .where(sql<SqlBool>`${sql.ref('ticket.status')} = 'resolved'`)
        .where(({ exists }) => exists(selectUnansweredMessages(db))),
    )
    .unionAll(
      selectNobodys(db, callerId)
        .where(sql<SqlBool>`${sql.ref('ticket.status')} = 'waiting_for_approval'`)
        .where('ticket.id', 'in', selectStuck(db)),
    )
    .unionAll(
      db
        .selectFrom('ticket')
        .select('ticket.id')
        .where('ticket.technicianId', 'in', whose)
        .where('ticket.status', '=', 'waiting_for_approval')
        .where('ticket.id', 'in', selectStuck(db)),
    );
}

/** Approvals that nobody decides on until staff choose whom to ask. */
function selectStuck(db: Database) {
  return db.selectFrom('approval').select('approval.ticketId').where('approval.stuckSince', 'is not', null);
}

/**
 * Theirs, and to be taken up; or assigned: they have written nothing, or nothing since it was assigned or came back, or the requester has
 * written last. Also a resolved one that was answered since.
 */
function selectUnanswered(db: Database, whose: readonly string[]) {
  return db
    .selectFrom('ticket')
    .select('ticket.id')
    .where('ticket.technicianId', 'in', whose)
    .where(({ eb, fn, selectFrom, and, exists }) => {
      const comments = selectFrom('comment').whereRef('comment.ticketId', '=', 'ticket.id');
      const last = comments
        .select('comment.author')
        .where('comment.internal', '=', 0)
        .orderBy('comment.ordinal', 'desc')
        .limit(1);
      const answeredAt = comments
        .select(({ fn: { max } }) => max('comment.createdAt').as('at'))
        .where('comment.internal', '=', 0)
        .where('comment.author', '=', 'technician');
      const isOpen = eb.or([
        eb(fn.coalesce(last, sql.lit('requester')), '=', 'requester'),
        eb(selectAssignedAt(db), '>', answeredAt),
      ]);
      return eb.or([
        eb('ticket.status', 'in', ['new', 'approved']),
        and([eb('ticket.status', '=', 'assigned'), isOpen]),
        exists(selectUnansweredMessages(db)),
      ]);
    });
}

/** When it was assigned, or came back by somebody else than its technician. */
function selectAssignedAt(db: Database) {
  return db
    .selectFrom('ticketEvent')
    .select(({ fn }) => fn.max('ticketEvent.at').as('at'))
    .whereRef('ticketEvent.ticketId', '=', sql.ref('ticket.id'))
    .where(({ eb, or, and }) =>
      or([
        eb('ticketEvent.assignedTechnician', 'is not', null),
        and([
          eb('ticketEvent.toStatus', '=', 'assigned'),
          eb('ticketEvent.fromStatus', '!=', 'assigned'),
          or([
            eb('ticketEvent.staffId', 'is', null),
            eb('ticketEvent.staffId', '!=', sql.ref<string>('ticket.technicianId')),
          ]),
        ]),
      ]),
    );
}

/** Nobody has it: their teams have it, or none, or one in which nobody works for its organisation. As the partial indexes say it, with the status. */
function selectNobodys(db: Database, callerId: string) {
  return db
    .selectFrom('ticket')
    .innerJoin('link', (join) =>
      join
        .onRef('link.ticketId', '=', 'ticket.id')
        .on('link.tier', '=', 1)
        .on('link.backendId', '=', BUILT_IN),
    )
    .select('ticket.id')
    .where(sql<SqlBool>`${sql.ref('ticket.technician')} is null`)
    .where(({ eb, exists, not, or, selectFrom }) =>
      or([
        eb('ticket.teamId', 'is', null),
        eb(
          'ticket.teamId',
          'in',
          selectFrom('teamMember').select('teamMember.teamId').where('teamMember.staffId', '=', callerId),
        ),
        not(
          exists(
            selectFrom('teamMember')
              .innerJoin('staff', 'staff.id', 'teamMember.staffId')
              .select('staff.id')
              .whereRef('teamMember.teamId', '=', 'ticket.teamId')
              .where('staff.deactivatedAt', 'is', null)
              .where(reachesIn('staff.organisationIds', 'ticket.organisationId')),
          ),
        ),
      ]),
    );
}

/** Returns the newest of them, of the organisations that the caller reaches. */
export async function readAttention(
  { db, clock }: { db: Database; clock: Clock },
  caller: Caller,
): Promise<Attention> {
  const whose = await readWhose(db, clock, caller);
  const rows = await db
    .selectFrom('ticket')
    .leftJoin('approval', 'approval.ticketId', 'ticket.id')
    .select(['ticket.id', 'number', 'title', 'technicianId', 'createdAt', 'status', 'stuckSince'])
    .where('ticket.id', 'in', selectWaitingIds(db, caller.id, whose))
    .where(inScope(caller.organisationIds, 'ticket.organisationId'))
    .orderBy('ticket.updatedAt', 'desc')
    .orderBy('ticket.id', 'desc')
    .limit(MOST_WAITING)
    .execute();
  const ids = rows.map(({ id }) => id);
  const events = await lastEvents(db, ids);
  const answers = await lastAnswers(db, ids);
  return {
    tickets: rows
      .map(({ id, number, title, ...ticket }) => ({
        ...{ id, number, title },
        ...whyOf(caller, ticket, events.get(id), answers.get(id)),
      }))
      .toSorted((one, other) => (one.since < other.since ? 1 : -1)),
  };
}

interface LastEvent {
  at: string;
  staffId: string | null;
}

function whyOf(
  caller: Caller,
  {
    technicianId,
    createdAt,
    status,
    stuckSince,
  }: Pick<Row<'ticket'>, 'technicianId' | 'createdAt' | 'status'> & { stuckSince: string | null },
  event: LastEvent | undefined,
  answeredAt: string | undefined,
): Pick<WaitingTicket, 'why' | 'since' | 'byYou'> {
  if (status === 'waiting_for_approval')
    return { why: 'approval-stuck', since: stuckSince ?? createdAt, byYou: false };
  const changedAt = event?.at ?? createdAt;
  const byYou = event?.staffId === caller.id;
  if (technicianId === null) return { why: 'unassigned', since: changedAt, byYou };
  const isTheirs = technicianId === caller.id;
  if (answeredAt !== undefined && answeredAt > changedAt)
    return { why: isTheirs ? 'answered' : 'stand-in', since: answeredAt, byYou: false };
  return { why: isTheirs ? 'assigned' : 'stand-in', since: changedAt, byYou };
}

async function lastEvents(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, LastEvent>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('ticketEvent')
    .select(['ticketId', 'at', 'staffId'])
    .where('ticketId', 'in', ids)
    // what it is joined to makes nothing wait
    .where('related', 'is', null)
    .orderBy('ordinal')
    .execute();
  // a map keeps the last
  return new Map(rows.map(({ ticketId, ...event }) => [ticketId, event]));
}

async function lastAnswers(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('comment')
    .select(({ fn }) => ['ticketId', fn.max('createdAt').as('at')])
    .where('ticketId', 'in', ids)
    .where('author', '=', 'requester')
    .groupBy('ticketId')
    .execute();
  return new Map(rows.map(({ ticketId, at }) => [ticketId, at]));
}

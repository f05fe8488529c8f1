// Writes down what people are to be told by mail of a ticket of the built-in desk, in the transaction in which it happens. The room
// notices mails it.
import {
  type MailEvent,
  mayBeSwitchedOff,
  type NoticeEvent,
  type RequesterEvent,
  type StaffEvent,
} from '../../contract/mail-events.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { MINUTE } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import { parseScope, reaches } from '../staff/scope.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Time in which an agent shows its person what is new, in milliseconds: only then is it mailed. */
export const SHOWN_WITHIN = 5 * MINUTE;

/** Something that happened to a ticket. */
interface Happened<E extends NoticeEvent> {
  event: E;
  ticketId: string;
  /** unique among what happens to this ticket, such as the id of the message */
  key: string;
  at: string;
  /** who did it, and is not told; null for Guichet, and for somebody of whom only the name is known */
  authorEmail: string | null;
  authorName: string | null;
  commentId?: string;
  /** the reason, the solution or the other number */
  words?: string | null;
}

/**
 * Tells the requester, and except of `received` the contacts, once the change has its numbers in their feeds. Nobody is told of a
 * ticket that another system has.
 */
export async function tellParticipants(
  transaction: Database,
  happened: Happened<RequesterEvent>,
): Promise<void> {
  const { event, ticketId, at, authorEmail } = happened;
  const people = await selectPeople(transaction, { ticketId });
  const desks = people.some(({ isDesk }) => isDesk) ? await selectDesks(transaction, { ticketId }) : [];
  const told = people.filter(
    ({ id, requesterId, email, mailsNotices }) =>
      (event === 'received' ? id === requesterId : email !== authorEmail) &&
      (!mayBeSwitchedOff(event) || mailsNotices === 1) &&
      desks.every((desk) => desk.requesterId !== id),
  );
  await storeForDesks(transaction, happened, desks);
  await store(
    transaction,
    told.map(({ id, seq, hasAgent, mailsAlways }) => ({
      ...rowOf(happened, id),
      ...{ requesterId: id, staffId: null, changeSeq: seq, digest: 0 },
      // somebody without an agent is shown nothing
      dueAt: hasAgent && mailsAlways === 0 ? after(at, SHOWN_WITHIN) : at,
    })),
  );
}

const selectPeople = buildOnce((db, { ticketId }: { ticketId: string }) =>
  db
    .selectFrom('requester')
    .innerJoin('ticket', (join) => join.on('ticket.id', '=', ticketId))
    .innerJoin('change', (join) =>
      join.onRef('change.requesterId', '=', 'requester.id').onRef('change.ticketId', '=', 'ticket.id'),
    )
    .innerJoin('link', (join) =>
      join
        .onRef('link.ticketId', '=', 'ticket.id')
        .on('link.tier', '=', 1)
        .on('link.backendId', '=', BUILT_IN),
    )
    .select(['requester.id', 'email', 'mailsAlways', 'mailsNotices', 'ticket.requesterId', 'change.seq'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('agent')
          .select('agent.id')
          .whereRef('agent.requesterId', '=', 'requester.id')
          .where('agent.state', '=', 'active'),
      ).as('hasAgent'),
    )
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('deskMail')
          .select('deskMail.id')
          .whereRef('deskMail.requesterId', '=', 'requester.id')
          .where('deskMail.deskRef', 'is not', null),
      ).as('isDesk'),
    )
    .where(({ or, eb, ref, selectFrom }) =>
      or([
        eb('requester.id', '=', ref('ticket.requesterId')),
        eb(
          'requester.id',
          'in',
          selectFrom('participant')
            .select('participant.requesterId')
            .where('participant.ticketId', '=', ticketId)
            .where('participant.role', '=', 'contact'),
        ),
      ]),
    ),
);

/** Tells the desks that handed the ticket over, and nobody else. */
export async function tellDesks(transaction: Database, happened: Happened<'moved'>): Promise<void> {
  const { ticketId } = happened;
  await storeForDesks(transaction, happened, await selectDesks(transaction, { ticketId }));
}

type ToldDesk = Awaited<ReturnType<typeof selectDesks>>[number];

/** At once, and also of what they asked for: it was done. */
async function storeForDesks(
  transaction: Database,
  happened: Happened<NoticeEvent>,
  desks: readonly ToldDesk[],
): Promise<void> {
  const { at } = happened;
  await store(
    transaction,
    desks.map(({ requesterId, deskRef, seq }) => ({
      ...rowOf(happened, `${requesterId} ${deskRef}`),
      ...{ requesterId, staffId: null, changeSeq: seq, deskRef, digest: 0, dueAt: at },
    })),
  );
}

/** Each desk whose ticket this is, or that of a ticket which goes on as this one. */
const selectDesks = buildOnce((db, { ticketId }: { ticketId: string }) =>
  db
    .selectFrom('deskMail')
    .innerJoin('change', (join) =>
      join.onRef('change.requesterId', '=', 'deskMail.requesterId').on('change.ticketId', '=', ticketId),
    )
    .select(['change.requesterId', 'deskMail.deskRef', 'change.seq'])
    .where('deskMail.deskRef', 'is not', null)
    .where('deskMail.outcome', '=', 'ticket')
    .where(({ eb, selectFrom }) =>
      eb(
        'deskMail.ticketId',
        'in',
        selectFrom('ticket')
          .select('ticket.id')
          .where((own) => own.or([own('ticket.id', '=', ticketId), own('ticket.mergedInto', '=', ticketId)])),
      ),
    ),
);

/** Tells these approvers that they are to decide, also where their agent shows it. */
export async function tellApprovers(
  transaction: Database,
  asked: Pick<Happened<MailEvent>, 'ticketId' | 'key' | 'at'>,
  requesterIds: readonly string[],
): Promise<void> {
  const happened = { ...asked, event: 'approval-asked', authorEmail: null, authorName: null } as const;
  await store(
    transaction,
    requesterIds.map((requesterId) => ({
      ...rowOf(happened, requesterId),
      ...{ requesterId, staffId: null, changeSeq: null, digest: 0, dueAt: asked.at },
    })),
  );
}

/** Tells somebody of the staff, such as the technician of the ticket. */
export async function tellTechnician(
  transaction: Database,
  happened: Happened<StaffEvent>,
  technicianId: string,
): Promise<void> {
  const { ticketId } = happened;
  await tellStaff(
    transaction,
    happened,
    await selectMember(transaction, { ticketId, staffId: technicianId }),
  );
}

/** Tells these members of the staff. */
export async function tellMembers(
  transaction: Database,
  happened: Happened<StaffEvent>,
  staffIds: readonly string[],
): Promise<void> {
  for (const staffId of staffIds) await tellTechnician(transaction, happened, staffId);
}

/** Tells all members of the team. */
export async function tellTeam(
  transaction: Database,
  happened: Happened<StaffEvent>,
  teamId: string,
): Promise<void> {
  const members = await selectWished(transaction, happened.ticketId)
    .innerJoin('teamMember', 'teamMember.staffId', 'staff.id')
    .where('teamMember.teamId', '=', teamId)
    .execute();
  await tellStaff(transaction, happened, members);
}

const selectMember = buildOnce((db, { ticketId, staffId }: { ticketId: string; staffId: string }) =>
  selectWished(db, ticketId).where('staff.id', '=', staffId),
);

/** Active staff, with what they wish, and what they reach beside the organisation of the ticket. */
function selectWished(db: Database, ticketId: string) {
  return db
    .selectFrom('staff')
    .innerJoin('ticket', (join) => join.on('ticket.id', '=', ticketId))
    .leftJoin('mailWish', 'mailWish.staffId', 'staff.id')
    .select(['staff.id', 'staff.email', 'switchedOff', 'digestMinutes'])
    .select(['staff.organisationIds', 'ticket.organisationId'])
    .where('staff.deactivatedAt', 'is', null);
}

type Wished = Pick<Row<'staff'>, 'id' | 'email' | 'organisationIds'> &
  Pick<Row<'ticket'>, 'organisationId'> & {
    [K in 'switchedOff' | 'digestMinutes']: Row<'mailWish'>[K] | null;
  };

async function tellStaff(
  transaction: Database,
  happened: Happened<StaffEvent>,
  staff: readonly Wished[],
): Promise<void> {
  const { event, at, authorEmail } = happened;
  const told = staff.filter(
    ({ email, switchedOff, organisationIds, organisationId }) =>
      email !== authorEmail &&
      reaches(parseScope(organisationIds), organisationId) &&
      !(JSON.parse(switchedOff ?? '[]') as string[]).includes(event),
  );
  const rows = [];
  for (const { id, digestMinutes } of told) {
    rows.push({
      ...rowOf(happened, id),
      ...{ requesterId: null, staffId: id, changeSeq: null, digest: digestMinutes === null ? 0 : 1 },
      dueAt:
        digestMinutes === null ? at : await nextDigest(transaction, id, after(at, digestMinutes * MINUTE)),
    });
  }
  await store(transaction, rows);
}

/** Returns when the digest goes that others wait for already, else `begun`. */
async function nextDigest(transaction: Database, staffId: string, begun: string): Promise<string> {
  const { dueAt } = await transaction
    .selectFrom('notice')
    .select(({ fn }) => fn.min('dueAt').as('dueAt'))
    .where('staffId', '=', staffId)
    .where('digest', '=', 1)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return dueAt !== null && dueAt < begun ? dueAt : begun;
}

function rowOf(happened: Happened<NoticeEvent>, recipientId: string) {
  const { event, ticketId, key, at, authorName, commentId = null, words = null } = happened;
  return {
    id: sha256([ticketId, event, key, recipientId].join(' ')).slice(0, 32),
    ...{ ticketId, event, commentId, author: authorName, words },
    ...{ state: 'waiting' as const, firstTriedAt: null, lastError: null, createdAt: at, updatedAt: at },
  };
}

type NewNotice = Omit<Row<'notice'>, 'attempt' | 'deskRef'> & { deskRef?: string | null };

/** Rows in one statement: hundreds may have joined a ticket. */
const ROWS_PER_WRITE = 100;

async function store(transaction: Database, rows: readonly NewNotice[]): Promise<void> {
  const [only, ...others] = rows;
  if (only && others.length === 0) await insertNotice(transaction, only);
  if (others.length === 0) return;
  for (let start = 0; start < rows.length; start += ROWS_PER_WRITE)
    await transaction
      .insertInto('notice')
      .values(rows.slice(start, start + ROWS_PER_WRITE))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
}

const insertNotice = buildOnce((db, row: NewNotice) =>
  db
    .insertInto('notice')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing()),
);

function after(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString();
}

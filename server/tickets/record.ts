// Records what changes of a ticket after it was sent: updates of backends, acts of staff, their corrections and their replies.

import type { CorrectedField, EventRelation, Staff } from '../../contract/console.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { type Attachment, isDone, type Pending } from '../../contract/ticket.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { readClosing } from '../backends/closing.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';
import { allOf } from '../storage/sent-together.ts';
import { storeAttachments } from './attachments.ts';
import { numberChange } from './change-feed.ts';
import { appendComment } from './comments.ts';
import { appendEvent, byGuichet, byStaff, type Move } from './history.ts';
import { tellParticipants } from './notices.ts';
import { takeTicket } from './take-ticket.ts';
import { findLeft } from './technician-left.ts';
import { tellMove } from './told-moves.ts';

/** An update of the columns that the backend of tier 1 owns and that the requester sees, beside the status. */
export type BackendUpdate = Partial<Pick<Row<'ticket'>, 'number' | 'technician' | 'solution'>>;

/** What a ticket waits for: an answer, a date, or the end. */
type WaitingColumns = Pick<
  Row<'ticket'>,
  'pendingReason' | 'pendingUntil' | 'pendingUntilAnswer' | 'closesAt'
>;

/** What staff correct of a ticket. */
export type Corrected = Partial<
  Pick<
    Row<'ticket'>,
    | 'categoryId'
    | 'serviceId'
    | 'answers'
    | 'kind'
    | 'impact'
    | 'urgency'
    | 'priority'
    | 'priorityReason'
    | 'dueAt'
    | 'organisationId'
    | 'teamId'
    | 'technicianId'
    | 'technician'
    | 'requesterId'
    | 'writtenBy'
  >
>;

export type LinkUpdate = Partial<Pick<Row<'link'>, 'ref' | 'status' | 'backendStatus' | 'toldSeq'>>;

/** The team and the member of staff that have a ticket of the built-in desk. */
export interface Assigned extends Pick<Row<'ticket'>, 'teamId' | 'technicianId' | 'technician'> {
  /** name of the team */
  team: string | null;
}

interface MoveUpdate extends BackendUpdate {
  pending?: Pending | null;
  link?: LinkUpdate;
  assigned?: Assigned;
  /** of a resolved ticket: when it closes by itself */
  closesAt?: string | null;
  /** of a merger, or of its end: the other ticket */
  merger?: Merger;
  /** address of who did it, and is not told of it */
  authorEmail?: string | null;
  /** of a ticket that was taken back: who had it until then */
  released?: string | null;
}

/** The other ticket of a merger, and what the merged one keeps of it: nothing once the merger is undone. */
interface Merger extends Pick<Row<'ticket'>, 'mergedInto' | 'statusBeforeMerger'> {
  /** number of the other ticket, or its title while it has none */
  other: string;
}

/** What a change to `status` writes of it: a reopened ticket loses its solution. */
export function statusUpdate(status: TicketStatus): { status: TicketStatus; solution?: null } {
  return isDone(status) ? { status } : { status, solution: null };
}

/**
 * Writes `update` to the ticket and its primary link, and numbers the change, in the caller's transaction. `linkUpdate`
 * has columns that only the link has. Returns the ids of the participants.
 */
export function recordUpdate(
  transaction: Database,
  ticketId: string,
  update: BackendUpdate,
  at: string,
  linkUpdate: LinkUpdate = {},
): Promise<string[]> {
  return write(transaction, { ticketId, ...update, updatedAt: at }, { ...update, ...linkUpdate });
}

/**
 * As `recordUpdate`, with another status, assigned to somebody, or waiting for something else, which the history of the ticket keeps, and
 * people are told.
 * `pending` is what a pending ticket waits for. A ticket that comes back to be worked on does not stay with a technician who left.
 */
export async function recordMove(
  transaction: Database,
  ticketId: string,
  move: Move,
  at: string,
  {
    pending = null,
    closesAt = null,
    link = {},
    assigned,
    merger,
    released,
    authorEmail = null,
    ...given
  }: MoveUpdate = {},
): Promise<string[]> {
  const update = { ...statusUpdate(move.to), ...(assigned && { technician: assigned.technician }), ...given };
  const ofTicket = {
    ...{ ticketId, ...update, ...pendingColumns(pending), closesAt, updatedAt: at },
    ...(assigned && { teamId: assigned.teamId, technicianId: assigned.technicianId }),
    ...(merger && { mergedInto: merger.mergedInto, statusBeforeMerger: merger.statusBeforeMerger }),
  };
  // a backend reports again what is known
  const isWait = pending !== null && move.by !== 'backend';
  const isNews = move.from !== move.to || assigned !== undefined || isWait;
  const [readers, ordinal] = await allOf([
    write(transaction, ofTicket, { ...update, backendStatus: null, ...link }),
    isNews
      ? appendEvent(
          transaction,
          ticketId,
          {
            ...move,
            ...(assigned ? { assigned } : { pending }),
            merged: merger?.other ?? null,
            released: released ?? null,
          },
          at,
        )
      : Promise.resolve(null),
  ]);
  const { from, to, name: authorName, reason } = move;
  await tellMove(transaction, {
    ...{ ticketId, from, to, at, key: String(ordinal ?? at), authorName, authorEmail, reason },
    ...{ assigned: assigned ?? null, merger: merger ?? null },
  });
  const comesBack = from !== to && !assigned && (to === 'new' || to === 'approved' || to === 'assigned');
  if (comesBack) await takeFromLeft(transaction, ticketId, at, authorEmail);
  return readers;
}

/** To the queue of its team, which is told, or to nobody. Does nothing where its technician is there. */
async function takeFromLeft(
  transaction: Database,
  ticketId: string,
  at: string,
  authorEmail: string | null,
): Promise<void> {
  const left = await findLeft(transaction, ticketId);
  if (!left) return;
  const { from, to, released, teamId, team } = left;
  const assigned = { teamId, team, technicianId: null, technician: null };
  await recordMove(transaction, ticketId, byGuichet(from, to), at, { assigned, released, authorEmail });
}

/** Writes what staff corrected, with the history of it, in the caller's transaction. `status` is the ticket's. */
export async function recordCorrection(
  transaction: Database,
  { ticketId, status, staff }: { ticketId: string; status: TicketStatus; staff: Staff },
  { columns, corrected, reason }: { columns: Corrected; corrected: CorrectedField[]; reason: string | null },
  at: string,
): Promise<void> {
  await transaction
    .updateTable('ticket')
    .set({ ...columns, updatedAt: at })
    .where('id', '=', ticketId)
    .execute();
  const event = { from: status, to: status, ...byStaff(staff), reason, corrected };
  await appendEvent(transaction, ticketId, event, at);
  await numberChange(transaction, ticketId);
}

/** Writes to the history whom it was asked for approval, in the caller's transaction. */
export async function recordAsked(
  transaction: Database,
  { id: ticketId, status }: Pick<Row<'ticket'>, 'id' | 'status'>,
  by: Pick<Move, 'by' | 'name' | 'staffId'> & { asked: string },
  at: string,
): Promise<void> {
  await appendEvent(transaction, ticketId, { from: status, to: status, ...by, reason: null }, at);
  await recordUpdate(transaction, ticketId, {}, at);
}

/** Writes to the history what joins the ticket to something else, or does so no more. Participants do not see it. */
export async function recordRelated(
  transaction: Database,
  ticketId: string,
  by: Pick<Move, 'by' | 'name' | 'staffId'>,
  related: EventRelation,
  at: string,
): Promise<void> {
  const status = await takeTicket(transaction, ticketId);
  if (status === null) throw new Error(`there is no ticket ${ticketId}`);
  await appendEvent(transaction, ticketId, { from: status, to: status, ...by, reason: null, related }, at);
}

/** A participant has answered a resolved ticket: it closes by itself no more, and waits for somebody who is there. */
export async function holdResolved(
  transaction: Database,
  ticketId: string,
  { at, authorEmail }: { at: string; authorEmail: string },
): Promise<void> {
  await setClosing(transaction, ticketId, null);
  await takeFromLeft(transaction, ticketId, at, authorEmail);
}

/** Sets when a resolved ticket of the built-in desk closes by itself; null where it does not. */
export async function setClosing(
  transaction: Database,
  ticketId: string,
  closesAt: string | null,
): Promise<void> {
  await transaction.updateTable('ticket').set({ closesAt }).where('id', '=', ticketId).execute();
}

/** Returns what a ticket of another backend waits for: only its backend brings it back. */
export function pendingFor(reason: string): Pending {
  return { reason, until: null, untilAnswer: false };
}

function pendingColumns(pending: Pending | null): Omit<WaitingColumns, 'closesAt'> {
  return {
    pendingReason: pending?.reason ?? null,
    pendingUntil: pending?.until ?? null,
    pendingUntilAnswer: pending && Number(pending.untilAnswer),
  };
}

async function write(
  transaction: Database,
  ticket: Written,
  link: BackendUpdate & LinkUpdate,
): Promise<string[]> {
  const { ticketId, updatedAt } = ticket;
  const [, , readerIds] = await allOf([
    updateTicket(transaction, ticket),
    updateLink(transaction, { ticketId, ...link, updatedAt }),
    numberChange(transaction, ticketId),
  ]);
  return readerIds;
}

type Written = BackendUpdate &
  Partial<WaitingColumns & Omit<Assigned, 'team'> & Omit<Merger, 'other'>> & {
    status?: TicketStatus;
    ticketId: string;
    updatedAt: string;
  };

const updateTicket = buildOnce((db, { ticketId, ...columns }: Written) =>
  db.updateTable('ticket').set(columns).where('id', '=', ticketId),
);

const updateLink = buildOnce(
  (db, { ticketId, ...columns }: BackendUpdate & LinkUpdate & Pick<Written, 'ticketId' | 'updatedAt'>) =>
    db.updateTable('link').set(columns).where('ticketId', '=', ticketId).where('tier', '=', 1),
);

export interface TechnicianComment {
  id: string;
  ticketId: string;
  authorName: string;
  /** who is not told of their own reply */
  authorEmail: string;
  /** of the staff who wrote it */
  staffId: string;
  body: string;
  /** of one that came by mail: with what it quotes; null where that is the body */
  whole?: string | null;
  /** participants do not see an internal note: it is not a change for them */
  internal: boolean;
  attachments: readonly Attachment[];
}

/** Stores a technician's reply or internal note with its files, in the caller's transaction. Participants are told of a reply. */
export async function recordReply(
  transaction: Database,
  { internal, attachments, authorEmail, ...comment }: TechnicianComment,
  at: string,
): Promise<void> {
  await appendComment(transaction, { ...comment, author: 'technician', internal: internal ? 1 : 0 }, at);
  const place = { ticketId: comment.ticketId, commentId: comment.id };
  await storeAttachments(transaction, place, attachments);
  if (internal) return;
  const { id, ticketId, authorName } = comment;
  await resumeClosing(transaction, ticketId, at);
  await recordUpdate(transaction, ticketId, {}, at);
  await tellParticipants(transaction, {
    ...{ event: 'answered', ticketId, key: id, commentId: id, at, authorName, authorEmail },
  });
}

/** A resolved ticket of the built-in desk whose participants were answered has its days again. */
async function resumeClosing(transaction: Database, ticketId: string, at: string): Promise<void> {
  const [resolved] = await selectResolved(transaction, { ticketId });
  if (!resolved) return;
  await setClosing(transaction, ticketId, await readClosing(transaction, { now: () => new Date(at) }));
}

const selectResolved = buildOnce((db, { ticketId }: { ticketId: string }) =>
  db
    .selectFrom('ticket')
    .innerJoin('link', 'link.ticketId', 'ticket.id')
    .select('ticket.id')
    .where('ticket.id', '=', ticketId)
    .where('ticket.status', '=', 'resolved')
    .where('link.tier', '=', 1)
    .where('link.backendId', '=', BUILT_IN),
);

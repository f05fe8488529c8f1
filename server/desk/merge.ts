// Merges a duplicate into another ticket of the built-in desk: it closes, and its people join the other one. Can be undone.
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { readClosing } from '../backends/closing.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket, announceTo } from '../tickets/announce.ts';
import { byStaff } from '../tickets/history.ts';
import { linksOf } from '../tickets/links.ts';
import { addParticipant, readParticipants, removeMerged } from '../tickets/participants.ts';
import { recordMove, recordRelated, recordUpdate, setClosing } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { selectUnansweredMessages } from '../tickets/unanswered.ts';
import { joinFollowers, leaveFollowers } from './followers.ts';
import { onTicket } from './on-ticket.ts';
import { findOther } from './other-ticket.ts';
import { numberLeaving } from './requester.ts';

interface MergeParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  announce: Announce;
}

/**
 * Approvers do not join: they were asked about the duplicate. Errors: not-found; those of findOther; merge-not-possible for a
 * closed ticket, which a merged one is too, and for one that another system has.
 */
export async function merge(
  parts: MergeParts,
  staff: Staff,
  ticketId: string,
  number: string,
): Promise<Result<void>> {
  const { db, clock, audit, announce } = parts;
  let targetId = '';
  const result = await onTicket(db, ticketId, async (transaction, { organisationId, number: own, title }) => {
    const found = await findOther(transaction, staff, { id: ticketId, organisationId }, number);
    if (!found.ok) return found;
    const target = found.value;
    // in one order: two who merge the same two wait for each other once
    const taken = new Map<string, Row<'ticket'>['status'] | null>();
    for (const id of [ticketId, target.id].sort()) taken.set(id, await takeTicket(transaction, id));
    const status = taken.get(ticketId);
    const isClosed = !status || status === 'closed' || taken.get(target.id) === 'closed';
    if (isClosed || !(await isHereAlone(transaction, ticketId)) || !(await isHere(transaction, target.id)))
      return err('merge-not-possible');
    targetId = target.id;
    const at = instantFrom(clock);
    await join(transaction, ticketId, targetId, at);
    await joinFollowers(transaction, { ticketId, targetId }, at);
    const by = { ...byStaff(staff), reason: null };
    await recordMove(transaction, ticketId, { from: status, to: 'closed', ...by }, at, {
      authorEmail: staff.email,
      merger: { mergedInto: targetId, statusBeforeMerger: status, other: target.number ?? target.title },
    });
    const related = { how: 'took-in', ticketId, name: own ?? title } as const;
    await recordRelated(transaction, targetId, byStaff(staff), related, at);
    await recordUpdate(transaction, targetId, {}, at);
    await audit(transaction, {
      staffId: staff.id,
      act: 'merge',
      subject: { kind: 'ticket', id: ticketId },
      details: { into: targetId, number: own ?? title.slice(0, 50) },
    });
    return ok(undefined);
  });
  if (!result.ok) return result;
  for (const id of [ticketId, targetId]) await announceTicket(db, announce, id);
  return result;
}

async function isHere(db: Database, ticketId: string): Promise<boolean> {
  const [primary] = await linksOf(db, ticketId);
  return primary?.backendId === BUILT_IN;
}

/** Also not handed over: the other system would go on with it. */
async function isHereAlone(db: Database, ticketId: string): Promise<boolean> {
  const links = await linksOf(db, ticketId);
  return links.length === 1 && links[0]?.backendId === BUILT_IN;
}

/** Adds the people of the duplicate who do not take part in the other ticket. */
async function join(transaction: Database, ticketId: string, targetId: string, at: string): Promise<void> {
  const participants = await readParticipants(transaction, [ticketId, targetId]);
  const there = new Set((participants.get(targetId) ?? []).map(({ requesterId }) => requesterId));
  const joining = (participants.get(ticketId) ?? []).filter(
    ({ role, requesterId }) => role !== 'approver' && !there.has(requesterId),
  );
  for (const { requesterId } of joining)
    await addParticipant(
      transaction,
      { ticketId: targetId, requesterId, role: 'contact', mergedFrom: ticketId },
      at,
    );
}

/**
 * The ticket has the status that it had, but for a pending one, which is assigned: what it waited for may be over. A resolved one has
 * its days again, unless its requester still waits for an answer. Error: merger-not-undoable for a ticket that is not merged, or whose other ticket was merged in turn.
 */
export async function undoMerger(parts: MergeParts, staff: Staff, ticketId: string): Promise<Result<void>> {
  const { db, clock, audit, announce } = parts;
  let targetId = '';
  let leaving: string[] = [];
  const result = await onTicket(db, ticketId, async (transaction) => {
    const ticket = await readTaken(transaction, ticketId);
    if (!ticket?.mergedInto || !ticket.statusBeforeMerger) return err('merger-not-undoable');
    const target = await readTaken(transaction, ticket.mergedInto);
    if (!target || target.mergedInto !== null) return err('merger-not-undoable');
    targetId = target.id;
    const at = instantFrom(clock);
    const before = ticket.statusBeforeMerger;
    const move = { from: ticket.status, to: before === 'pending' ? 'assigned' : before } as const;
    const by = { ...byStaff(staff), reason: null };
    const closesAt = before === 'resolved' ? await readClosing(transaction, clock) : null;
    await recordMove(transaction, ticketId, { ...move, ...by }, at, {
      closesAt,
      solution: ticket.solution,
      merger: { mergedInto: null, statusBeforeMerger: null, other: target.number ?? target.title },
    });
    if (closesAt !== null && (await isUnanswered(transaction, ticketId)))
      await setClosing(transaction, ticketId, null);
    leaving = await numberLeaving(transaction, targetId, await leave(transaction, ticketId, targetId, at));
    await leaveFollowers(transaction, { ticketId, targetId }, at);
    const related = { how: 'let-go', ticketId, name: ticket.number ?? ticket.title } as const;
    await recordRelated(transaction, targetId, byStaff(staff), related, at);
    await recordUpdate(transaction, targetId, {}, at);
    await audit(transaction, {
      staffId: staff.id,
      act: 'undo-merger',
      subject: { kind: 'ticket', id: ticketId },
      details: { from: targetId },
    });
    return ok(undefined);
  });
  if (!result.ok) return result;
  for (const id of [ticketId, targetId]) await announceTicket(db, announce, id);
  // the consoles were told with the tickets
  await announceTo(db, announce, { requesterIds: leaving, organisationIds: [] });
  return result;
}

async function isUnanswered(db: Database, ticketId: string): Promise<boolean> {
  const row = await db
    .selectFrom('ticket')
    .select('id')
    .where('id', '=', ticketId)
    .where(({ exists }) => exists(selectUnansweredMessages(db)))
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes out whom this merger added, but for those of another ticket that is merged there. Returns the ids of the former. */
async function leave(
  transaction: Database,
  ticketId: string,
  targetId: string,
  at: string,
): Promise<string[]> {
  const removed = await removeMerged(transaction, { ticketId: targetId, mergedFrom: ticketId });
  const others = await transaction
    .selectFrom('ticket')
    .select('id')
    .where('mergedInto', '=', targetId)
    .orderBy('id')
    .execute();
  for (const { id } of others) await join(transaction, id, targetId, at);
  return removed;
}

async function readTaken(transaction: Database, id: string): Promise<Row<'ticket'> | undefined> {
  await takeTicket(transaction, id);
  return transaction.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst();
}

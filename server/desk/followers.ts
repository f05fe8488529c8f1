// Who of the staff is told of a ticket beside its technician: those who follow it, and whoever stands in for the technician.
import { isAway, standInFor, worksFor } from '../../contract/colleagues.ts';
import type { DeskTicket, Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { readColleagues } from '../staff/absences.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { onTicket } from './on-ticket.ts';

interface FollowParts {
  db: Database;
  clock: Clock;
  announce: Announce;
}

/** Follows the ticket, or no longer does. Doing it again changes nothing. Errors: not-found. */
export async function setFollowing(
  { db, clock, announce }: FollowParts,
  { id: staffId }: Pick<Staff, 'id'>,
  ticketId: string,
  isFollowing: boolean,
): Promise<Result<void>> {
  let organisationId = '';
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    ({ organisationId } = ticket);
    if (isFollowing) await follow(transaction, ticketId, [staffId], instantFrom(clock));
    else
      await transaction
        .deleteFrom('ticketFollower')
        .where('ticketId', '=', ticketId)
        .where('staffId', '=', staffId)
        .execute();
    return ok(undefined);
  });
  if (result.ok) announce.console('tickets', organisationId);
  return result;
}

/** Lets these members of the staff follow the ticket, in the caller's transaction. */
async function follow(
  transaction: Database,
  ticketId: string,
  staffIds: readonly string[],
  at: string,
): Promise<void> {
  if (staffIds.length === 0) return;
  await transaction
    .insertInto('ticketFollower')
    .values(staffIds.map((staffId) => ({ ticketId, staffId, since: at })))
    // whoever a merger brought stays when it is undone
    .onConflict((conflict) => conflict.columns(['ticketId', 'staffId']).doUpdateSet({ mergedFrom: null }))
    .execute();
}

/** Stores whom a note mentions, who follow the ticket from then on, in the caller's transaction. */
export async function mention(
  transaction: Database,
  { id: commentId, ticketId }: Pick<Row<'comment'>, 'id' | 'ticketId'>,
  staffIds: readonly string[],
  at: string,
): Promise<void> {
  if (staffIds.length === 0) return;
  const rows = staffIds.map((staffId) => ({ commentId, staffId }));
  await transaction.insertInto('commentMention').values(rows).execute();
  await follow(transaction, ticketId, staffIds, at);
}

interface Merger {
  /** the duplicate */
  ticketId: string;
  /** the ticket that it is merged into */
  targetId: string;
}

/** Lets those who follow the duplicate follow the other ticket too, in the transaction of the merger. */
export async function joinFollowers(transaction: Database, merger: Merger, at: string): Promise<void> {
  await bring(transaction, merger, await followersOf(transaction, merger.ticketId), at);
}

/**
 * Lets those who follow the other ticket by this merger alone do so no more, in the transaction that undoes it. Who follows another
 * duplicate that is merged there still does.
 */
export async function leaveFollowers(
  transaction: Database,
  { ticketId, targetId }: Merger,
  at: string,
): Promise<void> {
  const removed = await transaction
    .deleteFrom('ticketFollower')
    .where('ticketId', '=', targetId)
    .where('mergedFrom', '=', ticketId)
    .returning('staffId')
    .execute();
  if (removed.length === 0) return;
  const left = new Set(removed.map(({ staffId }) => staffId));
  const others = await transaction
    .selectFrom('ticket')
    .select('id')
    .where('mergedInto', '=', targetId)
    .where('id', '<>', ticketId)
    .orderBy('id')
    .execute();
  for (const { id } of others) {
    const staying = (await followersOf(transaction, id)).filter((staffId) => left.has(staffId));
    await bring(transaction, { ticketId: id, targetId }, staying, at);
  }
}

async function followersOf(db: Database, ticketId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('ticketFollower')
    .select('staffId')
    .where('ticketId', '=', ticketId)
    .execute();
  return rows.map(({ staffId }) => staffId);
}

async function bring(
  transaction: Database,
  { ticketId: mergedFrom, targetId }: Merger,
  staffIds: readonly string[],
  since: string,
): Promise<void> {
  if (staffIds.length === 0) return;
  await transaction
    .insertInto('ticketFollower')
    .values(staffIds.map((staffId) => ({ ticketId: targetId, staffId, since, mergedFrom })))
    .onConflict((conflict) => conflict.columns(['ticketId', 'staffId']).doNothing())
    .execute();
}

/** Whether all of them may see a ticket of the organisation. Error: mention-unknown. */
export async function checkMentions(
  db: Database,
  clock: Clock,
  { organisationId }: Pick<Row<'ticket'>, 'organisationId'>,
  staffIds: readonly string[],
): Promise<Result<void>> {
  if (staffIds.length === 0) return ok(undefined);
  const colleagues = await readColleagues(db, clock, [organisationId]);
  const areThere = staffIds.every((id) => colleagues.some((one) => one.id === id));
  return areThere ? ok(undefined) : err('mention-unknown');
}

/**
 * Returns who follows the ticket, by name, and until when its technician is away, with whoever stands in. Who was deactivated or no longer
 * works for its organisation is left out.
 */
export async function readToldStaff(
  db: Database,
  clock: Clock,
  { id, organisationId, technicianId }: Pick<Row<'ticket'>, 'id' | 'organisationId' | 'technicianId'>,
): Promise<Pick<DeskTicket, 'followers' | 'away'>> {
  const rows = await db.selectFrom('ticketFollower').select('staffId').where('ticketId', '=', id).execute();
  if (rows.length === 0 && technicianId === null) return { followers: [], away: null };
  const colleagues = await readColleagues(db, clock, null);
  const now = clock.now().getTime();
  const following = colleagues.filter(
    (one) => worksFor(one, organisationId) && rows.some(({ staffId }) => staffId === one.id),
  );
  const technician = colleagues.find((one) => one.id === technicianId);
  const isTechnicianAway = technician !== undefined && isAway(technician, now);
  const standIn = technicianId && standInFor(technicianId, { colleagues, organisationId, now });
  return {
    followers: following.map(nameOf),
    away:
      isTechnicianAway && technician.absence
        ? { until: technician.absence.until, standIn: standIn ? nameOf(standIn) : null }
        : null,
  };
}

function nameOf({ id, fullName }: Pick<Staff, 'id' | 'fullName'>) {
  return { id, fullName };
}

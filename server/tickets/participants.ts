// The participants of a ticket: requester, contacts with the same rights, approver, and joiners.

import type { TicketStatus } from '../../contract/primitives.ts';
import type { Participation } from '../../contract/ticket.ts';
import type { Database, Row } from '../storage/schema.ts';

export interface Participant {
  requesterId: string;
  role: Participation;
  email: string;
  fullName: string;
}

/** Returns the participants of each ticket: the requester first, others by name. One person may have two roles. */
export async function readParticipants(
  db: Database,
  ticketIds: readonly string[],
): Promise<ReadonlyMap<string, Participant[]>> {
  if (ticketIds.length === 0) return new Map();
  const requesters = await db
    .selectFrom('ticket')
    .innerJoin('requester', 'requester.id', 'ticket.requesterId')
    .select(['ticket.id as ticketId', 'requester.id as requesterId', 'email', 'fullName'])
    .where('ticket.id', 'in', ticketIds)
    .execute();
  const others = await db
    .selectFrom('participant')
    .innerJoin('requester', 'requester.id', 'participant.requesterId')
    .select(['ticketId', 'requesterId', 'role', 'announcementId', 'mergedFrom', 'email', 'fullName'])
    .where('ticketId', 'in', ticketIds)
    .orderBy('fullName')
    .orderBy('email')
    .execute();
  const all = [
    ...requesters.map((row) => ({ ...row, role: 'requester' as const })),
    ...others.map(({ ticketId, ...row }) => ({ ticketId, ...participantOf(row) })),
  ];
  return Map.groupBy(all, ({ ticketId }) => ticketId);
}

/** A stored contact or approver, as participant: a contact whom "me too" or a merger added is a joiner. */
export function participantOf({
  announcementId,
  mergedFrom,
  role,
  ...person
}: Pick<Row<'participant'>, 'announcementId' | 'mergedFrom' | 'role'> &
  Omit<Participant, 'role'>): Participant {
  return { ...person, role: announcementId === null && mergedFrom === null ? role : 'joiner' };
}

/**
 * Returns the people to show to staff, in the console and in the backend: contacts and joiners, not approvers. Staff
 * see who joined; other requesters do not (ADR 27), and joiners do not have the requester's rights.
 */
export function contactsAndJoinersOf(
  participants: readonly Participant[],
): Pick<Participant, 'email' | 'fullName'>[] {
  const partners = participants.filter(({ role }) => role === 'contact' || role === 'joiner');
  return partners.map(({ email, fullName }) => ({ email, fullName }));
}

/** Returns the roles of one person in a ticket; none for somebody who does not take part. */
export async function rolesIn(
  db: Database,
  ticketId: string,
  requesterId: string,
): Promise<readonly Participation[]> {
  const participants = (await readParticipants(db, [ticketId])).get(ticketId) ?? [];
  return participants.filter((one) => one.requesterId === requesterId).map(({ role }) => role);
}

/** Returns the most relevant of these roles: an approver who has to decide comes first. Throws without a role. */
export function mainRole(roles: readonly Participation[], status: TicketStatus): Participation {
  if (status === 'waiting_for_approval' && roles.includes('approver')) return 'approver';
  const order: readonly Participation[] = ['requester', 'contact', 'approver', 'joiner'];
  const role = order.find((one) => roles.includes(one));
  if (role === undefined) throw new Error('a ticket was read for somebody who is not a participant');
  return role;
}

/** Selects the ids of all participants, each once. */
export function selectParticipantIds(db: Database, ticketId: string) {
  return db
    .selectFrom('ticket')
    .select('ticket.requesterId')
    .where('ticket.id', '=', ticketId)
    .union(
      db
        .selectFrom('participant')
        .select('participant.requesterId')
        .where('participant.ticketId', '=', ticketId),
    );
}

/** Adds a participant, in the caller's transaction. Does nothing when they have that role already. */
export async function addParticipant(
  transaction: Database,
  participant: Pick<Row<'participant'>, 'ticketId' | 'requesterId' | 'role'> &
    Partial<Pick<Row<'participant'>, 'announcementId' | 'mergedFrom'>>,
  at: string,
): Promise<void> {
  await transaction
    .insertInto('participant')
    .values({ ...participant, addedAt: at })
    .onConflict((conflict) => conflict.columns(['ticketId', 'requesterId', 'role']).doNothing())
    .execute();
}

/** Removes a contact or joiner, in the caller's transaction. Does nothing for somebody who is none. */
export async function removeContact(
  transaction: Database,
  ticketId: string,
  requesterId: string,
): Promise<void> {
  await transaction
    .deleteFrom('participant')
    .where('ticketId', '=', ticketId)
    .where('requesterId', '=', requesterId)
    .where('role', '=', 'contact')
    .execute();
}

/** Removes everybody but the requester, in the caller's transaction. Returns the removed rows. */
export function removeAll(transaction: Database, ticketId: string): Promise<Row<'participant'>[]> {
  return transaction.deleteFrom('participant').where('ticketId', '=', ticketId).returningAll().execute();
}

/** Somebody whom a merger added says "me too", in the caller's transaction: they stay when it is undone. */
export async function keepJoiner(
  transaction: Database,
  {
    ticketId,
    requesterId,
    announcementId,
  }: Pick<Row<'participant'>, 'ticketId' | 'requesterId' | 'announcementId'>,
): Promise<void> {
  await transaction
    .updateTable('participant')
    .set({ announcementId })
    .where('ticketId', '=', ticketId)
    .where('requesterId', '=', requesterId)
    .where('mergedFrom', 'is not', null)
    .where('announcementId', 'is', null)
    .execute();
}

/** Removes those whom this merger added and who said no "me too" since, in the caller's transaction. Returns their ids. */
export async function removeMerged(
  transaction: Database,
  { ticketId, mergedFrom }: { ticketId: string; mergedFrom: string },
): Promise<string[]> {
  const added = { ticketId, mergedFrom };
  const rows = await transaction
    .deleteFrom('participant')
    .where(({ and }) => and(added))
    .where('announcementId', 'is', null)
    .returning('requesterId')
    .execute();
  await transaction
    .updateTable('participant')
    .set({ mergedFrom: null })
    .where(({ and }) => and(added))
    .execute();
  return rows.map(({ requesterId }) => requesterId);
}

/** Removes all approvers, in the caller's transaction. Returns their ids. */
export async function removeApprovers(transaction: Database, ticketId: string): Promise<string[]> {
  const rows = await transaction
    .deleteFrom('participant')
    .where('ticketId', '=', ticketId)
    .where('role', '=', 'approver')
    .returning('requesterId')
    .execute();
  return rows.map(({ requesterId }) => requesterId);
}

/** Returns the id of the approver with this address, or null. */
export async function findApprover(db: Database, ticketId: string, email: string): Promise<string | null> {
  const participants = (await readParticipants(db, [ticketId])).get(ticketId) ?? [];
  return participants.find((one) => one.role === 'approver' && one.email === email)?.requesterId ?? null;
}

// Makes two requesters of one organisation one person: everything that is kept by the id of the second goes to the first.
import { sql } from 'kysely';
import { askAnew } from '../approvals/ask.ts';
import type { Clock } from '../clock.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Who stays, and who is no more afterwards. */
interface Joining {
  keptId: string;
  goneId: string;
}

/** In the caller's transaction, which numbers the changes afterwards: the feed of the one has no tickets of the other yet. */
export async function joinPeople(
  transaction: Database,
  clock: Clock,
  kept: Row<'requester'>,
  gone: Row<'requester'>,
): Promise<void> {
  const ids = { keptId: kept.id, goneId: gone.id };
  await joinTickets(transaction, ids);
  await joinParticipants(transaction, clock, ids);
  await joinNotices(transaction, ids);
  await joinOthers(transaction, ids);
  await transaction.deleteFrom('change').where('requesterId', '=', gone.id).execute();
  await transaction
    .updateTable('requester')
    .set({
      confirmedAt: kept.confirmedAt ?? gone.confirmedAt,
      writtenLanguage: kept.writtenLanguage ?? gone.writtenLanguage,
      // whoever has the new address signs in with its account
      provenIssuer: gone.provenIssuer ?? kept.provenIssuer,
      provenSubject: gone.provenSubject ?? kept.provenSubject,
      // above the cursors of both: an agent without a mark would skip what has a lower number
      changeSeq: Math.max(kept.changeSeq, gone.changeSeq),
      changeMarks: '',
    })
    .where('id', '=', kept.id)
    .execute();
  await transaction.deleteFrom('requester').where('id', '=', gone.id).execute();
}

async function joinTickets(transaction: Database, { keptId, goneId }: Joining): Promise<void> {
  const tickets = () => transaction.updateTable('ticket');
  await tickets().set({ requesterId: keptId }).where('requesterId', '=', goneId).execute();
  await tickets().set({ writtenBy: keptId }).where('writtenBy', '=', goneId).execute();
  await tickets()
    .set({ writtenBy: null })
    .where('requesterId', '=', keptId)
    .where('writtenBy', '=', keptId)
    .execute();
}

/** Nobody takes part twice, and nobody decides on a ticket of their own: somebody else is asked. */
async function joinParticipants(
  transaction: Database,
  clock: Clock,
  { keptId, goneId }: Joining,
): Promise<void> {
  const present = await transaction
    .selectFrom('participant')
    .select(['ticketId', 'role'])
    .where('requesterId', '=', keptId)
    .execute();
  for (const same of present)
    await transaction
      .deleteFrom('participant')
      .where('requesterId', '=', goneId)
      .where(({ and }) => and(same))
      .execute();
  await transaction
    .updateTable('participant')
    .set({ requesterId: keptId })
    .where('requesterId', '=', goneId)
    .execute();
  const own = await transaction
    .deleteFrom('participant')
    .where('requesterId', '=', keptId)
    .where('ticketId', 'in', ({ selectFrom }) =>
      selectFrom('ticket').select('ticket.id').where('ticket.requesterId', '=', keptId),
    )
    .returning(['ticketId', 'role'])
    .execute();
  for (const { ticketId, role } of own) {
    if (role !== 'approver') continue;
    const { status: ticketStatus } = await transaction
      .selectFrom('ticket')
      .select('status')
      .where('id', '=', ticketId)
      .executeTakeFirstOrThrow();
    await askAnew(transaction, clock, { ticketId, ticketStatus }, '');
  }
}

/** What both wait to be told is told once. Numbers of the former feeds mean nothing: it is mailed, also where an agent has shown it. */
async function joinNotices(transaction: Database, { keptId, goneId }: Joining): Promise<void> {
  const waiting = await transaction
    .selectFrom('notice')
    .selectAll()
    .where('requesterId', 'in', [keptId, goneId])
    .where('state', '=', 'waiting')
    .execute();
  const whatOf = ({ ticketId, event, commentId, deskRef, createdAt }: Row<'notice'>) =>
    JSON.stringify([ticketId, event, commentId, deskRef, createdAt]);
  const told = new Set(waiting.filter(({ requesterId }) => requesterId === keptId).map(whatOf));
  for (const notice of waiting) {
    const isTwice = notice.requesterId === goneId && told.has(whatOf(notice));
    const state = isTwice ? 'dropped' : 'waiting';
    await transaction
      .updateTable('notice')
      .set({ changeSeq: null, state })
      .where('id', '=', notice.id)
      .execute();
  }
  await transaction
    .updateTable('notice')
    .set({ requesterId: keptId })
    .where('requesterId', '=', goneId)
    .execute();
}

async function joinOthers(transaction: Database, { keptId, goneId }: Joining): Promise<void> {
  for (const table of ['agent', 'approvalLink', 'command', 'deskMail'] as const)
    await transaction
      .updateTable(table)
      .set({ requesterId: keptId })
      .where('requesterId', '=', goneId)
      .execute();
  // whoever was accepted on an agent before another account signed in there
  await transaction
    .updateTable('agent')
    .set({
      claimedProof: sql<string>`replace(claimed_proof, cast(${goneId} as text), cast(${keptId} as text))`,
    })
    .where('claimedProof', 'like', `%${goneId}%`)
    .execute();
}

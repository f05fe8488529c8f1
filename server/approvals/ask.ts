// Asks for the approval that a category needs. Who is asked gets a mail within a minute (approvals/remind).

import { sql } from 'kysely';
import type { Requester } from '../../contract/enrolment.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { ensureRequester } from '../people/named-people.ts';
import type { Database, Row } from '../storage/schema.ts';
import { addParticipant, readParticipants, removeApprovers } from '../tickets/participants.ts';
import { recordAsked } from '../tickets/record.ts';
import { selectResolvedAt } from '../tickets/resolved-at.ts';
import { removeApprovalLinks } from './approval-links.ts';
import { type AskedTicket, firstApprover } from './approvers.ts';
import { readMark } from './asked.ts';

interface AskParts {
  clock: Clock;
  chance: Chance;
}

/** The ticket needs an approval from now on, also where nobody is known to ask: staff name somebody then. */
export async function askApproval(
  transaction: Database,
  parts: AskParts,
  ticket: AskedTicket,
  approver: string,
): Promise<void> {
  const person = await firstApprover(transaction, ticket, approver);
  await needApproval(transaction, parts, ticket, person?.email ?? null);
  if (person) await addApprover(transaction, parts, ticket, person);
}

/** Asked for now. `named`: address of whom its category asks; null for nobody. */
export async function needApproval(
  transaction: Database,
  { clock }: AskParts,
  { id: ticketId }: AskedTicket,
  named: string | null,
): Promise<void> {
  const askedAt = instantFrom(clock);
  await transaction
    .insertInto('approval')
    .values({ ticketId, named, askedAt, askAgainAt: null })
    .onConflict((conflict) => conflict.column('ticketId').doUpdateSet({ named, askedAt }))
    .execute();
}

/** Returns the id of the approver, who may have been one before. */
export async function addApprover(
  transaction: Database,
  parts: AskParts,
  { id: ticketId, organisationId }: AskedTicket,
  person: Requester,
): Promise<string> {
  const requesterId = await ensureRequester(transaction, parts, organisationId, person);
  const approver = { ticketId, requesterId, role: 'approver' } as const;
  await addParticipant(transaction, approver, instantFrom(parts.clock));
  return requesterId;
}

/**
 * Asks this person, or nobody yet, instead of those who were: their links decide nothing, and whoever is asked now is mailed as if
 * nobody had been before. Returns the ids of the former ones.
 */
export async function askInstead(
  transaction: Database,
  parts: AskParts,
  ticket: AskedTicket,
  person: Requester | null,
): Promise<string[]> {
  const former = await removeApprovers(transaction, ticket.id);
  await removeApprovalLinks(transaction, ticket.id);
  if (person) await addApprover(transaction, parts, ticket, person);
  await transaction
    .updateTable('approval')
    .set({ timesAsked: 0, askAgainAt: null, stuckSince: null })
    .where('ticketId', '=', ticket.id)
    .execute();
  return former;
}

/**
 * Asks again where somebody decided on another request than the ticket is now: staff corrected it before their decision was carried out,
 * which then counts for nothing. Returns whether that is so.
 */
export async function askAnew(
  transaction: Database,
  clock: Clock,
  { ticketId, ticketStatus: status }: { ticketId: string; ticketStatus: TicketStatus },
  asked: string,
): Promise<boolean> {
  if (asked === (await readMark(transaction, ticketId))) return false;
  if (status !== 'waiting_for_approval') return true;
  await transaction
    .updateTable('approval')
    .set({ timesAsked: 0, askAgainAt: null })
    .where('ticketId', '=', ticketId)
    .execute();
  const people = (await readParticipants(transaction, [ticketId])).get(ticketId) ?? [];
  const names = people.filter(({ role }) => role === 'approver').map(({ fullName }) => fullName);
  const by = { by: 'guichet', name: null, asked: names.join(', ') } as const;
  if (names.length > 0) await recordAsked(transaction, { id: ticketId, status }, by, instantFrom(clock));
  return true;
}

/** The ticket needs no approval any more, in the transaction that removes its approvers. Their links decide nothing. */
export async function forgetApproval(transaction: Database, ticketId: string): Promise<void> {
  await removeApprovalLinks(transaction, ticketId);
  await transaction.deleteFrom('approval').where('ticketId', '=', ticketId).execute();
}

/** Returns the approval that the ticket needs, given or not; null where it needs none. */
export async function findApproval(
  db: Database,
  ticketId: string,
): Promise<Pick<Row<'approval'>, 'named'> | null> {
  const row = await db
    .selectFrom('approval')
    .select('named')
    .where('ticketId', '=', ticketId)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Selects the approval that the `ticket` of the query around it needs since it was resolved: nobody is asked before it is reopened, and
 * then it waits for it.
 */
export function selectOwedApproval(db: Database) {
  return db
    .selectFrom('approval')
    .select('approval.ticketId')
    .where('approval.ticketId', '=', sql.ref<string>('ticket.id'))
    .where(sql.ref('ticket.status'), '=', sql.lit('resolved'))
    .where('approval.askedAt', '>', selectResolvedAt(db));
}

/** Whether the ticket needs an approval, given or not. */
export async function needsApproval(db: Database, ticketId: string): Promise<boolean> {
  return (await findApproval(db, ticketId)) !== null;
}

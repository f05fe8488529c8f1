// Asks for the approval that a category needs. Who is asked gets a mail within a minute (approvals/remind).

import type { Requester } from '../../contract/enrolment.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { ensureRequester } from '../people/named-people.ts';
import type { Database } from '../storage/schema.ts';
import { addParticipant } from '../tickets/participants.ts';
import { type AskedTicket, firstApprover } from './approvers.ts';

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
  await transaction
    .insertInto('approval')
    .values({ ticketId: ticket.id, askedAt: instantFrom(parts.clock), askAgainAt: null })
    .onConflict((conflict) => conflict.column('ticketId').doNothing())
    .execute();
  const person = await firstApprover(transaction, ticket, approver);
  if (person) await addApprover(transaction, parts, ticket, person);
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

/** Whoever is asked now is mailed as if nobody had been before. */
export async function askAnew(transaction: Database, ticketId: string): Promise<void> {
  await transaction
    .updateTable('approval')
    .set({ timesAsked: 0, askAgainAt: null })
    .where('ticketId', '=', ticketId)
    .execute();
}

/** Whether the ticket needs an approval, given or not. */
export async function needsApproval(db: Database, ticketId: string): Promise<boolean> {
  const row = await db
    .selectFrom('approval')
    .select('ticketId')
    .where('ticketId', '=', ticketId)
    .executeTakeFirst();
  return row !== undefined;
}

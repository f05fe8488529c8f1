// The life of a ticket on the built-in desk: that of the contract, with nobody getting around an approver.

import type { TicketStatus } from '../../contract/primitives.ts';
import { statusAfter, type TicketAct } from '../../contract/ticket.ts';
import type { Database } from '../storage/schema.ts';
import { needsApproval } from '../tickets/participants.ts';

/**
 * The status an act leads to, or null where it is not allowed. Where somebody has to approve, `new` is as good as
 * waiting for it: reopening what was rejected asks anew, and nobody takes a ticket before.
 */
export function deskStatusAfter(
  act: TicketAct,
  from: TicketStatus,
  hasApprover: boolean,
): TicketStatus | null {
  const to = statusAfter(act, awaited(from, hasApprover));
  return to === null ? null : awaited(to, hasApprover);
}

/** The status of a ticket that reads `status`, once it is asked whether somebody has to approve. */
export function awaited(status: TicketStatus, hasApprover: boolean): TicketStatus {
  return status === 'new' && hasApprover ? 'waiting_for_approval' : status;
}

/** What decides where an act leads: the present status, and whether the ticket has an approver. */
export async function readLife(
  db: Database,
  ticketId: string,
): Promise<{ status: TicketStatus; hasApprover: boolean }> {
  const { status } = await db
    .selectFrom('ticket')
    .select('status')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  return { status, hasApprover: await needsApproval(db, ticketId) };
}

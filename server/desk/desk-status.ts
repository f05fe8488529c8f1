// Status transitions of the built-in desk: those of the contract, but nothing bypasses an approver.

import type { TicketStatus } from '../../contract/primitives.ts';
import { statusAfterHere, type TicketAct } from '../../contract/ticket.ts';
import { needsApproval } from '../approvals/ask.ts';
import type { Database } from '../storage/schema.ts';

/**
 * Returns the status after an act, or null where it is not allowed; of what participants may do, intake decides before. With an approver,
 * `new` counts as waiting_for_approval: reopening a rejected ticket asks for approval again, and nobody can take it before.
 */
export function deskStatusAfter(
  act: TicketAct,
  from: TicketStatus,
  asksApproval: boolean,
): TicketStatus | null {
  const to = statusAfterHere(act, withApproval(from, asksApproval));
  return to === null ? null : withApproval(to, asksApproval);
}

/** Replaces `new` by waiting_for_approval for a ticket with an approver. */
export function withApproval(status: TicketStatus, asksApproval: boolean): TicketStatus {
  return status === 'new' && asksApproval ? 'waiting_for_approval' : status;
}

export interface DeskStatus {
  status: TicketStatus;
  asksApproval: boolean;
  /** it is pending until a participant answers */
  waitsForAnswer: boolean;
}

export async function readDeskStatus(db: Database, ticketId: string): Promise<DeskStatus> {
  const { status, pendingUntilAnswer } = await db
    .selectFrom('ticket')
    .select(['status', 'pendingUntilAnswer'])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const asksApproval = await needsApproval(db, ticketId);
  return { status, asksApproval, waitsForAnswer: pendingUntilAnswer === 1 };
}

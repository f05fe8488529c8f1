// Status transitions of the built-in desk: those of the contract, but nothing bypasses an approver.

import type { TicketStatus } from '../../contract/primitives.ts';
import { statusAfterHere, type TicketAct } from '../../contract/ticket.ts';
import { needsApproval, selectOwedApproval } from '../approvals/ask.ts';
import type { Database } from '../storage/schema.ts';

/** The approval that a ticket needs. */
export interface ApprovalNeed {
  /** given or not */
  asksApproval: boolean;
  /** since it was resolved: somebody corrected its category, say */
  owesApproval: boolean;
}

/**
 * Returns the status after an act, or null where it is not allowed; of what participants may do, intake decides before. With an approver,
 * `new` counts as waiting_for_approval: reopening a rejected ticket asks for approval again, and nobody can take it before. So does
 * reopening a resolved one that owes an approval.
 */
export function deskStatusAfter(
  act: TicketAct,
  from: TicketStatus,
  { asksApproval, owesApproval }: ApprovalNeed,
): TicketStatus | null {
  if (act === 'reopen' && from === 'resolved' && owesApproval) return 'waiting_for_approval';
  const to = statusAfterHere(act, withApproval(from, asksApproval));
  return to === null ? null : withApproval(to, asksApproval);
}

/** Replaces `new` by waiting_for_approval for a ticket with an approver. */
export function withApproval(status: TicketStatus, asksApproval: boolean): TicketStatus {
  return status === 'new' && asksApproval ? 'waiting_for_approval' : status;
}

export interface DeskStatus extends ApprovalNeed {
  status: TicketStatus;
  /** it is pending until a participant answers */
  waitsForAnswer: boolean;
}

export async function readDeskStatus(db: Database, ticketId: string): Promise<DeskStatus> {
  const { status, pendingUntilAnswer, owesApproval } = await db
    .selectFrom('ticket')
    .select(['status', 'pendingUntilAnswer'])
    .select(({ exists }) => exists(selectOwedApproval(db)).as('owesApproval'))
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const need = { asksApproval: await needsApproval(db, ticketId), owesApproval: Boolean(owesApproval) };
  return { status, ...need, waitsForAnswer: pendingUntilAnswer === 1 };
}

// Status transitions of the built-in desk: those of the contract, but nothing bypasses an approver.

import type { TicketStatus } from '../../contract/primitives.ts';
import { statusAfter, type TicketAct } from '../../contract/ticket.ts';
import type { Database } from '../storage/schema.ts';
import { needsApproval } from '../tickets/participants.ts';

/**
 * Returns the status after an act, or null where it is not allowed. With an approver, `new` counts as
 * waiting_for_approval: reopening a rejected ticket asks for approval again, and nobody can take it before.
 */
export function deskStatusAfter(
  act: TicketAct,
  from: TicketStatus,
  hasApprover: boolean,
): TicketStatus | null {
  const to = statusAfter(act, withApproval(from, hasApprover));
  return to === null ? null : withApproval(to, hasApprover);
}

/** Replaces `new` by waiting_for_approval for a ticket with an approver. */
export function withApproval(status: TicketStatus, hasApprover: boolean): TicketStatus {
  return status === 'new' && hasApprover ? 'waiting_for_approval' : status;
}

export interface DeskStatus {
  status: TicketStatus;
  hasApprover: boolean;
  /** it is pending until a participant answers */
  waitsForAnswer: boolean;
}

export async function readDeskStatus(db: Database, ticketId: string): Promise<DeskStatus> {
  const { status, pendingUntilAnswer } = await db
    .selectFrom('ticket')
    .select(['status', 'pendingUntilAnswer'])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const hasApprover = await needsApproval(db, ticketId);
  return { status, hasApprover, waitsForAnswer: pendingUntilAnswer === 1 };
}

// Builds the comment to send, and the act submitted with it, or returns why the ticket does not accept it.
import { LIMITS } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { AddComment } from '../../contract/sync.ts';
import type { RequesterAct } from '../../contract/ticket.ts';
import { type MyTicketsParts, ticketDetail } from '../tickets/my-tickets.ts';
import { checkAct } from './check-act.ts';
import { textTooLong } from './compose-ticket.ts';

export interface ComposedComment {
  kind: 'add-comment';
  body: Omit<AddComment, 'attachments'>;
  /** submitted after the comment; null for a comment alone, or if the act is already in the outbox */
  act: RequesterAct | null;
}

/**
 * Everything but the attachments. The text may be empty here. Errors: `text-too-long`, `ticket-not-found`,
 * `ticket-closed`, `act-not-allowed`, `not-taken-there`.
 */
export function composeComment(
  ticketId: string,
  typed: string,
  act: RequesterAct | null,
  myTickets: MyTicketsParts,
): Result<ComposedComment> {
  const text = typed.trim();
  if (text.length > LIMITS.comment) return textTooLong(LIMITS.comment);
  const found = ticketDetail(ticketId, myTickets);
  if (!found.ok) return found;
  if (found.value.stage === 'missing') return err('ticket-not-found');
  if (found.value.ticket.status === 'closed') return err('ticket-closed');
  if (!found.value.ticket.can.comment) return err('not-taken-there');
  const allowed = act === null ? ok(null) : checkAct(ticketId, act, myTickets);
  if (!allowed.ok) return allowed;
  const body = { ticketId, body: text };
  return ok({ kind: 'add-comment', body, act: allowed.value === 'due' ? act : null });
}

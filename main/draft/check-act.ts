// Checks an act on a ticket against the local state. The server checks it again.
import { err, ok, type Result } from '../../contract/result.ts';
import { hasRequesterRights, mayAct, type RequesterAct, statusAfter } from '../../contract/ticket.ts';
import { type MyTicketsParts, ticketDetail } from '../tickets/my-tickets.ts';

/**
 * Returns whether the act has to be submitted, or is already waiting in the outbox. Errors: `ticket-not-found`,
 * `act-not-allowed`, `not-taken-there`.
 */
export function checkAct(
  ticketId: string,
  act: RequesterAct,
  myTickets: MyTicketsParts,
): Result<'due' | 'waiting'> {
  const found = ticketDetail(ticketId, myTickets);
  if (!found.ok) return found;
  const { stage, ticket, waitingActs } = found.value;
  if (stage === 'missing') return err('ticket-not-found');
  if (waitingActs.includes(act)) return ok('waiting');
  if (!ticket.can.acts.includes(act)) return err('not-taken-there');
  const isAllowed = mayAct(act, ticket.you) && statusAfter(act, ticket.status) !== null;
  return isAllowed && waitingActs.length === 0 ? ok('due') : err('act-not-allowed');
}

/** Returns an error if the ticket cannot be rated: `ticket-not-found`, `act-not-allowed`, `not-taken-there`. */
export function checkRating(ticketId: string, myTickets: MyTicketsParts): Result<void> {
  const found = ticketDetail(ticketId, myTickets);
  if (!found.ok) return found;
  if (found.value.stage === 'missing') return err('ticket-not-found');
  if (!hasRequesterRights(found.value.ticket.you)) return err('act-not-allowed');
  return found.value.ticket.can.rate ? ok(undefined) : err('not-taken-there');
}

// Acts on a ticket in Atera: sets its status; a solution, or why it is pending, is posted first, as a comment.

import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { Language } from '../../../contract/primitives.ts';
import type { Found, OperationResult, Transition } from '../connector.ts';
import { done, failed } from '../results.ts';
import { pathOf, post, readComments, readTicket } from './comments.ts';
import type { FindParts } from './find.ts';
import { outcomeUnknown } from './reply.ts';
import { REASONS } from './sentences.ts';
import { Anything, type Ticket } from './shapes.ts';
import { allowsAct, statusNameAfter } from './statuses.ts';
import { pendingText, readText, solutionText } from './texts.ts';

export interface TransitionParts extends FindParts {
  settings: AteraSettings;
}

export async function transition(
  parts: TransitionParts,
  operation: Transition,
): Promise<OperationResult<Found>> {
  const { client, settings } = parts;
  const { key, ticketRef, act } = operation;
  const statusName = statusNameAfter(settings, act);
  if (statusName === null)
    return failed('refused', act === 'assign' ? REASONS.noAssignments : REASONS.noApprovals);
  const ticket = await readTicket(client, ticketRef);
  if (!ticket.ok) return ticket;
  const status = parts.statusOf(ticket.value);
  if (!allowsAct(act, status)) {
    const goal = parts.statusOf({ ...ticket.value, TicketStatus: statusName });
    const isReached = textOf(operation, settings.language) === null && status === goal;
    return operation.byStaff && !isReached
      ? failed('refused', REASONS.notAllowedNow(ticketRef, ticket.value.TicketStatus ?? ''))
      : done({ ref: key, number: null, status });
  }
  const text = textOf(operation, settings.language);
  const posted = text === null ? null : await postOnce(parts, operation, ticket.value, text);
  if (posted && !posted.ok) return posted;
  const json = { TicketStatus: statusName };
  const set = await client.ask({ method: 'PUT', path: pathOf(ticketRef), json }, Anything);
  if (!set.ok) return posted ? outcomeUnknown(set) : set;
  const after = { ...ticket.value, TicketStatus: statusName };
  return done({ ref: key, number: null, status: parts.statusOf(after) });
}

/** Returns what an act says beside the status; null for nothing. */
function textOf(operation: Transition, language: Language): string | null {
  const { key, by, byStaff } = operation;
  if (operation.act === 'set-pending') return pendingText(key, operation.reason, by, language);
  if (operation.act !== 'resolve') return null;
  return solutionText(key, operation.solution, byStaff ? by : null, language);
}

/** Posts the text, unless an earlier attempt did. */
async function postOnce(
  { client }: TransitionParts,
  { key, ticketRef }: Transition,
  { EndUserID }: Ticket,
  text: string,
): Promise<OperationResult<unknown>> {
  const comments = await readComments(client, ticketRef);
  if (!comments.ok) return comments;
  if (comments.value.some((comment) => readText(comment.Comment).key === key)) return done(null);
  return post(client, { key, ticketRef }, EndUserID, text);
}

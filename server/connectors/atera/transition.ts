// Acts on a ticket in Atera: sets its status; a solution is posted first, as a comment.

import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { Found, OperationResult, Transition } from '../connector.ts';
import { done, failed } from '../results.ts';
import { pathOf, post, readComments, readTicket } from './comments.ts';
import type { FindParts } from './find.ts';
import { outcomeUnknown } from './reply.ts';
import { REASONS } from './sentences.ts';
import { Anything, type Ticket } from './shapes.ts';
import { allowsAct, statusNameAfter } from './statuses.ts';
import { readText, solutionText } from './texts.ts';

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
  if (statusName === null) return failed('refused', REASONS.noApprovals);
  const ticket = await readTicket(client, ticketRef);
  if (!ticket.ok) return ticket;
  const status = parts.statusOf(ticket.value);
  if (!allowsAct(act, status)) return done({ ref: key, number: null, status });
  const posted = act === 'resolve' ? await postSolution(parts, operation, ticket.value) : null;
  if (posted && !posted.ok) return posted;
  const json = { TicketStatus: statusName };
  const set = await client.ask({ method: 'PUT', path: pathOf(ticketRef), json }, Anything);
  if (!set.ok) return posted ? outcomeUnknown(set) : set;
  const after = { ...ticket.value, TicketStatus: statusName };
  return done({ ref: key, number: null, status: parts.statusOf(after) });
}

/** Posts the solution, unless an earlier attempt did. */
async function postSolution(
  { client, settings }: TransitionParts,
  { key, ticketRef, solution }: Extract<Transition, { act: 'resolve' }>,
  { EndUserID }: Ticket,
): Promise<OperationResult<unknown>> {
  const comments = await readComments(client, ticketRef);
  if (!comments.ok) return comments;
  if (comments.value.some(({ Comment: text }) => readText(text).key === key)) return done(null);
  return post(client, { key, ticketRef }, EndUserID, solutionText(key, solution, settings.language));
}

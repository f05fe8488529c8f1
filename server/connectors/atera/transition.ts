// The acts on a ticket that Atera knows: its status is set, and a solution told as a comment before.

import type { AteraSettings } from '../../../contract/atera-settings.ts';
import { done, failed } from '../answers.ts';
import type { Answer, Found, Transition } from '../connector.ts';
import { pathOf, post, readComments, readTicket } from './comments.ts';
import type { FindParts } from './find.ts';
import { unsure } from './reply.ts';
import { WHY } from './sentences.ts';
import { Anything, type Ticket } from './shapes.ts';
import { isOpenTo, wordAfter } from './statuses.ts';
import { readText, solutionText } from './texts.ts';

export interface TransitionParts extends FindParts {
  settings: AteraSettings;
}

export async function transition(parts: TransitionParts, operation: Transition): Promise<Answer<Found>> {
  const { client, settings } = parts;
  const { key, ticketRef, act } = operation;
  const word = wordAfter(settings, act);
  if (word === null) return failed('refused', WHY.noApprovals);
  const ticket = await readTicket(client, ticketRef);
  if (!ticket.ok) return ticket;
  const status = parts.statusOf(ticket.value);
  if (!isOpenTo(act, status)) return done({ ref: key, number: null, status });
  const told = act === 'resolve' ? await tell(parts, operation, ticket.value) : null;
  if (told && !told.ok) return told;
  const json = { TicketStatus: word };
  const set = await client.ask({ method: 'PUT', path: pathOf(ticketRef), json }, Anything);
  if (!set.ok) return told ? unsure(set) : set;
  const after = { ...ticket.value, TicketStatus: word };
  return done({ ref: key, number: null, status: parts.statusOf(after) });
}

/** Unless an earlier attempt has told it. */
async function tell(
  { client, settings }: TransitionParts,
  { key, ticketRef, solution }: Extract<Transition, { act: 'resolve' }>,
  { EndUserID }: Ticket,
): Promise<Answer<unknown>> {
  const comments = await readComments(client, ticketRef);
  if (!comments.ok) return comments;
  if (comments.value.some(({ Comment: text }) => readText(text).key === key)) return done(null);
  return post(client, { key, ticketRef }, EndUserID, solutionText(key, solution, settings.language));
}

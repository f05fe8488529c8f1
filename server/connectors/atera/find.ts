// Finds what was written under an idempotency key: Atera itself does not detect repeats.
import { isDone } from '../../../contract/ticket.ts';
import { MINUTE } from '../../clock.ts';
import type { ConnectorParts, Found, KeyLookup, OperationResult } from '../connector.ts';
import { done, failed } from '../results.ts';
import { type AteraClient, MOST_PAGES } from './client.ts';
import { readComments, readTicket } from './comments.ts';
import type { Reply } from './reply.ts';
import { REASONS } from './sentences.ts';
import { Anything, Ticket } from './shapes.ts';
import type { statusOf } from './statuses.ts';
import { readText, solutionIn } from './texts.ts';

export interface FindParts {
  client: AteraClient;
  now: ConnectorParts['now'];
  statusOf(ticket: Ticket): ReturnType<typeof statusOf>;
}

/** How much before `since` the search begins, in milliseconds: clock skew is known to the second, plus network delay. */
const MARGIN = 10 * MINUTE;

export async function findByKey(
  parts: FindParts,
  question: KeyLookup,
): Promise<OperationResult<Found | null>> {
  const { key, operation, ticketRef, since } = question;
  switch (operation) {
    case 'create-ticket': {
      const ticket = await findTicket(parts, key, since);
      return ticket.ok ? done(ticket.value && foundTicket(parts, ticket.value)) : ticket;
    }
    case 'add-comment':
    case 'add-attachment':
      return ticketRef === null ? done(null) : findComment(parts, key, ticketRef);
    case 'transition':
      return ticketRef === null ? done(null) : findMove(parts, key, ticketRef);
    case 'rate':
    case 'add-contact':
      return done(null);
  }
}

export function foundTicket(parts: Pick<FindParts, 'statusOf'>, ticket: Ticket): Found {
  const { TicketID: ref, TicketNumber } = ticket;
  return { ref, number: TicketNumber ?? ref, status: parts.statusOf(ticket) };
}

/** Finds the ticket whose description has the key, among those changed since `since` (our clock). */
export async function findTicket(
  parts: Pick<FindParts, 'client' | 'now'>,
  key: string,
  since: string,
): Promise<Reply<Ticket | null>> {
  const { client } = parts;
  const date = await beginningOf(parts, since);
  if (!date.ok) return date;
  const once = await scan(client, key, date.value);
  // a ticket that changes meanwhile moves, and shifts others between pages: scan once more
  if (!once.ok || once.value.ticket || once.value.pages === 1) return ticketOf(once);
  return ticketOf(await scan(client, key, date.value));
}

/** Returns where a search begins for what was written since then (our clock), by Atera's clock. */
export async function beginningOf(
  { client, now }: Pick<FindParts, 'client' | 'now'>,
  since: string,
): Promise<Reply<string>> {
  // the clock skew is known after the first answer
  const first = await client.ask({ path: '/tickets', query: { page: '1', itemsInPage: '1' } }, Anything);
  if (!first.ok) return first;
  const skew = client.now().getTime() - now().getTime();
  return { ...first, value: new Date(Date.parse(since) + skew - MARGIN).toISOString() };
}

interface Scanned {
  ticket: Ticket | null;
  pages: number;
}

function ticketOf(scanned: Reply<Scanned>): Reply<Ticket | null> {
  return scanned.ok ? { ...scanned, value: scanned.value.ticket } : scanned;
}

async function scan(client: AteraClient, key: string, date: string): Promise<Reply<Scanned>> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const reply = await pageOfChanged(client, date, page);
    if (!reply.ok) return reply;
    for (const ticket of reply.value.items) {
      const carried = await keyOf(client, ticket);
      if (!carried.ok) return carried;
      if (carried.value === key) return { ...reply, value: { ticket, pages: page } };
    }
    if (!reply.value.hasNext) return { ...reply, value: { ticket: null, pages: page } };
  }
  return { ...failed('refused', REASONS.tooManyChanged(date, key)), status: null };
}

/** Reads a page of tickets that changed at `date` or later, by Atera's clock. */
export function pageOfChanged(client: AteraClient, date: string, page: number) {
  return client.page(changedSince(date), Ticket, page);
}

/** The list of tickets that changed at `date` or later; with the first comment of each, its description. */
export function changedSince(date: string, includeComments = true) {
  return { path: '/tickets/lastmodified', query: { date, includeComments: String(includeComments) } };
}

/** Returns the key in the description; null where the ticket does not come from here, or was deleted meanwhile. */
export async function keyOf(client: AteraClient, ticket: Ticket): Promise<Reply<string | null>> {
  const { FirstComment, TicketID } = ticket;
  if (FirstComment !== null && FirstComment !== undefined) {
    return { ok: true, value: readText(FirstComment).key, at: client.now() };
  }
  const comments = await readComments(client, TicketID);
  if (comments.ok) return { ...comments, value: readText(comments.value[0]?.Comment ?? '').key };
  return comments.failure.kind === 'gone' ? { ok: true, value: null, at: client.now() } : comments;
}

async function findComment(
  { client }: FindParts,
  key: string,
  ref: string,
): Promise<OperationResult<Found | null>> {
  const comments = await readComments(client, ref);
  if (!comments.ok) return comments;
  const isThere = comments.value.some(({ Comment: text }) => readText(text).key === key);
  return done(isThere ? { ref: key, number: null, status: null } : null);
}

/** What a resolution or a pending ticket says is a comment, beside the status: both must be there. Other acts leave no key. */
async function findMove(parts: FindParts, key: string, ref: string): Promise<OperationResult<Found | null>> {
  const comments = await readComments(parts.client, ref);
  if (!comments.ok) return comments;
  const texts = comments.value.map(({ Comment: text }) => readText(text));
  const said = texts.find((text) => text.key === key);
  if (!said) return done(null);
  const ticket = await readTicket(parts.client, ref);
  if (!ticket.ok) return ticket;
  const status = parts.statusOf(ticket.value);
  const isThere = solutionIn(said.body) === null ? status === 'pending' : isDone(status);
  return done(isThere ? { ref: key, number: null, status } : null);
}

// Finds what was written under an idempotency key: Atera itself does not detect repeats.
import { isDone } from '../../../contract/ticket.ts';
import { MINUTE } from '../../clock.ts';
import type { ConnectorParts, Found, KeyLookup, OperationResult } from '../connector.ts';
import { done, failed, failedAndOver } from '../results.ts';
import { isOfOne, readChangedPage } from './changed-page.ts';
import { type AteraClient, MOST_PAGES } from './client.ts';
import { readComments, readTicket } from './comments.ts';
import type { Reply } from './reply.ts';
import { REASONS } from './sentences.ts';
import { Anything, type Ticket } from './shapes.ts';
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
      return ticket.ok ? done(ticket.value) : ticket;
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
  const { TicketID: ref, TicketNumber, EndUserEmail } = ticket;
  return {
    ref,
    number: TicketNumber ?? ref,
    status: parts.statusOf(ticket),
    requester: EndUserEmail || null,
  };
}

/**
 * Finds the ticket whose description has the key, among those changed since `since` (our clock). One that Atera cannot list is asked
 * for itself. Fails where it cannot be read at all: it may be the one that is looked for.
 */
export async function findTicket(parts: FindParts, key: string, since: string): Promise<Reply<Found | null>> {
  const date = await beginningOf(parts, since);
  if (!date.ok) return date;
  const once = await scan(parts, key, date.value);
  // a ticket that changes meanwhile moves, and shifts others between pages: scan once more
  if (!once.ok || once.value.found || once.value.pages === 1) return foundIn(once);
  return foundIn(await scan(parts, key, date.value));
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
  found: Found | null;
  pages: number;
}

function foundIn(scanned: Reply<Scanned>): Reply<Found | null> {
  return scanned.ok ? { ...scanned, value: scanned.value.found } : scanned;
}

async function scan(parts: FindParts, key: string, date: string): Promise<Reply<Scanned>> {
  const { client } = parts;
  const inDoubt: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const reply = await readChangedPage(client, date, page);
    if (!reply.ok) return reply;
    const { items, unreadable, hasNext } = reply.value;
    for (const ticket of items) {
      const carried = await keyOf(client, ticket);
      if (!carried.ok) return carried;
      if (carried.value === key)
        return { ...reply, value: { found: foundTicket(parts, ticket), pages: page } };
    }
    for (const { ref, number } of unreadable) {
      const carried = ref === '' ? null : await keyInComments(client, ref, key);
      if (carried?.ok && carried.value === key)
        return { ...reply, value: { found: { ref, number, status: null }, pages: page } };
      if (carried && !carried.ok && !isOfOne(carried.failure)) return carried;
      if (!carried?.ok) inDoubt.push(number);
    }
    if (hasNext) continue;
    if (inDoubt.length === 0) return { ...reply, value: { found: null, pages: page } };
    return { ...failedAndOver(REASONS.mayBeUnreadable(inDoubt, key)), status: null };
  }
  return { ...failed('refused', REASONS.tooManyChanged(date, key)), status: null };
}

/** Returns the key in the description; null where the ticket does not come from here, or was deleted meanwhile. */
export async function keyOf(client: AteraClient, ticket: Ticket): Promise<Reply<string | null>> {
  const { FirstComment, TicketID } = ticket;
  if (FirstComment !== null && FirstComment !== undefined) {
    return { ok: true, value: readText(FirstComment).key, at: client.now() };
  }
  return keyInComments(client, TicketID, null);
}

/** As `keyOf`; `expected` is the key that is looked for. */
async function keyInComments(
  client: AteraClient,
  ref: string,
  expected: string | null,
): Promise<Reply<string | null>> {
  const comments = await readComments(client, ref, expected);
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

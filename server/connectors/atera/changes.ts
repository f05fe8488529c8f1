// Reads the changes of our tickets in Atera since the last reading, page by page, by Atera's clock.

import { z } from 'zod';
import { parseJson } from '../../../contract/json.ts';
import { isDone } from '../../../contract/ticket.ts';
import { MINUTE } from '../../clock.ts';
import type { Changes, OperationResult, TicketChange } from '../connector.ts';
import { done, type Failed } from '../results.ts';
import { dueOf, keptOf, leftOutOf, Unreadable } from '../unreadable.ts';
import { isOfOne, MOST_ALONE, readChangedPage } from './changed-page.ts';
import type { AteraClient } from './client.ts';
import { pathOf, publicComments, readComments, readTicket, solutionOf } from './comments.ts';
import { type FindParts, keyOf } from './find.ts';
import { createPictures } from './pictures.ts';
import type { Reply } from './reply.ts';
import { REASONS } from './sentences.ts';
import type { Ticket } from './shapes.ts';

/** Overlap of two readings, in milliseconds: a change may become visible later than its date. */
const OVERLAP = 2 * MINUTE;
/** Tickets that are read in one call because they were named. */
const MOST_NAMED = 10;
/** Number of tickets whose comments are read in parallel. */
const AT_ONCE = 4;

/** Instants are of Atera's clock. */
const Cursor = z.object({
  since: z.iso.datetime(),
  /** the page to read next */
  page: z.int().min(1),
  /** when the first page was read, where the next reading starts; null before that */
  began: z.iso.datetime().nullable(),
  /** a second pass: a ticket that changes meanwhile moves, and shifts others to a page already read */
  isAgain: z.boolean(),
  /** tickets that could not be read; their mark is empty */
  unreadable: Unreadable.default({}),
  /** tickets to read whatever has changed, by reference */
  along: z.array(z.string()).default([]),
});
type Cursor = z.infer<typeof Cursor>;

export async function changesSince(
  parts: FindParts,
  cursor: string | null,
): Promise<OperationResult<Changes>> {
  const { client } = parts;
  const stored = cursor === null ? null : readCursor(cursor);
  const at = stored ?? round(parts.now().toISOString());
  const page = await readChangedPage(client, at.since, at.page);
  if (!page.ok) return page;
  const began = at.began ?? earlier(page.at);
  if (stored === null) return done({ tickets: [], cursor: JSON.stringify(round(began)), more: false });
  const reading: Reading = { tickets: [], unreadable: { ...at.unreadable } };
  for (const { ref, number } of page.value.unreadable) markUnread(client, reading, ref, number);
  const failure = await readChanges(parts, page.value.items, reading);
  if (failure) return failure;
  const next = after({ ...at, began }, page.value.hasNext);
  const due = next.began === null ? dueOf(reading.unreadable, client.now().getTime()) : [];
  const again = await readEach(parts, [...due, ...at.along.slice(0, MOST_NAMED)], reading);
  if (again) return again;
  const { tickets, unreadable } = reading;
  const along = at.along.slice(MOST_NAMED);
  return done({
    ...{
      tickets,
      cursor: JSON.stringify({ ...next, unreadable: keptOf(unreadable), along }),
      more: next.began !== null || along.length > 0,
    },
    ...leftOutOf(at.unreadable, unreadable, REASONS.unreadable),
  });
}

/** Returns the cursor that reads this ticket as well. */
export function readAlong(text: string, ref: string): string {
  const cursor = readCursor(text);
  if (cursor === null) return text;
  return JSON.stringify({ ...cursor, along: [...new Set([...cursor.along, ref])] });
}

/** What a call has read so far: its parts are changed in place. */
interface Reading {
  tickets: TicketChange[];
  unreadable: Unreadable;
}

/** One without a reference is named, and not tried again. */
function markUnread(client: AteraClient, { unreadable }: Reading, ref: string, number: string): void {
  unreadable[ref] = [number, '', client.now().toISOString()];
}

/** Returns null for a cursor of another kind of backend: reading starts from the beginning. */
function readCursor(cursor: string): Cursor | null {
  return Cursor.safeParse(parseJson(cursor)).data ?? null;
}

function round(since: string): Cursor {
  return { since, page: 1, began: null, isAgain: false, unreadable: {}, along: [] };
}

function earlier(moment: Date): string {
  return new Date(moment.getTime() - OVERLAP).toISOString();
}

function after(at: Cursor & { began: string }, hasNext: boolean): Cursor {
  if (hasNext) return { ...at, page: at.page + 1 };
  if (at.page > 1 && !at.isAgain) return { ...at, page: 1, isAgain: true };
  return round(at.began);
}

/** Adds the changes of these tickets to the reading. Returns the failure that is not of one ticket, or null. */
async function readChanges(
  parts: FindParts,
  tickets: readonly Ticket[],
  reading: Reading,
): Promise<Failed | null> {
  let hasRead = false;
  let alone = 0;
  for (let start = 0; start < tickets.length; start += AT_ONCE) {
    const some = tickets.slice(start, start + AT_ONCE);
    for (const [index, change] of (await Promise.all(some.map((one) => tryChange(parts, one)))).entries()) {
      const { TicketID, TicketNumber } = some[index] as Ticket;
      if (change === null) {
        markUnread(parts.client, reading, TicketID, TicketNumber ?? TicketID);
        continue;
      }
      if (change.ok) {
        hasRead = true;
        delete reading.unreadable[TicketID];
        if (change.value) reading.tickets.push(change.value);
        continue;
      }
      alone += 1;
      if (!isOfOne(change.failure) || (!hasRead && alone >= MOST_ALONE)) return change;
      markUnread(parts.client, reading, TicketID, TicketNumber ?? TicketID);
    }
  }
  return null;
}

/** Reads tickets one by one: those that could not be read before, and those that were named. */
async function readEach(parts: FindParts, refs: readonly string[], reading: Reading): Promise<Failed | null> {
  const { unreadable } = reading;
  for (const ref of refs) {
    const ticket = ref === '' ? null : await readTicket(parts.client, ref);
    if (ticket?.ok) {
      const failure = await readChanges(parts, [ticket.value], reading);
      if (failure) return failure;
    } else if (ticket === null || ticket.failure.kind === 'gone') delete unreadable[ref];
    else if (isOfOne(ticket.failure)) markUnread(parts.client, reading, ref, unreadable[ref]?.[0] ?? ref);
    else return ticket;
  }
  return null;
}

/** Returns null where the ticket cannot be converted, which is a bug: it holds up no other ticket. */
async function tryChange(parts: FindParts, ticket: Ticket): Promise<Reply<TicketChange | null> | null> {
  try {
    return await readChange(parts, ticket);
  } catch {
    return null;
  }
}

/** Returns null for a ticket that does not come from here, or was deleted meanwhile. */
async function readChange(parts: FindParts, ticket: Ticket): Promise<Reply<TicketChange | null>> {
  const { client } = parts;
  const key = await keyOf(client, ticket);
  if (!key.ok || key.value === null) return key.ok ? nothing(client) : key;
  const comments = await readComments(client, ticket.TicketID, key.value);
  if (!comments.ok) return comments.failure.kind === 'gone' ? nothing(client) : comments;
  const status = parts.statusOf(ticket);
  return {
    ...comments,
    value: {
      ref: ticket.TicketID,
      number: ticket.TicketNumber ?? ticket.TicketID,
      status,
      backendStatus: ticket.TicketStatus,
      technician: ticket.TechnicianFullName,
      solution: isDone(status) ? solutionOf(comments.value) : null,
      comments: publicComments(comments.value, key.value, createPictures(client, pathOf(ticket.TicketID))),
    },
  };
}

function nothing(client: AteraClient): Reply<null> {
  return { ok: true, value: null, at: client.now() };
}

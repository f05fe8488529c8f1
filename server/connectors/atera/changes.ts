// Reads the changes of our tickets in Atera since the last reading, page by page, by Atera's clock.

import { z } from 'zod';
import { parseJson } from '../../../contract/json.ts';
import { isDone } from '../../../contract/ticket.ts';
import { MINUTE } from '../../clock.ts';
import type { Changes, OperationResult, TicketChange } from '../connector.ts';
import { done } from '../results.ts';
import type { AteraClient } from './client.ts';
import { publicComments, readComments, solutionOf } from './comments.ts';
import { type FindParts, keyOf, pageOfChanged } from './find.ts';
import type { Reply } from './reply.ts';
import type { Ticket } from './shapes.ts';

/** Overlap of two readings, in milliseconds: a change may become visible later than its date. */
const OVERLAP = 2 * MINUTE;
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
});
type Cursor = z.infer<typeof Cursor>;

export async function changesSince(
  parts: FindParts,
  cursor: string | null,
): Promise<OperationResult<Changes>> {
  const { client } = parts;
  const stored = cursor === null ? null : readCursor(cursor);
  const at = stored ?? round(parts.now().toISOString());
  const page = await pageOfChanged(client, at.since, at.page);
  if (!page.ok) return page;
  const began = at.began ?? earlier(page.at);
  if (stored === null) return done({ tickets: [], cursor: JSON.stringify(round(began)), more: false });
  const tickets = await readChanges(parts, page.value.items);
  if (!tickets.ok) return tickets;
  const next = after({ ...at, began }, page.value.hasNext);
  return done({ tickets: tickets.value, cursor: JSON.stringify(next), more: next.began !== null });
}

/** Returns null for a cursor of another kind of backend: reading starts from the beginning. */
function readCursor(cursor: string): Cursor | null {
  return Cursor.safeParse(parseJson(cursor)).data ?? null;
}

function round(since: string): Cursor {
  return { since, page: 1, began: null, isAgain: false };
}

function earlier(moment: Date): string {
  return new Date(moment.getTime() - OVERLAP).toISOString();
}

function after(at: Cursor & { began: string }, hasNext: boolean): Cursor {
  if (hasNext) return { ...at, page: at.page + 1 };
  if (at.page > 1 && !at.isAgain) return { ...at, page: 1, isAgain: true };
  return round(at.began);
}

async function readChanges(parts: FindParts, tickets: readonly Ticket[]): Promise<Reply<TicketChange[]>> {
  const changes: TicketChange[] = [];
  for (let start = 0; start < tickets.length; start += AT_ONCE) {
    const some = tickets.slice(start, start + AT_ONCE);
    for (const change of await Promise.all(some.map((ticket) => readChange(parts, ticket)))) {
      if (!change.ok) return change;
      if (change.value) changes.push(change.value);
    }
  }
  return { ok: true, value: changes, at: parts.client.now() };
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
      comments: publicComments(comments.value, key.value),
    },
  };
}

function nothing(client: AteraClient): Reply<null> {
  return { ok: true, value: null, at: client.now() };
}

// Reads a page of what has changed in Atera. One ticket that Atera cannot send fails its page: smaller pages are asked, down to that one.
import { z } from 'zod';
import type { Failure } from '../connector.ts';
import { type AteraClient, PAGE_SIZE, type Page } from './client.ts';
import type { Reply } from './reply.ts';
import { Ticket } from './shapes.ts';

/** Sizes of pages that hold each other without a rest. */
const SIZES = [PAGE_SIZE, 10, 2, 1] as const;
/** Tickets that fail one by one, while none is read, before the fault is taken for Atera's own. */
export const MOST_ALONE = 3;

export interface ChangedPage extends Page<Ticket> {
  /** tickets that Atera could not send, or not as expected */
  unreadable: { ref: string; number: string }[];
}

/** The list of tickets that changed at `date` or later, by Atera's clock; with the first comment of each, its description. */
function changedSince(date: string, includeComments = true) {
  return { path: '/tickets/lastmodified', query: { date, includeComments: String(includeComments) } };
}

/** Reads a page of tickets that changed at `date` or later, by Atera's clock. Fails where one of them cannot be sent. */
export function pageOfChanged(client: AteraClient, date: string, page: number) {
  return client.page(changedSince(date), Ticket, page);
}

/** Fails where Atera cannot be asked, or where it can send nothing at all. */
export async function readChangedPage(
  client: AteraClient,
  date: string,
  page: number,
): Promise<Reply<ChangedPage>> {
  const read: ChangedPage = { items: [], hasNext: true, unreadable: [] };
  const failure = await readPart({ client, date, read }, page, 0);
  return failure ?? { ok: true, value: read, at: client.now() };
}

interface Part {
  client: AteraClient;
  date: string;
  read: ChangedPage;
}

const NumberOf = z.object({ TicketID: Ticket.shape.TicketID, TicketNumber: Ticket.shape.TicketNumber });

/** Adds to `read`. `depth`: index in SIZES. Returns the failure that is not of one ticket, or null. */
async function readPart(
  part: Part,
  page: number,
  depth: number,
): Promise<(Reply<never> & { ok: false }) | null> {
  const { client, date, read } = part;
  const size = SIZES[depth] ?? 1;
  const reply = await client.page(changedSince(date), z.unknown(), page, size);
  if (reply.ok) {
    read.hasNext = reply.value.hasNext;
    for (const item of reply.value.items) add(read, item);
    return null;
  }
  if (reply.status === null || !isOfOne(reply.failure)) return reply;
  if (size === 1) {
    const isOfAll = read.items.length === 0 && read.unreadable.length + 1 >= MOST_ALONE;
    if (isOfAll) return reply;
    // the comments may be at fault: without them it can be named
    const named = await client.page(changedSince(date, false), z.unknown(), page, size);
    const item = NumberOf.safeParse(named.ok ? named.value.items[0] : null).data;
    read.unreadable.push(item ? nameOf(item) : { ref: '', number: '?' });
    return null;
  }
  const inner = SIZES[depth + 1] ?? 1;
  const parts = size / inner;
  for (let index = 1; index <= parts; index += 1) {
    const failure = await readPart(part, (page - 1) * parts + index, depth + 1);
    if (failure || !read.hasNext) return failure;
  }
  return null;
}

/** Whether one ticket may cause the failure: Atera has answered, and not about the account. */
export function isOfOne(failure: Failure): boolean {
  return failure.kind === 'refused' || (failure.kind === 'unreachable' && failure.isOver === true);
}

function add(read: ChangedPage, item: unknown): void {
  const ticket = Ticket.safeParse(item);
  if (ticket.success) read.items.push(ticket.data);
  else {
    const named = NumberOf.safeParse(item).data;
    read.unreadable.push(named ? nameOf(named) : { ref: '', number: '?' });
  }
}

function nameOf({ TicketID, TicketNumber }: z.output<typeof NumberOf>): { ref: string; number: string } {
  return { ref: TicketID, number: TicketNumber ?? TicketID };
}

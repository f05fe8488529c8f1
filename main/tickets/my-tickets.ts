// The content of My tickets: the tickets stored here, and those still in the outbox.

import { DAY } from '../../contract/clock.ts';
import { fold, hasWords, wordsOf } from '../../contract/fold.ts';
import type {
  MyTicket,
  MyTicketDetail,
  TicketList,
  TicketListQuery,
  TicketStage,
  UploadProgress,
} from '../../contract/ipc.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { TicketSnapshot } from '../../contract/ticket.ts';
import type { OutboxEntry, OutboxStore } from '../outbox/outbox-store.ts';
import type { Clock } from '../support/clock.ts';
import { lastUpdatedFirst } from './order.ts';
import { type LocalRequester, pendingTicket } from './pending-ticket.ts';
import type { TicketSearch } from './ticket-search.ts';
import type { ShelfFilter, TicketHeading, TicketStore } from './ticket-store.ts';

/** Tickets closed longer ago count as older. */
const RECENTLY_CLOSED_MS = 31 * DAY;

export interface MyTicketsParts {
  tickets: TicketStore;
  outbox: OutboxStore;
  localRequester: LocalRequester;
  progress: { ofTicket(ticketId: string): UploadProgress | null };
}

/** Last updated first. Opens only the tickets returned. */
export async function listTickets(
  query: TicketListQuery,
  parts: MyTicketsParts & { search: TicketSearch; clock: Clock },
): Promise<TicketList> {
  const words = wordsOf(query.search);
  parts.search.prepare();
  const stored = words.length > 0 ? await searchTickets(words, query, parts) : onShelf(query, parts);
  // Only now: during the search, a command may have become a ticket.
  const waiting = waitingTickets(parts).filter((ticket) =>
    words.length > 0 ? hasWords(fold(ticket.title), words) : isOnShelf(ticket, query),
  );
  const tickets = [...stored.tickets, ...waiting].sort(lastUpdatedFirst).slice(0, query.limit);
  return { tickets, total: stored.total + waiting.length };
}

function onShelf(
  { shelf, older, limit }: TicketListQuery,
  parts: MyTicketsParts & { clock: Clock },
): TicketList {
  const monthAgo = new Date(parts.clock.now().getTime() - RECENTLY_CLOSED_MS).toISOString();
  const filter: ShelfFilter = { shelf, closedSince: older ? null : monthAgo };
  return {
    tickets: parts.tickets.onShelf(filter, limit).map((heading) => storedTicket(heading, parts)),
    total: parts.tickets.countOnShelf(filter),
  };
}

async function searchTickets(
  words: readonly string[],
  { limit }: TicketListQuery,
  parts: MyTicketsParts & { search: TicketSearch },
): Promise<TicketList> {
  const ids = await parts.search.find(words);
  const headings = ids.slice(0, limit).flatMap((id) => parts.tickets.heading(id) ?? []);
  return { tickets: headings.map((heading) => storedTicket(heading, parts)), total: ids.length };
}

/** Submitted tickets that no snapshot has arrived for. */
function waitingTickets(parts: MyTicketsParts): MyTicket[] {
  return parts.outbox.created().flatMap((entry) => {
    if (parts.tickets.has(entry.ticketId)) return [];
    const ticket = pendingTicket(entry, parts.localRequester);
    return ticket ? [toMyTicket(ticket, stageInOutbox(entry), false, parts)] : [];
  });
}

function isOnShelf({ you }: MyTicket, { shelf }: TicketListQuery): boolean {
  return shelf === (you === 'requester' ? 'open' : 'invited');
}

/** Error `ticket-not-found`. */
export function ticketDetail(id: string, parts: MyTicketsParts): Result<MyTicketDetail> {
  const entries = parts.outbox.ofTicket(id);
  const waiting = { ...waitingFor(entries), progress: parts.progress.ofTicket(id) };
  const stored = parts.tickets.read(id);
  if (stored) return ok({ stage: stageOf(stored, parts), ticket: stored, ...waiting });
  for (const entry of entries) {
    const ticket = pendingTicket(entry, parts.localRequester);
    if (ticket) return ok({ stage: stageInOutbox(entry), ticket, ...waiting });
  }
  return err('ticket-not-found');
}

function waitingFor(
  entries: readonly OutboxEntry[],
): Pick<MyTicketDetail, 'waitingComments' | 'waitingActs' | 'waitingRating' | 'pausedUntil'> {
  const commands = entries.map(({ command }) => command);
  const rating = commands.findLast((command) => command.kind === 'rate-ticket')?.body;
  return {
    waitingComments: commands
      .filter((command) => command.kind === 'add-comment')
      .map(({ key, submittedAt, body }) => ({
        id: key,
        body: body.body,
        attachments: body.attachments,
        submittedAt,
      })),
    waitingActs: commands.filter((command) => command.kind === 'act-on-ticket').map(({ body }) => body.act),
    pausedUntil: entries.find(({ state }) => state === 'queued')?.pause?.until ?? null,
    waitingRating: rating ? { score: rating.score, comment: rating.comment } : null,
  };
}

function stageOf(
  { id, number }: Pick<TicketSnapshot, 'id' | 'number'>,
  { tickets }: MyTicketsParts,
): TicketStage {
  if (tickets.isMissing(id)) return 'missing';
  return number === null ? 'sent' : 'created';
}

function stageInOutbox({ state }: OutboxEntry): TicketStage {
  return state === 'queued' ? 'saved' : 'sent';
}

function storedTicket(heading: TicketHeading, parts: MyTicketsParts): MyTicket {
  return toMyTicket(heading, stageOf(heading, parts), parts.tickets.isUnread(heading.id), parts);
}

function toMyTicket(
  { id, number, title, status, you, technician, ...heading }: TicketHeading,
  stage: TicketStage,
  unread: boolean,
  { progress }: MyTicketsParts,
): MyTicket {
  const { statusText, numberAwaited, createdAt, dueAt, updatedAt } = heading;
  return {
    id,
    stage,
    number,
    title,
    status,
    you,
    technician,
    unread,
    statusText,
    numberAwaited,
    createdAt,
    dueAt,
    updatedAt,
    progress: progress.ofTicket(id),
  };
}

// What My tickets shows: the tickets kept here, and those still in the outbox.
import type { MyTicket, MyTicketDetail, TicketPlace } from '../../contract/ipc.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { TicketSnapshot } from '../../contract/ticket.ts';
import type { OutboxEntry, OutboxStore } from '../outbox/outbox-store.ts';
import type { TicketStore } from './ticket-store.ts';

interface Stores {
  tickets: TicketStore;
  outbox: OutboxStore;
}

/** Last updated first. */
export function listTickets({ tickets, outbox }: Stores): MyTicket[] {
  const kept = tickets.all();
  const known = new Set(kept.map(({ id }) => id));
  const unread = tickets.unread();
  const listed = kept.map((ticket) => listedTicket(ticket, placeOf(ticket), unread.has(ticket.id)));
  const waiting = outbox.entries().flatMap((entry) => {
    const ticket = known.has(entry.ticketId) ? null : ticketToBe(entry);
    return ticket ? [listedTicket(ticket, placeInOutbox(entry), false)] : [];
  });
  return [...listed, ...waiting].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
}

/** Error `ticket-not-found`. */
export function ticketDetail(id: string, { tickets, outbox }: Stores): Result<MyTicketDetail> {
  const entries = outbox.ofTicket(id);
  const waitingComments = entries.flatMap(({ command }) =>
    command.kind === 'add-comment'
      ? [{ id: command.key, body: command.body.body, submittedAt: command.submittedAt }]
      : [],
  );
  const kept = tickets.read(id);
  if (kept) return ok({ place: placeOf(kept), ticket: kept, waitingComments });
  for (const entry of entries) {
    const ticket = ticketToBe(entry);
    if (ticket) return ok({ place: placeInOutbox(entry), ticket, waitingComments });
  }
  return err('ticket-not-found');
}

/** The ticket as it will be once the command is carried out; null for a command that creates none. */
export function ticketToBe({ command }: OutboxEntry): TicketSnapshot | null {
  if (command.kind !== 'create-ticket') return null;
  const { ticketKind, title, description, attachments } = command.body;
  return {
    id: command.key,
    number: null,
    kind: ticketKind,
    title,
    description,
    status: 'new',
    technician: null,
    solution: null,
    createdAt: command.submittedAt,
    updatedAt: command.submittedAt,
    attachments,
    comments: [],
  };
}

function placeOf(ticket: TicketSnapshot): TicketPlace {
  return ticket.number === null ? 'sent' : 'created';
}

function placeInOutbox({ state }: OutboxEntry): TicketPlace {
  return state === 'queued' ? 'saved' : 'sent';
}

function listedTicket(ticket: TicketSnapshot, place: TicketPlace, unread: boolean): MyTicket {
  const { id, number, title, status, technician, createdAt, updatedAt } = ticket;
  return { id, place, number, title, status, technician, createdAt, updatedAt, unread };
}

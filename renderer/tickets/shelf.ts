// On which of the two lists a ticket stands.
import type { MyTicket } from '../../contract/ipc.ts';

export type Shelf = 'open' | 'closed';

const MONTH = 31 * 24 * 60 * 60_000;

/** A resolved ticket stays among the open ones until it is closed; one closed for more than a month is on neither. */
export function shelfOf(ticket: Pick<MyTicket, 'status' | 'updatedAt'>, now: number): Shelf | null {
  if (ticket.status !== 'closed') return 'open';
  return now - Date.parse(ticket.updatedAt) <= MONTH ? 'closed' : null;
}

/** The tickets of one list, the last one changed first. */
export function ticketsOn(shelf: Shelf, tickets: readonly MyTicket[], now: number): MyTicket[] {
  return tickets
    .filter((ticket) => shelfOf(ticket, now) === shelf)
    .sort((one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt));
}

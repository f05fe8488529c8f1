// What in a changed ticket is worth telling the user about.
import type { TicketSnapshot } from '../../contract/ticket.ts';
import { type TicketStatus, unreachable } from '../../contract/words.ts';

/** `reply` carries the technician's words, `resolved` the solution. */
export type News =
  | { what: 'reply'; ticket: TicketSnapshot; author: string; text: string }
  | { what: 'resolved'; ticket: TicketSnapshot; text: string }
  | { what: 'status'; ticket: TicketSnapshot; status: Exclude<TicketStatus, 'resolved'> }
  | { what: 'created'; ticket: TicketSnapshot; number: string };

/** The one most telling piece of news between two snapshots of a ticket, or null. */
export function newsBetween(before: TicketSnapshot, after: TicketSnapshot): News | null {
  if (after.status === 'resolved' && before.status !== 'resolved') {
    return { what: 'resolved', ticket: after, text: after.solution ?? '' };
  }
  const known = new Set(before.comments.map(({ id }) => id));
  const reply = after.comments.findLast(({ id, author }) => author === 'technician' && !known.has(id));
  if (reply) return { what: 'reply', ticket: after, author: reply.authorName, text: reply.body };
  if (after.status !== before.status && after.status !== 'resolved') {
    return { what: 'status', ticket: after, status: after.status };
  }
  if (before.number === null && after.number !== null) {
    return { what: 'created', ticket: after, number: after.number };
  }
  return null;
}

/** Whether the ticket counts as unread: its number alone is nothing to read. */
export function isToRead({ what }: News): boolean {
  switch (what) {
    case 'reply':
    case 'resolved':
    case 'status':
      return true;
    case 'created':
      return false;
    default:
      return unreachable(what);
  }
}

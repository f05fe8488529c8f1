// What in a changed ticket is worth telling the user about.

import { type TicketStatus, unreachable } from '../../contract/primitives.ts';
import { type RequesterAct, statusAfter, type TicketSnapshot } from '../../contract/ticket.ts';

/** `reply` carries the words of the technician or of another who takes part, `resolved` the solution. */
export type News =
  | { what: 'reply'; ticket: TicketSnapshot; author: string; text: string }
  | { what: 'resolved'; ticket: TicketSnapshot; text: string }
  | { what: 'status'; ticket: TicketSnapshot; status: Exclude<TicketStatus, 'resolved'> }
  | { what: 'created'; ticket: TicketSnapshot; number: string }
  | { what: 'invited'; ticket: TicketSnapshot; by: string }
  | { what: 'approval'; ticket: TicketSnapshot; by: string };

/** What the user did to a ticket is no news to them. */
export interface OwnChanges {
  fullName: string;
  /** keys of the messages written here */
  comments: ReadonlySet<string>;
  /** acts that were sent from here, and of which nothing was seen yet */
  acts: readonly RequesterAct[];
}

/** The one most telling piece of news between two snapshots of a ticket, or null. */
export function newsBetween(before: TicketSnapshot, after: TicketSnapshot, own: OwnChanges): News | null {
  if (after.status === 'resolved' && before.status !== 'resolved') {
    return { what: 'resolved', ticket: after, text: after.solution ?? '' };
  }
  if (asksForApproval(after) && before.status !== after.status) return approvalOf(after);
  const reply = lastReply(before, after, own);
  if (reply) return { what: 'reply', ticket: after, author: reply.authorName, text: reply.body };
  if (after.status !== before.status && after.status !== 'resolved') {
    const isOwn = own.acts.some((act) => statusAfter(act, before.status) === after.status);
    return isOwn ? null : { what: 'status', ticket: after, status: after.status };
  }
  if (before.number === null && after.number !== null) {
    return { what: 'created', ticket: after, number: after.number };
  }
  return null;
}

/** News of a ticket that was not known here: somebody wants the user to take part, or to decide. */
export function newsOfNewTicket(ticket: TicketSnapshot): News | null {
  switch (ticket.you) {
    case 'requester':
    case 'joiner':
      return null;
    case 'contact':
      return { what: 'invited', ticket, by: ticket.requester.fullName };
    case 'approver':
      return asksForApproval(ticket) ? approvalOf(ticket) : null;
    default:
      return unreachable(ticket.you);
  }
}

function asksForApproval({ you, status }: TicketSnapshot): boolean {
  return you === 'approver' && status === 'waiting_for_approval';
}

function approvalOf(ticket: TicketSnapshot): News {
  return { what: 'approval', ticket, by: ticket.requester.fullName };
}

function lastReply(before: TicketSnapshot, after: TicketSnapshot, { fullName, comments }: OwnChanges) {
  const known = new Set(before.comments.map(({ id }) => id));
  return after.comments.findLast(({ id, author, authorName }) => {
    if (known.has(id) || comments.has(id)) return false;
    // Written by the same person on another computer: the name is all a comment says of its author.
    return author === 'technician' || authorName !== fullName;
  });
}

/** Whether the ticket counts as unread: its number alone is nothing to read. */
export function countsAsUnread({ what }: News): boolean {
  switch (what) {
    case 'reply':
    case 'resolved':
    case 'status':
    case 'invited':
    case 'approval':
      return true;
    case 'created':
      return false;
    default:
      return unreachable(what);
  }
}

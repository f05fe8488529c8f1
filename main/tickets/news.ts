// Which changes of a ticket the user is notified of.

import { type TicketStatus, unreachable } from '../../contract/primitives.ts';
import { type RequesterAct, statusAfter, type TicketSnapshot } from '../../contract/ticket.ts';

/** `reply` carries the text of the technician or another participant, `resolved` the solution. */
export type News =
  | { what: 'reply'; ticket: TicketSnapshot; author: string; text: string }
  | { what: 'resolved'; ticket: TicketSnapshot; text: string }
  | { what: 'status'; ticket: TicketSnapshot; status: Exclude<TicketStatus, 'resolved'> }
  | { what: 'created'; ticket: TicketSnapshot; number: string }
  | { what: 'invited'; ticket: TicketSnapshot; by: string }
  | { what: 'approval'; ticket: TicketSnapshot; by: string };

/** The user's own changes, which are no news. */
export interface OwnChanges {
  fullName: string;
  /** keys of the comments written here */
  comments: ReadonlySet<string>;
  /** acts sent from here whose effect has not been seen yet */
  acts: readonly RequesterAct[];
}

/** The most important news between two snapshots of a ticket, or null. */
export function newsBetween(before: TicketSnapshot, after: TicketSnapshot, own: OwnChanges): News | null {
  if (after.status === 'resolved' && before.status !== 'resolved') {
    return { what: 'resolved', ticket: after, text: after.solution ?? '' };
  }
  if (asksForApproval(after) && before.status !== after.status) return approvalOf(after);
  const reply = lastReply(before, after, own);
  if (reply) return { what: 'reply', ticket: after, author: reply.authorName, text: reply.body };
  if (after.status !== before.status && after.status !== 'resolved') {
    const isOwn = own.acts.some((act) => statusAfter(act, before.status) === after.status);
    return isOwn || broughtBack(before, after, own)
      ? null
      : { what: 'status', ticket: after, status: after.status };
  }
  if (before.number === null && after.number !== null) {
    return { what: 'created', ticket: after, number: after.number };
  }
  return null;
}

/** Whether the user's own answer ended the wait of a pending ticket. */
function broughtBack(before: TicketSnapshot, after: TicketSnapshot, { fullName }: OwnChanges): boolean {
  const last = after.comments.at(-1);
  const isAnswered = last?.author === 'requester' && last.authorName === fullName;
  return before.pending?.untilAnswer === true && after.status === 'assigned' && isAnswered;
}

/** News of a ticket not known here: the user is invited, or asked to approve. */
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
    // Excludes comments of the same person on another computer: a comment has only the author's name.
    return author === 'technician' || authorName !== fullName;
  });
}

/** Whether the news marks the ticket as unread: a number alone does not. */
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

// What a backend said, written down: the only place where number, status, technician, solution and replies change.

import type { TicketStatus } from '../../contract/primitives.ts';
import { type Attachment, isDone } from '../../contract/ticket.ts';
import type { Chance } from '../chance.ts';
import type { Database, Row } from '../storage/schema.ts';
import { keepAttachments } from './attachments.ts';
import { numberChange } from './change-feed.ts';
import { appendComment } from './comments.ts';

/** The part of a ticket that belongs to its backend: that of tier 1, which decides what the requester sees. */
export type BackendFacts = Partial<Pick<Row<'ticket'>, 'number' | 'status' | 'technician' | 'solution'>>;

export type LinkFacts = Partial<Pick<Row<'link'>, 'ref' | 'status' | 'backendStatus'>>;

/** A ticket that is worked on again has no solution. */
export function statusFacts(status: TicketStatus): BackendFacts {
  return isDone(status) ? { status } : { status, solution: null };
}

/**
 * Writes `facts` at the instant `at` and numbers the change, in the caller's transaction. `own` is what only the ticket's
 * link to its backend keeps.
 */
export async function recordFacts(
  transaction: Database,
  ticketId: string,
  facts: BackendFacts,
  at: string,
  own: LinkFacts = {},
): Promise<void> {
  await transaction
    .updateTable('ticket')
    .set({ ...facts, updatedAt: at })
    .where('id', '=', ticketId)
    .execute();
  await transaction
    .updateTable('link')
    .set({ ...facts, ...(facts.status === undefined ? {} : { backendStatus: null }), ...own, updatedAt: at })
    .where('ticketId', '=', ticketId)
    .where('tier', '=', 1)
    .execute();
  await numberChange(transaction, ticketId);
}

export interface TechnicianComment {
  id: string;
  ticketId: string;
  authorName: string;
  body: string;
  /** an internal note is not a change that those who take part may see */
  internal: boolean;
  attachments: readonly Attachment[];
}

/** Writes a technician's reply or internal note with its files, in the caller's transaction. */
export async function recordReply(
  transaction: Database,
  chance: Chance,
  { internal, attachments, ...comment }: TechnicianComment,
  at: string,
): Promise<void> {
  await appendComment(transaction, { ...comment, author: 'technician', internal: internal ? 1 : 0 }, at);
  const place = { ticketId: comment.ticketId, commentId: comment.id };
  await keepAttachments(transaction, chance, place, attachments);
  if (!internal) await recordFacts(transaction, comment.ticketId, {}, at);
}

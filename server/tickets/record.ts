// Records updates from backends: the only place that writes number, status, technician, solution and replies.

import type { TicketStatus } from '../../contract/primitives.ts';
import { type Attachment, isDone } from '../../contract/ticket.ts';
import type { Chance } from '../chance.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';
import { allOf } from '../storage/sent-together.ts';
import { storeAttachments } from './attachments.ts';
import { numberChange } from './change-feed.ts';
import { appendComment } from './comments.ts';

/** An update of the columns that the backend of tier 1 owns and that the requester sees. */
export type BackendUpdate = Partial<Pick<Row<'ticket'>, 'number' | 'status' | 'technician' | 'solution'>>;

export type LinkUpdate = Partial<Pick<Row<'link'>, 'ref' | 'status' | 'backendStatus'>>;

/** Returns an update to `status`; a reopened ticket loses its solution. */
export function statusUpdate(status: TicketStatus): BackendUpdate {
  return isDone(status) ? { status } : { status, solution: null };
}

/**
 * Writes `update` to the ticket and its primary link, and numbers the change, in the caller's transaction. `linkUpdate`
 * has columns that only the link has. Returns the ids of the participants.
 */
export async function recordUpdate(
  transaction: Database,
  ticketId: string,
  update: BackendUpdate,
  at: string,
  linkUpdate: LinkUpdate = {},
): Promise<string[]> {
  const ofLink = {
    ticketId,
    ...update,
    ...(update.status === undefined ? {} : { backendStatus: null }),
    ...linkUpdate,
    updatedAt: at,
  };
  const [, , readerIds] = await allOf([
    updateTicket(transaction, { ticketId, ...update, updatedAt: at }),
    updateLink(transaction, ofLink),
    numberChange(transaction, ticketId),
  ]);
  return readerIds;
}

type Written = BackendUpdate & { ticketId: string; updatedAt: string };

const updateTicket = buildOnce((db, { ticketId, ...columns }: Written) =>
  db.updateTable('ticket').set(columns).where('id', '=', ticketId),
);

const updateLink = buildOnce((db, { ticketId, ...columns }: Omit<Written, 'status'> & LinkUpdate) =>
  db.updateTable('link').set(columns).where('ticketId', '=', ticketId).where('tier', '=', 1),
);

export interface TechnicianComment {
  id: string;
  ticketId: string;
  authorName: string;
  body: string;
  /** participants do not see an internal note: it is not a change for them */
  internal: boolean;
  attachments: readonly Attachment[];
}

/** Stores a technician's reply or internal note with its files, in the caller's transaction. */
export async function recordReply(
  transaction: Database,
  chance: Chance,
  { internal, attachments, ...comment }: TechnicianComment,
  at: string,
): Promise<void> {
  await appendComment(transaction, { ...comment, author: 'technician', internal: internal ? 1 : 0 }, at);
  const place = { ticketId: comment.ticketId, commentId: comment.id };
  await storeAttachments(transaction, chance, place, attachments);
  if (!internal) await recordUpdate(transaction, comment.ticketId, {}, at);
}

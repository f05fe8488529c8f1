// What a backend said, written down: the only place where number, status, technician, solution and replies change.
import type { Database, Row } from '../storage/schema.ts';
import { numberChange } from './change-feed.ts';
import { appendComment } from './comments.ts';

/** The part of a ticket that belongs to its backend. */
export type BackendFacts = Partial<
  Pick<Row<'ticket'>, 'number' | 'backendRef' | 'status' | 'technician' | 'solution'>
>;

/** Writes `facts` at the instant `at` and numbers the change, in the caller's transaction. */
export async function recordFacts(
  transaction: Database,
  ticketId: string,
  facts: BackendFacts,
  at: string,
): Promise<void> {
  const { requesterId } = await transaction
    .updateTable('ticket')
    .set({ ...facts, updatedAt: at })
    .where('id', '=', ticketId)
    .returning('requesterId')
    .executeTakeFirstOrThrow();
  await numberChange(transaction, requesterId, ticketId);
}

export interface TechnicianComment {
  id: string;
  ticketId: string;
  authorName: string;
  body: string;
  /** an internal note is not a change the requester may see */
  internal: boolean;
}

/** Writes a technician's reply or internal note, in the caller's transaction. */
export async function recordReply(
  transaction: Database,
  { internal, ...comment }: TechnicianComment,
  at: string,
): Promise<void> {
  await appendComment(transaction, { ...comment, author: 'technician', internal: internal ? 1 : 0 }, at);
  if (!internal) await recordFacts(transaction, comment.ticketId, {}, at);
}

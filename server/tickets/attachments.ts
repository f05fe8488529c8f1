// The files of a ticket and of its comments, in the author's order.
import { v5 } from 'uuid';
import type { Attachment } from '../../contract/ticket.ts';
import type { Database, Row } from '../storage/schema.ts';

/**
 * Stores the files of a ticket or of one of its comments, in the caller's transaction: once for each. Their content is uploaded. Their
 * ids follow from that of the ticket or comment, so that a backend knows a file again that is sent again (ADR 110).
 */
export async function storeAttachments(
  transaction: Database,
  place: Pick<Row<'attachment'>, 'ticketId' | 'commentId'>,
  attachments: readonly Attachment[],
): Promise<void> {
  if (attachments.length === 0) return;
  const owner = place.commentId ?? place.ticketId;
  const rows = attachments.map((file, position) => ({
    id: v5(`file ${position}`, owner),
    ...place,
    position,
    ...file,
  }));
  await transaction.insertInto('attachment').values(rows).execute();
}

/** Returns the files that came with the ticket itself. */
export function ownFilesOf(
  db: Database,
  ticketId: string,
): Promise<Pick<Row<'attachment'>, 'id' | 'name' | 'size'>[]> {
  return db
    .selectFrom('attachment')
    .select(['id', 'name', 'size'])
    .where('ticketId', '=', ticketId)
    .where('commentId', 'is', null)
    .orderBy('position')
    .execute();
}

/** Finds a file of the ticket by its hash, among those that participants may see: not in internal notes. */
export async function findAttachment(
  db: Database,
  ticketId: string,
  sha256: string,
): Promise<Attachment | null> {
  const row = await db
    .selectFrom('attachment')
    .leftJoin('comment', 'comment.id', 'attachment.commentId')
    .select(['attachment.sha256', 'attachment.name', 'attachment.mediaType', 'attachment.size'])
    .where('attachment.ticketId', '=', ticketId)
    .where('attachment.sha256', '=', sha256)
    .where((where) => where.or([where('comment.id', 'is', null), where('comment.internal', '=', 0)]))
    .orderBy('attachment.id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

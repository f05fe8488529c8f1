// The files of a ticket and of its comments, in the order they were given.
import type { Attachment } from '../../contract/ticket.ts';
import type { Chance } from '../chance.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Writes the files of a ticket, or of one of its comments, in the caller's transaction. Their bytes are there already. */
export async function keepAttachments(
  transaction: Database,
  chance: Chance,
  place: Pick<Row<'attachment'>, 'ticketId' | 'commentId'>,
  attachments: readonly Attachment[],
): Promise<void> {
  if (attachments.length === 0) return;
  const rows = attachments.map((file, position) => ({ id: chance.id(), ...place, position, ...file }));
  await transaction.insertInto('attachment').values(rows).execute();
}

/** The file of this content in the ticket, as those who take part may see it: not one of an internal note. */
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

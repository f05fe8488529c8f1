// The comments of a ticket, in the order of their arrival.
import type { Database, Row } from '../storage/schema.ts';

export type NewComment = Pick<
  Row<'comment'>,
  'id' | 'ticketId' | 'author' | 'authorName' | 'body' | 'internal'
> &
  Partial<Pick<Row<'comment'>, 'whole'>>;

/** Appends a comment to the ticket, in the caller's transaction. `createdAt` is when it was written in a backend. */
export async function appendComment(
  transaction: Database,
  comment: NewComment,
  at: string,
  createdAt = at,
): Promise<void> {
  const { ticketId } = comment;
  const { last } = await transaction
    .selectFrom('comment')
    .select(({ fn }) => fn.max('ordinal').as('last'))
    .where('ticketId', '=', ticketId)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('comment')
    .values({ ...comment, ordinal: (last ?? 0) + 1, createdAt })
    .execute();
  await transaction.updateTable('ticket').set({ updatedAt: at }).where('id', '=', ticketId).execute();
}

// The comments of a ticket, in the order of their arrival.
import type { Chance } from '../chance.ts';
import type { Database, Row } from '../storage/schema.ts';
import { tellMembers } from './notices.ts';
import { readToldIds } from './told-staff.ts';

export type NewComment = Pick<
  Row<'comment'>,
  'id' | 'ticketId' | 'author' | 'authorName' | 'body' | 'internal'
> &
  Partial<Pick<Row<'comment'>, 'staffId' | 'whole'>> & {
    /** of a participant: who is not told of it as the technician, too */
    authorEmail?: string | null;
  };

/**
 * Appends a comment to the ticket, in the caller's transaction, and tells the technician and those who follow what a participant writes. `createdAt` is when
 * it was written in a backend.
 */
export async function appendComment(
  transaction: Database,
  { authorEmail = null, ...comment }: NewComment,
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
  const ticket = await transaction
    .updateTable('ticket')
    .set({ updatedAt: at })
    .where('id', '=', ticketId)
    .returning(['id', 'organisationId', 'technicianId'])
    .executeTakeFirstOrThrow();
  const { id, author, authorName, internal } = comment;
  if (author === 'technician' || internal === 1) return;
  const answer = { ticketId, key: id, commentId: id, at, authorName, authorEmail } as const;
  const told = await readToldIds(transaction, ticket, at);
  await tellMembers(transaction, { event: 'requester-answered', ...answer }, told);
}

/** Appends an internal note of Guichet, for staff. Returns its id. */
export async function appendNote(
  transaction: Database,
  chance: Chance,
  ticketId: string,
  body: string,
  at: string,
): Promise<string> {
  const id = chance.id();
  const note = { id, ticketId, author: 'technician', authorName: 'Guichet', body, internal: 1 } as const;
  await appendComment(transaction, note, at);
  return id;
}

// What an approver is asked about. A decision counts for what they saw, and for nothing that staff made of it since.
import { sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';

type Asked = Pick<Row<'ticket'>, 'organisationId' | 'requesterId' | 'categoryId' | 'serviceId' | 'answers'>;

/** Returns a mark of what staff can correct of the request: another one for another request. */
export function markOf(ticket: Asked): string {
  const { organisationId, requesterId, categoryId, serviceId, answers } = ticket;
  return sha256(JSON.stringify([organisationId, requesterId, categoryId, serviceId, answers]));
}

/** Reads the mark of what a ticket asks now. */
export async function readMark(db: Database, ticketId: string): Promise<string> {
  const ticket = await db
    .selectFrom('ticket')
    .select(['organisationId', 'requesterId', 'categoryId', 'serviceId', 'answers'])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  return markOf(ticket);
}

// The mail that a ticket was made of: the first mail about the ticket answers it (RFC 3834 section 3.1.5).
import type { Database } from '../storage/schema.ts';

/** Returns its Message-ID; null for a ticket of an agent, and for a mail that had none. */
export async function readAnsweredMail(db: Database, ticketId: string): Promise<string | null> {
  const mail = await db
    .selectFrom('deskMail')
    .select('messageId')
    .where('ticketId', '=', ticketId)
    .where('outcome', '=', 'ticket')
    .executeTakeFirst();
  return mail?.messageId ?? null;
}

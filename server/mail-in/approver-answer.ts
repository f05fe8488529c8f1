// Tells an approver who answers by mail that the answer is a message and decides nothing, once for each ticket.
import { mayDecide } from '../approvals/who-decides.ts';
import { escapeHtml, htmlMail } from '../mail/html.ts';
import type { Mail } from '../mail/mailer.ts';
import type { IncomingMail } from '../mailboxes/incoming-mail.ts';
import { readLanguage } from '../people/written-language.ts';
import type { Database } from '../storage/schema.ts';
import type { Destination } from './destination.ts';
import { MAIL_TEXTS } from './texts.ts';

/** Returns the mail to send once the answer is taken; null where there is nothing to tell. Read before it is recorded. */
export async function mailToApprover(
  db: Database,
  { from, mayBeAnswered, language }: Pick<IncomingMail, 'from' | 'mayBeAnswered' | 'language'>,
  destination: Destination,
): Promise<Mail | null> {
  if (destination.kind !== 'comment' || !mayBeAnswered) return null;
  const { ticket, requesterId } = destination;
  if (ticket.status !== 'waiting_for_approval' || !(await mayDecide(db, ticket.id, requesterId))) return null;
  if (await hasWritten(db, ticket.id, requesterId)) return null;
  const spoken = language ?? (await readLanguage(db, requesterId));
  const words = MAIL_TEXTS[spoken].notDecided(ticket.title);
  const paragraphs = words.text.split('\n\n').map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`);
  const html = htmlMail(spoken, paragraphs.join('\n'));
  return { to: from, subject: words.subject, text: `${words.text}\n`, html };
}

async function hasWritten(db: Database, ticketId: string, requesterId: string): Promise<boolean> {
  const row = await db
    .selectFrom('deskMail')
    .select('id')
    .where('ticketId', '=', ticketId)
    .where('requesterId', '=', requesterId)
    .where('outcome', '=', 'comment')
    .executeTakeFirst();
  return row !== undefined;
}

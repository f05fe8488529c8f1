// Composes what another desk is told of a ticket that it handed over: a header for the Guichet there, and as text what a technician
// wrote, so that it is shown there as it was written (ADR 100).
import { type DeskTold, deskHeader } from '../../contract/desk-mails.ts';
import type { Language } from '../../contract/primitives.ts';
import { escapeHtml, htmlMail } from '../mail/html.ts';
import type { Mail, MailThread } from '../mail/mailer.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type MailFileParts, readMailFiles } from './mail-files.ts';
import { SENTENCES } from './sentences.ts';

/** A notice for a desk. `thread`: of the mail, as one of a person has it. */
export interface ToldDesk {
  notice: Row<'notice'> & { deskRef: string };
  to: string;
  language: Language;
  thread: MailThread;
}

export async function composeForDesk(
  parts: MailFileParts,
  { notice, to, language, thread }: ToldDesk,
): Promise<Mail> {
  const { db } = parts;
  const { number, title, status } = await readTold(db, notice.ticketId);
  const { files, leftOut } = await readMailFiles(parts, notice.commentId);
  const said = await wordsOf(db, notice, language);
  const { helpDesk, tooLargeToMail, deskStatus } = SENTENCES[language];
  const below = leftOut.length === 0 ? '' : `\n\n${tooLargeToMail(leftOut.join(', '))}`;
  const words: DeskTold['words'] =
    said === null ? 'none' : notice.event === 'resolved' ? 'solution' : 'message';
  const text = said === null ? deskStatus(status) : `${said}${below}`.trim();
  const sign = { does: 'tell', number, status, words, seq: notice.changeSeq ?? 0 } as const;
  return {
    to,
    fromName: notice.author ?? helpDesk,
    subject: `[${number}] ${title}`,
    text: `${text}\n`,
    html: htmlMail(language, `<p>${escapeHtml(text).replaceAll('\n', '<br>\n')}</p>`),
    files,
    thread: {
      ...thread,
      refersTo: notice.deskRef,
      unsubscribe: null,
      byPerson: false,
      desk: deskHeader(sign),
    },
  };
}

/** The ticket as it is now; of a merged one, the one that is left. */
async function readTold(db: Database, id: string) {
  const query = (ticketId: string) =>
    db
      .selectFrom('ticket')
      .select(['number', 'title', 'status', 'mergedInto'])
      .where('id', '=', ticketId)
      .executeTakeFirstOrThrow();
  let ticket = await query(id);
  while (ticket.mergedInto !== null) ticket = await query(ticket.mergedInto);
  const { number, title, status } = ticket;
  if (number === null) throw new Error(`ticket ${id} has no number yet`);
  return { number, title, status };
}

/** Returns what is to be read there; null for nothing. */
async function wordsOf(
  db: Database,
  { event, commentId, words }: ToldDesk['notice'],
  language: Language,
): Promise<string | null> {
  if (event === 'merged') return SENTENCES[language].goesOnAs(words ?? '');
  if (commentId === null) return words;
  const comment = await db
    .selectFrom('comment')
    .select('body')
    .where('id', '=', commentId)
    .executeTakeFirst();
  return comment?.body ?? null;
}

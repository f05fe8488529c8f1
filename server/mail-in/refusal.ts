// Tells a sender that their mail was refused: once a day, and few an hour in all, so that nobody is made to send mails to others.
import type { Language } from '../../contract/primitives.ts';
import type { Clock } from '../clock.ts';
import { escapeHtml, htmlMail } from '../mail/html.ts';
import type { Mail } from '../mail/mailer.ts';
import type { IncomingMail } from '../mailboxes/incoming-mail.ts';
import type { Database } from '../storage/schema.ts';
import { countTakenLately, wasRefused } from './taken-mails.ts';
import { MAIL_TEXTS } from './texts.ts';

/** Answers in an hour, to all senders together. */
const MOST_AN_HOUR = 30;

/** Read before the refusal is recorded. */
export async function mayBeTold(
  db: Database,
  clock: Clock,
  { from, mayBeAnswered }: Pick<IncomingMail, 'from' | 'mayBeAnswered'>,
): Promise<boolean> {
  if (from === '' || !mayBeAnswered || (await wasRefused(db, clock, from))) return false;
  return (await countTakenLately(db, clock, ['refused'])) < MOST_AN_HOUR;
}

export function refusalMail(to: string, language: Language): Mail {
  const { subject, text } = MAIL_TEXTS[language].refusal;
  const paragraphs = text.split('\n\n').map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`);
  return { to, subject, text: `${text}\n`, html: htmlMail(language, paragraphs.join('\n')) };
}

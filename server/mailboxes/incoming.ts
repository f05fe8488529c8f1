// Parses a received mail: which mails it answers, whether a machine sent it, and its text.
import PostalMime, { type Email } from 'postal-mime';
import { textOfHtml } from '../html-text.ts';
import { type IncomingMail, MOST_HEADER } from './incoming-mail.ts';

/** Most lines of a body that are read: the parser takes 1,600 bytes for each. A file of one megabyte has 14,000. */
const MOST_LINES = 50_000;
/** Longest text of a mail that is read, in characters. */
const MOST_TEXT = 200_000;
const MESSAGE_ID = /<[^<>\s]{1,250}>/g;
/** Most Message-IDs and recipients that are read. The first one began the thread, the last ones are answered. */
const MOST_IDS = 100;
/** Longest subject, name and header that are read, in characters. */
const MOST_LINE = 1000;

/**
 * `whole` may be the header alone, or be cut at the end. Throws where it is no mail, or its header is too long.
 * @param place its position in the mailbox
 */
export async function readMail(whole: Buffer, place: string, receivedAt: Date): Promise<IncomingMail> {
  const source = firstLines(whole);
  // the headers of all parts count together; mails in mails are files, which are not read: each would be parsed again
  const mail = await PostalMime.parse(source, { maxHeadersSize: MOST_HEADER, maxRfc822NestingDepth: 0 });
  const header = (key: string) =>
    mail.headers
      .find((each) => each.key === key)
      ?.value.slice(0, MOST_LINE)
      .toLowerCase() ?? '';
  const isReport = header('content-type').startsWith('multipart/report');
  const isBounce =
    (isReport && header('content-type').includes('delivery-status')) ||
    /^(mailer-daemon|postmaster)@/i.test(mail.from?.address ?? '');
  const all = (key: string) => mail.headers.filter((each) => each.key === key).map(({ value }) => value);
  const recipients = [...(mail.to ?? []), ...(mail.cc ?? [])].map(({ address }) => address ?? '');
  const answered = [mail.inReplyTo ?? '', mail.references ?? ''].join(' ');
  // a bounce contains the mail that did not arrive
  const quoted = isBounce ? source.toString('latin1') : '';
  return {
    ref: mail.messageId?.slice(0, MOST_LINE) || place,
    refersTo: firstAndLast([
      ...new Set([...(answered.match(MESSAGE_ID) ?? []), ...(quoted.match(MESSAGE_ID) ?? [])]),
    ]),
    sentTo: [...recipients, ...all('delivered-to'), ...all('x-original-to')]
      .slice(0, MOST_IDS)
      .map((one) => one.trim().slice(0, MOST_LINE).toLowerCase()),
    authentication: all('authentication-results').slice(0, MOST_IDS),
    subject: (mail.subject ?? '').slice(0, MOST_LINE),
    author: (mail.from?.name || mail.from?.address || '').slice(0, MOST_LINE),
    from: (mail.from?.address ?? '').trim().slice(0, MOST_LINE).toLowerCase(),
    isAutomatic:
      isBounce ||
      isReport ||
      // another Guichet passed it on
      header('x-guichet-relay') !== '' ||
      header('return-path').trim() === '<>' ||
      !['', 'no'].includes(header('auto-submitted').trim()) ||
      /^(bulk|junk|list|auto_reply)/.test(header('precedence').trim()),
    isBounce,
    text: textOf(mail).slice(0, MOST_TEXT),
    receivedAt: receivedAt.toISOString(),
  };
}

/** Returns the header, and the lines of the body that are read. Throws where the header is too long. */
function firstLines(mail: Buffer): Buffer {
  const headerEnd = mail.toString('latin1').search(/(?:^|\n)\r*\n/);
  let end = headerEnd < 0 ? mail.length : headerEnd;
  if (end > MOST_HEADER) throw new Error('the header is too long');
  for (let lines = 0; lines < MOST_LINES; lines++) {
    const next = mail.indexOf('\n', end) + 1;
    if (next === 0) return mail;
    end = next;
  }
  return mail.subarray(0, end);
}

function firstAndLast(ids: string[]): string[] {
  return ids.length <= MOST_IDS ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MOST_IDS)];
}

function textOf({ text, html }: Email): string {
  if (text?.trim()) return text.replace(/\r\n?/g, '\n');
  if (!html) return '';
  return textOfHtml(html.slice(0, MOST_TEXT));
}

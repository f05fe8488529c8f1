// Parses a received mail: which mails it answers, whether a machine sent it, and its text.
import PostalMime, { type Email } from 'postal-mime';
import { textOfHtml } from '../html-text.ts';

export interface IncomingMail {
  /** its Message-ID, or its position in the mailbox where it has none */
  ref: string;
  /** Message-IDs of the mails it answers, with angle brackets */
  refersTo: readonly string[];
  /** the addresses it was sent and delivered to, in lower case */
  sentTo: readonly string[];
  /** values of Authentication-Results, the latest first */
  authentication: readonly string[];
  subject: string;
  /** name of its sender, or the address where there is no name */
  author: string;
  /** the address in From, in lower case and not verified; empty where there is none */
  from: string;
  /** an automatic mail (RFC 3834): its text is not a comment */
  isAutomatic: boolean;
  /** reports that a mail did not arrive */
  isBounce: boolean;
  /** plain text, quotes included */
  text: string;
  receivedAt: string;
}

/** Longest text of a mail that is read, in characters. */
const MOST_TEXT = 200_000;
const MESSAGE_ID = /<[^<>\s]{1,250}>/g;
/** Most Message-IDs and recipients that are read. The first one began the thread, the last ones are answered. */
const MOST_IDS = 100;
/** Longest subject, name and header that are read, in characters. */
const MOST_LINE = 1000;

/**
 * `source` may be the header alone, or be cut at the end.
 * @param place its position in the mailbox
 */
export async function readMail(source: Buffer, place: string, receivedAt: Date): Promise<IncomingMail> {
  const mail = await PostalMime.parse(source);
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
    ref: mail.messageId || place,
    refersTo: firstAndLast([
      ...new Set([...(answered.match(MESSAGE_ID) ?? []), ...(quoted.match(MESSAGE_ID) ?? [])]),
    ]),
    sentTo: [...recipients, ...all('delivered-to'), ...all('x-original-to')]
      .slice(0, MOST_IDS)
      .map((one) => one.trim().toLowerCase()),
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

function firstAndLast(ids: string[]): string[] {
  return ids.length <= MOST_IDS ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MOST_IDS)];
}

function textOf({ text, html }: Email): string {
  if (text?.trim()) return text.replace(/\r\n?/g, '\n');
  if (!html) return '';
  return textOfHtml(html.slice(0, MOST_TEXT));
}

// Interprets the mails of a help desk about our tickets: numbers, statuses, comments.
import type { MailSettings } from '../../../contract/mail-settings.ts';
import { LIMITS, type TicketStatus } from '../../../contract/primitives.ts';
import { isAuthenticated } from '../../mailboxes/authentication.ts';
import type { IncomingMail } from '../../mailboxes/incoming-mail.ts';
import { stripQuoted, wordsOfDesk } from '../../mailboxes/strip-quoted.ts';
import type { BackendComment, TicketChange } from '../connector.ts';
import { FILE_TEXTS, saidOfLeftOut } from '../file-texts.ts';
import type { StoredFiles } from '../kept-files.ts';
import { statusNamed } from '../status-map.ts';
import { hasMessage, messageOf, toldIn, withTold } from './guichet-answers.ts';
import { createFind } from './patterns.ts';
import type { SentMail, SentMails } from './sent-mails.ts';
import { CANNOT_BE_SHOWN } from './sentences.ts';

/** A mail, and the mail that created the ticket it is about. */
interface DeskAnswer {
  mail: IncomingMail;
  ticket: SentMail;
  /** files of the mail, where it brings some */
  stored?: StoredFiles;
}

export interface DeskAnswers {
  /**
   * Returns the ticket of a mail, or null for mails of others and for our own. A mail belongs to a ticket if it answers one
   * of our mails, whose reply key only its recipients have, and is not from a requester; or if it names the ticket and
   * comes from the help desk's own senders (ADR 62).
   */
  ticketOf(mail: IncomingMail): Promise<SentMail | null>;
  /**
   * Whether the help desk's own senders wrote it. Everybody who got a reply or a forwarded mail of the desk has the reply
   * key too: such a mail is for staff only, and changes nothing.
   */
  writesForDesk(mail: IncomingMail): boolean;
  /** Whether the files of this mail, which writes for the desk, are for the ticket. */
  bringsFiles(mail: IncomingMail): boolean;
  /** Whether a mail of the desk is one that nobody wrote, and brings neither a status nor a number that was not known. */
  isSilent(answer: DeskAnswer): boolean;
  /** Returns the ticket that a mail names without belonging to it, or null. */
  claimedBy(mail: IncomingMail): Promise<SentMail | null>;
  /**
   * Learns the number in a mail of the desk's own senders, for a ticket that has none. A number belongs to one ticket.
   * Returns the ticket's number.
   */
  learnNumber(answer: DeskAnswer): Promise<string | null>;
  /** Adds a mail to the change made of earlier mails (null for the first). */
  changeOf(answer: DeskAnswer, before: TicketChange | null): Promise<TicketChange>;
}

const KEY = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
/** Longest part of a report that staff are shown, in characters. */
const MOST_REPORT = 2000;
const NO_FILES: StoredFiles = { files: [], leftOut: [] };
/** Those of earlier versions have 32 digits. */
const PLUS_ADDRESS = /\+([0-9a-z]{25}|[0-9a-f]{32})@/;

export function createDeskAnswers(settings: MailSettings, sent: SentMails): DeskAnswers {
  const findNumber = createFind(settings.numberPattern);
  const findStatus = createFind(settings.statusPattern);
  const findWords = createFind(settings.wordsPattern);

  function numberIn({ mail, ticket }: DeskAnswer): string | null {
    if (mail.isBounce || !writesForDesk(mail)) return null;
    if (settings.guichet) return toldIn(mail)?.number ?? null;
    const [subject, text] = ownText(mail, ticket);
    return findNumber(subject) ?? findNumber(text);
  }

  function statusIn({ mail, ticket }: DeskAnswer): { word: string; status: TicketStatus | null } | null {
    if (mail.isBounce || settings.guichet || !writesForDesk(mail)) return null;
    const [subject, text] = ownText(mail, ticket);
    const word = findStatus(subject) ?? findStatus(text);
    return word === null ? null : { word, status: statusNamed(settings.statuses, word) };
  }

  function writesForDesk({ from, authentication }: IncomingMail): boolean {
    const at = from.lastIndexOf('@');
    const isNamed = [settings.to, ...settings.senders].some((one) => one === from || one === from.slice(at));
    if (at < 0 || !isNamed) return false;
    const { authServer } = settings;
    return authServer === null || isAuthenticated(authentication, authServer, from.slice(at + 1));
  }

  const isOurs = async ({ ref }: IncomingMail) => (await sent.findAny({ messageIds: [ref] })).length > 0;

  /** Returns the mail of ours that this one answers: only its recipients know its Message-ID and its reply key. */
  async function answeredBy(mail: IncomingMail): Promise<SentMail | null> {
    const replyKeys = mail.sentTo.flatMap((address) => PLUS_ADDRESS.exec(address)?.[1] ?? []);
    const found = await sent.findAny({ messageIds: mail.refersTo, replyKeys });
    const proven = found.filter(({ replyKey }) => replyKey !== null);
    // in a thread merged from two, the mail that is answered comes first
    const first = mail.refersTo
      .map((id) => proven.find(({ messageId }) => messageId === id))
      .find((one) => one !== undefined);
    return first ?? proven[0] ?? null;
  }

  /** Returns the mail that this one names, by a key, by its tag, or by the Message-ID of a mail without reply key. */
  async function namedBy(mail: IncomingMail): Promise<SentMail | null> {
    const keys = mail.subject.toLowerCase().match(KEY) ?? [];
    const [found] = await sent.findAny({ messageIds: mail.refersTo, keys });
    if (found) return found;
    const number = findNumber(withoutKeys(mail.subject));
    return number === null ? null : sent.findByNumber(number);
  }

  async function place(mail: IncomingMail): Promise<{ ticket: SentMail | null; belongs: boolean }> {
    if (await isOurs(mail)) return { ticket: null, belongs: false };
    const answered = await answeredBy(mail);
    const about = answered ?? (await namedBy(mail));
    const ticket = about && (await sent.find(about.ticketKey));
    if (!ticket) return { ticket: null, belongs: false };
    const belongs =
      writesForDesk(mail) ||
      (answered !== null && !(await sent.sendersOf(ticket.ticketKey)).includes(mail.from));
    return { ticket, belongs };
  }

  async function learnNumber(answer: DeskAnswer): Promise<string | null> {
    const { ticket } = answer;
    if (ticket.number !== null) return ticket.number;
    const number = numberIn(answer);
    return number !== null && (await sent.learnNumber(ticket.key, number)) ? number : null;
  }

  function commentIn({ mail, stored = NO_FILES }: DeskAnswer): BackendComment | null {
    if (mail.isBounce) return { ...commentOf(mail, reportOf(mail)), isBounce: true };
    const isProven = writesForDesk(mail);
    const told = settings.guichet ? toldIn(mail) : null;
    const leftOut = saidOfLeftOut(stored.leftOut, FILE_TEXTS[settings.language].filesLeftOut);
    if (told !== null) {
      if (!hasMessage(told)) return null;
      const message = messageOf(mail, stored, leftOut);
      return isProven ? message : { ...message, unprovenSender: mail.from };
    }
    if (isProven) {
      if (mail.isAutoReply) return null;
      const { files } = stored;
      const all = mail.text.trim();
      const own = findWords(mail.text)?.trim() || wordsOfDesk(mail.text);
      const isEmpty = own === '' && files.length === 0 && leftOut === '';
      const body = isEmpty ? CANNOT_BE_SHOWN[settings.language] : `${own}${leftOut}`.trim();
      return { ...commentOf(mail, body), files, whole: all === own ? null : all.slice(0, LIMITS.comment) };
    }
    const body = mail.isAutomatic || mail.isByList ? '' : stripQuoted(mail.text);
    return body === '' ? null : { ...commentOf(mail, body), unprovenSender: mail.from || mail.author };
  }

  return {
    learnNumber,
    writesForDesk,
    bringsFiles(mail) {
      if (mail.isBounce || !writesForDesk(mail)) return false;
      const told = settings.guichet ? toldIn(mail) : null;
      return told === null ? !mail.isAutoReply : hasMessage(told);
    },
    isSilent(answer) {
      const { mail, ticket } = answer;
      if (mail.isBounce || !mail.isAutoReply || !writesForDesk(mail)) return false;
      return statusIn(answer) === null && (ticket.number !== null || numberIn(answer) === null);
    },
    async ticketOf(mail) {
      const { ticket, belongs } = await place(mail);
      return belongs ? ticket : null;
    },
    async claimedBy(mail) {
      const { ticket, belongs } = await place(mail);
      return belongs ? null : ticket;
    },
    async changeOf(answer, before) {
      const number = await learnNumber(answer);
      const reported = statusIn(answer);
      const { mail } = answer;
      const comment = commentIn(answer);
      const change: TicketChange = {
        ...before,
        ref: answer.ticket.key,
        number,
        status: reported ? reported.status : (before?.status ?? null),
        backendStatus: reported?.word ?? before?.backendStatus ?? null,
        technician: null,
        solution: before?.solution ?? null,
        comments: [...(before?.comments ?? []), ...(comment ? [comment] : [])],
      };
      const told = settings.guichet && writesForDesk(mail) ? toldIn(mail) : null;
      return told === null ? change : withTold(change, told, mail.text);
    },
  };
}

/** Returns subject and text without our own parts: a number in a title or request is not the ticket's. */
function ownText({ subject, text }: IncomingMail, { title }: SentMail): [string, string] {
  const own = (part: string) => withoutKeys(title === '' ? part : part.replaceAll(title, ' '));
  return [own(subject), own(stripQuoted(text))];
}

function withoutKeys(text: string): string {
  return text.replace(KEY, ' ');
}

function commentOf({ ref, author, receivedAt }: IncomingMail, body: string): BackendComment {
  return { ref, author, body, createdAt: receivedAt, key: null };
}

/** Of a report, its subject and what it says to people. */
function reportOf({ subject, text }: IncomingMail): string {
  return `${subject}\n\n${text}`.trim().slice(0, MOST_REPORT);
}

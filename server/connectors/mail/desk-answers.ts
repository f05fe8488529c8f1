// What the mails of a desk say about our tickets: numbers, statuses, words of people.
import type { MailSettings } from '../../../contract/mail-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type { BackendComment, TicketChange } from '../connector.ts';
import { statusNamed } from '../status-map.ts';
import type { IncomingMail } from './incoming.ts';
import { createFind } from './patterns.ts';
import type { SentMail, SentMails } from './sent-mails.ts';
import { stripQuoted } from './strip-quoted.ts';

/** A mail, and the mail that made the ticket which it is about. */
export interface DeskAnswer {
  mail: IncomingMail;
  ticket: SentMail;
}

export interface DeskAnswers {
  /**
   * The ticket that a mail is about: by References, by a key in its subject, by its tag. null for anything else, and for
   * our own mails. Numbers can be guessed: a tag alone counts from the desk's own senders (ADR 38).
   */
  ticketOf(mail: IncomingMail): Promise<SentMail | null>;
  /** Of a mail that is about none: the ticket that its tag names, where its sender does not write for the desk. */
  claimedBy(mail: IncomingMail): Promise<SentMail | null>;
  /** The number it tells, of a ticket that has none yet. */
  numberIn(answer: DeskAnswer): string | null;
  /** What a mail adds to what those before it said of its ticket, null for the first. Its number is kept in the book. */
  changeOf(answer: DeskAnswer, before: TicketChange | null): Promise<TicketChange>;
}

const KEY = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

export function createDeskAnswers(settings: MailSettings, sent: SentMails): DeskAnswers {
  const findNumber = createFind(settings.numberPattern);
  const findStatus = createFind(settings.statusPattern);

  function numberIn({ mail, ticket }: DeskAnswer): string | null {
    if (mail.isBounce || ticket.number !== null) return null;
    const [subject, text] = ownWords(mail, ticket);
    return findNumber(subject) ?? findNumber(text);
  }

  function statusIn({ mail, ticket }: DeskAnswer): { word: string; status: TicketStatus | null } | null {
    // staff are to see that a mail never arrived: no mail of the desk will ever say it
    if (mail.isBounce) return { word: mail.subject, status: null };
    const [subject, text] = ownWords(mail, ticket);
    const word = findStatus(subject) ?? findStatus(text);
    return word === null ? null : { word, status: statusNamed(settings.statuses, word) };
  }

  const isOurs = async ({ ref }: IncomingMail) => (await sent.findAny([ref], [])).length > 0;

  /** Message-IDs and keys are known to those alone who had a mail of its thread. */
  async function provenBy(mail: IncomingMail): Promise<SentMail | null> {
    if (await isOurs(mail)) return null;
    const keys = mail.subject.toLowerCase().match(KEY) ?? [];
    const found = await sent.findAny(mail.refersTo, keys);
    // a thread that was made of two: what is answered comes before what is only referred to
    const ours = mail.refersTo.map((id) => found.find(({ messageId }) => messageId === id)).find(Boolean);
    const first = ours ?? found[0];
    return first ? sent.find(first.ticketKey) : null;
  }

  async function ticketOfTag(mail: IncomingMail): Promise<SentMail | null> {
    if (await isOurs(mail)) return null;
    const number = findNumber(withoutKeys(mail.subject));
    return number === null ? null : sent.findByNumber(number);
  }

  function writesForDesk(address: string): boolean {
    const domain = address.slice(address.lastIndexOf('@'));
    return (
      address !== '' && [settings.to, ...settings.senders].some((one) => one === address || one === domain)
    );
  }

  return {
    numberIn,
    ticketOf: async (mail) => (await provenBy(mail)) ?? (writesForDesk(mail.from) ? ticketOfTag(mail) : null),
    claimedBy: async (mail) => (writesForDesk(mail.from) ? null : ticketOfTag(mail)),
    async changeOf(answer, before) {
      const { mail, ticket } = answer;
      const number = ticket.number ?? numberIn(answer);
      if (number !== null && ticket.number === null) await sent.learnNumber(ticket.key, number);
      const told = statusIn(answer);
      const comment = commentOf(mail);
      return {
        ref: ticket.key,
        number,
        status: told ? told.status : (before?.status ?? null),
        backendStatus: told?.word ?? before?.backendStatus ?? null,
        technician: null,
        solution: null,
        comments: [...(before?.comments ?? []), ...(comment ? [comment] : [])],
      };
    },
  };
}

/** Subject and text without what came from us: a number in somebody's title or request is not the ticket's. */
function ownWords({ subject, text }: IncomingMail, { title }: SentMail): [string, string] {
  const own = (words: string) => withoutKeys(title === '' ? words : words.replaceAll(title, ' '));
  return [own(subject), own(stripQuoted(text))];
}

function withoutKeys(text: string): string {
  return text.replace(KEY, ' ');
}

function commentOf(mail: IncomingMail): BackendComment | null {
  const body = mail.isAutomatic ? '' : stripQuoted(mail.text);
  if (body === '') return null;
  return { ref: mail.ref, author: mail.author, body, createdAt: mail.receivedAt, key: null };
}

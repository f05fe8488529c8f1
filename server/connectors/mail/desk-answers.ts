// Interprets the mails of a help desk about our tickets: numbers, statuses, comments.
import type { MailSettings } from '../../../contract/mail-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type { BackendComment, TicketChange } from '../connector.ts';
import { statusNamed } from '../status-map.ts';
import type { IncomingMail } from './incoming.ts';
import { createFind } from './patterns.ts';
import type { SentMail, SentMails } from './sent-mails.ts';
import { stripQuoted } from './strip-quoted.ts';

/** A mail, and the mail that created the ticket it is about. */
interface DeskAnswer {
  mail: IncomingMail;
  ticket: SentMail;
}

export interface DeskAnswers {
  /**
   * Finds the ticket of a mail by References, by a key in the subject, or by its tag. Returns null for other mails and for
   * our own. Numbers can be guessed: a tag alone counts only from the help desk's own senders (ADR 38).
   */
  ticketOf(mail: IncomingMail): Promise<SentMail | null>;
  /** Returns the ticket that the tag names, where the sender does not write for the help desk; else null. */
  claimedBy(mail: IncomingMail): Promise<SentMail | null>;
  /** Returns the number in the mail, for a ticket that has none yet. */
  numberIn(answer: DeskAnswer): string | null;
  /** Adds a mail to the change made of earlier mails (null for the first). Stores a new number in the sent-mail log. */
  changeOf(answer: DeskAnswer, before: TicketChange | null): Promise<TicketChange>;
}

const KEY = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

export function createDeskAnswers(settings: MailSettings, sent: SentMails): DeskAnswers {
  const findNumber = createFind(settings.numberPattern);
  const findStatus = createFind(settings.statusPattern);

  function numberIn({ mail, ticket }: DeskAnswer): string | null {
    if (mail.isBounce || ticket.number !== null) return null;
    const [subject, text] = ownText(mail, ticket);
    return findNumber(subject) ?? findNumber(text);
  }

  function statusIn({ mail, ticket }: DeskAnswer): { word: string; status: TicketStatus | null } | null {
    // staff must see that a mail never arrived: no mail of the help desk will report it
    if (mail.isBounce) return { word: mail.subject, status: null };
    const [subject, text] = ownText(mail, ticket);
    const word = findStatus(subject) ?? findStatus(text);
    return word === null ? null : { word, status: statusNamed(settings.statuses, word) };
  }

  const isOurs = async ({ ref }: IncomingMail) => (await sent.findAny([ref], [])).length > 0;

  /** Only recipients of a mail of the thread know its Message-IDs and keys. */
  async function provenBy(mail: IncomingMail): Promise<SentMail | null> {
    if (await isOurs(mail)) return null;
    const keys = mail.subject.toLowerCase().match(KEY) ?? [];
    const found = await sent.findAny(mail.refersTo, keys);
    // in a thread merged from two, the mail that is answered comes first
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
      const reported = statusIn(answer);
      const comment = commentOf(mail);
      return {
        ref: ticket.key,
        number,
        status: reported ? reported.status : (before?.status ?? null),
        backendStatus: reported?.word ?? before?.backendStatus ?? null,
        technician: null,
        solution: null,
        comments: [...(before?.comments ?? []), ...(comment ? [comment] : [])],
      };
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

function commentOf(mail: IncomingMail): BackendComment | null {
  const body = mail.isAutomatic ? '' : stripQuoted(mail.text);
  if (body === '') return null;
  return { ref: mail.ref, author: mail.author, body, createdAt: mail.receivedAt, key: null };
}

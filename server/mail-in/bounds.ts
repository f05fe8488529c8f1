// How many mails are taken, so that nobody fills the desk, silences others, or writes to a program without end. Mails are counted apart by
// whether their sender is proven and known: forged ones use up nothing that a known person needs. An hour is one in which mails came to the
// mailbox (INTERNALDATE, which no sender chooses): after a day without it, a day of mails is read at once.
import type { Database } from '../storage/schema.ts';
import type { Destination } from './destination.ts';
import { countArrivedBefore, countTaken, hourBefore, type PlacedMail } from './taken-mails.ts';

/** Mails of one sender in an hour that become something; more wait for a technician, or are not taken of who is not proven or not known. */
const MOST_OF_SENDER = 60;
/** Mails of another desk in an hour, of which each file is one. */
const MOST_OF_DESK = 2000;
/** Mails that wait for a technician; more are not taken. Of people whom nobody here has, then of all others; proven or not, so many each. */
const MOST_HELD = { unknown: 300, known: 200 };
/** Mails of one sender with one subject in an hour that become tickets; more wait for a technician. */
const MOST_ALIKE = 10;
/** Mails of all unknown people in an hour that become tickets; more wait for a technician. Proven or not, so many each. */
const MOST_OF_UNKNOWN = 60;

/** Outcomes of mails that count: what became nothing must not use up what others may write. */
const BECAME = ['ticket', 'comment', 'act', 'held', 'refused'] as const;

type Bounded = Omit<PlacedMail, 'place'>;

const kindOf = ({ isProven, isKnown }: Bounded) => ({ proven: isProven ? 1 : 0, known: isKnown ? 1 : 0 });

/** A mail, and whether a named desk sent it, which writes for all its people. */
type OfSender = Bounded & { isOfDesk: boolean };

/** Whether the sender has written as much as one may in an hour. */
export async function hasWrittenMost(db: Database, { isOfDesk, ...placed }: OfSender): Promise<boolean> {
  const { mail } = placed;
  const of = { sender: mail.from, proven: kindOf(placed).proven };
  return (await countArrivedBefore(db, mail, BECAME, of)) >= (isOfDesk ? MOST_OF_DESK : MOST_OF_SENDER);
}

/** Whether one more mail may wait. */
export async function hasRoom(db: Database, placed: Bounded): Promise<boolean> {
  const most = placed.isKnown ? MOST_HELD.known : MOST_HELD.unknown;
  return (await countTaken(db, ['held'], kindOf(placed))) < most;
}

/** Lets a mail wait that comes after too many of its sender, and one that would become a ticket after too many such. */
export async function withinBounds(
  db: Database,
  placed: OfSender,
  destination: Destination,
): Promise<Destination> {
  switch (destination.kind) {
    case 'held':
    case 'refused':
      return destination;
    case 'ticket': {
      if (!(await hasWrittenMost(db, placed)) && (placed.isOfDesk || !(await isOneTooMany(db, placed))))
        return destination;
      const { organisationId, answers, deskRef } = destination;
      return { kind: 'held', reason: 'flood', ticketId: answers?.id ?? null, organisationId, deskRef };
    }
    default: {
      if (!(await hasWrittenMost(db, placed))) return destination;
      const { id: ticketId, organisationId } = destination.ticket;
      return { kind: 'held', reason: 'flood', ticketId, organisationId, deskRef: null };
    }
  }
}

async function isOneTooMany(db: Database, placed: Bounded): Promise<boolean> {
  const { mail, isKnown } = placed;
  const ofUnknown = () => countArrivedBefore(db, mail, ['ticket'], kindOf(placed));
  if (!isKnown && (await ofUnknown()) >= MOST_OF_UNKNOWN) return true;
  const rows = await db
    .selectFrom('deskMail')
    .select('subject')
    .where('sender', '=', mail.from)
    .where('receivedAt', '>', hourBefore(mail.receivedAt))
    .where('receivedAt', '<=', mail.receivedAt)
    .where('outcome', '=', 'ticket')
    .execute();
  return rows.filter(({ subject }) => coreOf(subject) === coreOf(mail.subject)).length >= MOST_ALIKE;
}

/** Without numbers, and without what programs put before a subject that they answer. */
function coreOf(subject: string): string {
  return subject
    .toLowerCase()
    .replace(/^(?:[a-zé]{1,3}\s?:\s*)+/, '')
    .replace(/[\d\s\p{P}\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 100);
}

// How many mails are taken, so that nobody fills the desk, silences others, or writes to a program without end. Mails are counted apart by
// whether their sender is proven and known: forged ones use up nothing that a known person needs.
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import type { Destination } from './destination.ts';
import { countTaken, hourAgo, type PlacedMail } from './taken-mails.ts';

/** Mails of one sender in an hour that become something; more are not taken. */
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

/** Whether the sender has written as much as one may in an hour. `isOfDesk`: a known desk, which writes for all its people. */
export async function hasWrittenMost(
  db: Database,
  clock: Clock,
  placed: Bounded,
  isOfDesk: boolean,
): Promise<boolean> {
  const { proven } = kindOf(placed);
  const of = { sender: placed.mail.from, proven };
  return (await countTaken(db, hourAgo(clock), BECAME, of)) >= (isOfDesk ? MOST_OF_DESK : MOST_OF_SENDER);
}

/** Whether one more mail may wait. */
export async function hasRoom(db: Database, placed: Bounded): Promise<boolean> {
  const most = placed.isKnown ? MOST_HELD.known : MOST_HELD.unknown;
  return (await countTaken(db, '', ['held'], kindOf(placed))) < most;
}

/** Lets a mail wait that would become a ticket after too many such. */
export async function withinBounds(
  db: Database,
  clock: Clock,
  placed: Bounded & { isOfDesk: boolean },
  destination: Destination,
): Promise<Destination> {
  if (destination.kind !== 'ticket' || placed.isOfDesk || !(await isOneTooMany(db, clock, placed)))
    return destination;
  const { organisationId, answers, deskRef } = destination;
  return { kind: 'held', reason: 'flood', ticketId: answers?.id ?? null, organisationId, deskRef };
}

async function isOneTooMany(db: Database, clock: Clock, placed: Bounded): Promise<boolean> {
  const { mail, isKnown } = placed;
  const since = hourAgo(clock);
  const ofUnknown = () => countTaken(db, since, ['ticket'], kindOf(placed));
  if (!isKnown && (await ofUnknown()) >= MOST_OF_UNKNOWN) return true;
  const rows = await db
    .selectFrom('deskMail')
    .select('subject')
    .where('sender', '=', mail.from)
    .where('takenAt', '>', since)
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

// Which mails were taken, so that each is taken once, and what became of them. Owns desk_mail.
import type { Chance } from '../chance.ts';
import { type Clock, DAY, HOUR, instantFrom } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { IncomingMail } from '../mailboxes/incoming-mail.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Rows of mails that became nothing are kept this long, in milliseconds. A folder that is made anew repeats older ones. */
const KEPT_FOR = 90 * DAY;
/** Longest sender, name and subject that are kept, in characters. */
const MOST_LINE = 500;

export interface PlacedMail {
  mail: IncomingMail;
  /** its position in the mailbox, with the mailbox's name */
  place: string;
  /** whether the receiving mail server vouches for its sender */
  isProven: boolean;
  /** whether an organisation or the staff has its sender */
  isKnown: boolean;
}

export type TakenMail = Pick<Row<'deskMail'>, 'outcome'> &
  Partial<
    Pick<
      Row<'deskMail'>,
      'reason' | 'text' | 'leftOut' | 'ticketId' | 'commentId' | 'requesterId' | 'organisationId' | 'deskRef'
    >
  >;

/** Whether it has a Message-ID: without, its text tells it from others. */
export function hasId({ mail, place }: PlacedMail): boolean {
  return !place.endsWith(` ${mail.ref}`);
}

/** The sender counts too: somebody else's mail with the same Message-ID is another one. */
export function hashOf(placed: PlacedMail): string {
  const { mail, isProven } = placed;
  const { ref, from, subject, text, receivedAt } = mail;
  return sha256(JSON.stringify(hasId(placed) ? [ref, from, isProven] : [from, subject, text, receivedAt]));
}

export async function isTaken(db: Database, of: { place: string } | { hash: string }): Promise<boolean> {
  const [column, value] = 'place' in of ? (['place', of.place] as const) : (['hash', of.hash] as const);
  const row = await db.selectFrom('deskMail').select('id').where(column, '=', value).executeTakeFirst();
  return row !== undefined;
}

const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f-\x7e]+>$/;

/** Records a mail in the transaction of what it became. Throws where it was taken before. Returns the id of the row. */
export async function recordTaken(
  transaction: Database,
  { clock, chance }: { clock: Clock; chance: Chance },
  placed: PlacedMail,
  taken: TakenMail,
): Promise<string> {
  const { mail, place } = placed;
  const { id } = await transaction
    .insertInto('deskMail')
    .values({
      id: chance.id(),
      place,
      hash: hashOf(placed),
      messageId: MESSAGE_ID.test(mail.ref) ? mail.ref : null,
      sender: mail.from.slice(0, MOST_LINE),
      senderName: oneLine(mail.author),
      subject: oneLine(mail.subject),
      receivedAt: mail.receivedAt,
      language: mail.language,
      takenAt: instantFrom(clock),
      text: '',
      leftOut: '[]',
      proven: placed.isProven ? 1 : 0,
      known: placed.isKnown ? 1 : 0,
      ...taken,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MOST_LINE);
}

/** What is counted: all of these that are given. */
type Counted = Partial<Pick<Row<'deskMail'>, 'sender' | 'proven' | 'known'>>;

type Outcomes = readonly Row<'deskMail'>['outcome'][];

/** Counts the mails with one of these outcomes. */
export async function countTaken(db: Database, outcomes: Outcomes, of: Counted = {}): Promise<number> {
  return numberOf(await counting(db, outcomes, of).executeTakeFirstOrThrow());
}

/** Counts those that were taken in the last hour, whenever they came. */
export async function countTakenLately(db: Database, clock: Clock, outcomes: Outcomes): Promise<number> {
  const since = instantFrom(clock, -HOUR);
  return numberOf(await counting(db, outcomes).where('takenAt', '>', since).executeTakeFirstOrThrow());
}

/** Counts those that came in the hour before this mail did, whenever they were read: a mailbox may have been away for days. */
export async function countArrivedBefore(
  db: Database,
  { receivedAt }: Pick<IncomingMail, 'receivedAt'>,
  outcomes: Outcomes,
  of: Counted = {},
): Promise<number> {
  const counted = counting(db, outcomes, of)
    .where('receivedAt', '>', hourBefore(receivedAt))
    .where('receivedAt', '<=', receivedAt);
  return numberOf(await counted.executeTakeFirstOrThrow());
}

function counting(db: Database, outcomes: Outcomes, of: Counted = {}) {
  return db
    .selectFrom('deskMail')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('outcome', 'in', outcomes)
    .where(({ and }) => and(of));
}

const numberOf = ({ count }: { count: string | number | bigint }) => Number(count);

/** `at` is an instant. */
export const hourBefore = (at: string) => new Date(Date.parse(at) - HOUR).toISOString();

/** When this sender was last refused within a day; a sender is answered once in that time. */
export async function wasRefused(db: Database, clock: Clock, sender: string): Promise<boolean> {
  const row = await db
    .selectFrom('deskMail')
    .select('id')
    .where('sender', '=', sender)
    .where('outcome', '=', 'refused')
    .where('takenAt', '>', instantFrom(clock, -DAY))
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes what is old and became nothing. */
export async function forgetOld(db: Database, clock: Clock): Promise<void> {
  await db
    .deleteFrom('deskMail')
    .where('outcome', 'in', ['refused', 'automatic', 'too-many', 'failed'])
    .where('takenAt', '<=', instantFrom(clock, -KEPT_FOR))
    .execute();
}

// Mails of another desk that hands its tickets over: it says in a header what to do, and its address is the requester (ADR 100).
import type { DeskMailbox } from '../../contract/built-in-settings.ts';
import type { DeskAsked } from '../../contract/desk-mails.ts';
import type { Requester } from '../../contract/enrolment.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { isFinished } from '../../contract/ticket.ts';
import { readClosing } from '../backends/closing.ts';
import { instantFrom } from '../clock.ts';
import { enqueueTransition } from '../delivery/enqueue.ts';
import { followPrimary } from '../delivery/relay.ts';
import { deskStatusAfter, readDeskStatus } from '../desk/desk-status.ts';
import type { IncomingMail } from '../mailboxes/incoming-mail.ts';
import type { Database, Row } from '../storage/schema.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { linksOf } from '../tickets/links.ts';
import { tellDesks } from '../tickets/notices.ts';
import { recordMove } from '../tickets/record.ts';
import type { WritingParts } from './written.ts';

export type DeskAct = Exclude<DeskAsked['does'], 'open' | 'say'>;

/**
 * Returns what a mail asks for in the name of a desk that an administrator named; null for any other mail, whatever its header says, and
 * for what a desk tells, which its backend reads. It is to be done only where the sender is proven.
 */
export function claimedIn(
  { desk, isBounce, from }: IncomingMail,
  { desks }: Pick<DeskMailbox, 'desks'>,
): DeskAsked['does'] | null {
  return desk === null || desk.does === 'tell' || isBounce || !desks.includes(from) ? null : desk.does;
}

/** The name of who wrote at another desk, with that desk's: nobody is taken for a person of ours. */
export function nameAtDesk(writer: string, desk: Requester): Requester {
  if (writer === desk.fullName || writer === desk.email) return desk;
  const of = ` (${desk.fullName})`.slice(0, LIMITS.fullName / 2);
  return { ...desk, fullName: `${writer.slice(0, LIMITS.fullName - of.length).toWellFormed()}${of}` };
}

/** Returns the Message-ID by which the other desk knows its ticket; null where the mail has none. */
export function deskRefOf({ ref }: IncomingMail): string | null {
  return /^<[^<>\s]{1,250}>$/.test(ref) ? ref : null;
}

/** A ticket that another desk handed over, as the mail that opened it names it. */
export interface DeskThread {
  ticketId: string;
  deskRef: string;
}

/** Returns the latest ticket of the thread that this sender began; null where its mail became none. */
export async function findDeskThread(
  db: Database,
  { refersTo, from }: IncomingMail,
): Promise<DeskThread | null> {
  if (refersTo.length === 0) return null;
  const row = await db
    .selectFrom('deskMail')
    .select(['ticketId', 'deskRef'])
    .where('deskRef', 'in', refersTo)
    .where('sender', '=', from)
    .where('outcome', '=', 'ticket')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (!row?.ticketId || row.deskRef === null) return null;
  return { ticketId: row.ticketId, deskRef: row.deskRef };
}

interface AskedAct {
  ticket: Pick<Row<'ticket'>, 'id'>;
  does: DeskAct;
  by: Requester;
  /** the solution, of a ticket that is resolved there */
  text: string;
  /** unique among the mails */
  key: string;
}

/** Carries out what the other desk did with its ticket. Where this one does not follow, that desk is told how it is. */
export async function takeDeskAct(
  transaction: Database,
  parts: WritingParts,
  { ticket: { id: ticketId }, does, by, text, key }: AskedAct,
): Promise<void> {
  const at = instantFrom(parts.clock);
  const { status, ...need } = await readDeskStatus(transaction, ticketId);
  if (does === 'resolve' && !isFinished(status) && status !== 'waiting_for_approval') {
    const solution = text.trim() || null;
    const move = {
      from: status,
      to: 'resolved',
      by: 'backend',
      name: by.fullName,
      reason: solution,
    } as const;
    const closesAt = await readClosing(transaction, parts.clock);
    await recordMove(transaction, ticketId, move, at, { solution, closesAt, authorEmail: by.email });
    return followPrimary(transaction, parts, ticketId, { to: 'resolved', by, solution });
  }
  if (does === 'resolve' || deskStatusAfter(does, status, need) === null) {
    await numberChange(transaction, ticketId);
    const nobody = { authorName: null, authorEmail: null };
    return tellDesks(transaction, { event: 'moved', ticketId, key, at, ...nobody });
  }
  for (const link of await linksOf(transaction, ticketId))
    await enqueueTransition(transaction, parts, link, { act: does, by }, key);
}

// To whom a notice is mailed, and whether they may and need still be told, in a mail of its own or in a digest.
import { mayBeSwitchedOff } from '../../contract/mail-events.ts';
import type { Language } from '../../contract/primitives.ts';
import { parseScope, reaches } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readParticipants } from '../tickets/participants.ts';

export interface Recipient {
  to: string;
  language: Language;
}

/**
 * Returns null for staff who were deactivated or no longer reach the ticket; for a requester who no longer takes part, or one of whose
 * agents has shown it; for an approver who need not decide any more; and for whoever switched such mails off meanwhile.
 */
export function readRecipient(db: Database, notice: Row<'notice'>): Promise<Recipient | null> {
  if (notice.requesterId === null) return readStaff(db, notice);
  const told = { ...notice, requesterId: notice.requesterId };
  return notice.event === 'approval-asked' ? readApprover(db, told) : readParticipant(db, told);
}

type OfRequester = Row<'notice'> & { requesterId: string };

/** Also where their agent has shown it: they are to decide. */
async function readApprover(db: Database, notice: OfRequester): Promise<Recipient | null> {
  const { ticketId, requesterId } = notice;
  const isAsked = await db
    .selectFrom('participant')
    .innerJoin('ticket', 'ticket.id', 'participant.ticketId')
    .select('participant.requesterId')
    .where('participant.ticketId', '=', ticketId)
    .where('participant.requesterId', '=', requesterId)
    .where('role', '=', 'approver')
    .where('ticket.status', '=', 'waiting_for_approval')
    .executeTakeFirst();
  return isAsked ? readRequester(db, { ...notice, changeSeq: null }) : null;
}

/** Whoever was taken off the ticket sees nothing of it any more. By their address: a ticket that moved names them anew. */
async function readParticipant(db: Database, notice: OfRequester): Promise<Recipient | null> {
  const { ticketId, requesterId, deskRef } = notice;
  // another desk is told of the ticket that it handed over, whoever is its requester here
  if (deskRef !== null) return readRequester(db, notice);
  const known = await db
    .selectFrom('requester')
    .select('email')
    .where('id', '=', requesterId)
    .executeTakeFirstOrThrow();
  const people = (await readParticipants(db, [ticketId])).get(ticketId) ?? [];
  const takesPart = people.some(({ email, role }) => email === known.email && role !== 'approver');
  return takesPart ? readRequester(db, notice) : null;
}

async function readRequester(
  db: Database,
  { event, deskRef, ticketId, requesterId, changeSeq }: OfRequester,
): Promise<Recipient | null> {
  const { email, mailsAlways, mailsNotices, writtenLanguage, mailLanguage } = await db
    .selectFrom('requester')
    .innerJoin('ticket', (join) => join.on('ticket.id', '=', ticketId))
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .select(['email', 'mailsAlways', 'mailsNotices', 'writtenLanguage', 'mailLanguage'])
    .where('requester.id', '=', requesterId)
    .executeTakeFirstOrThrow();
  const isForDesk = deskRef !== null || event === 'moved';
  if (!isForDesk && mayBeSwitchedOff(event) && mailsNotices === 0) return null;
  const agents = await db
    .selectFrom('agent')
    .select(['state', 'fetchedSeq', 'language'])
    .where('requesterId', '=', requesterId)
    .orderBy('lastSeenAt', 'desc')
    .execute();
  const isShown = agents.some(
    ({ state, fetchedSeq }) => changeSeq !== null && state === 'active' && fetchedSeq >= changeSeq,
  );
  if (isShown && mailsAlways === 0) return null;
  const named = agents.find(({ language }) => language !== null)?.language;
  return { to: email, language: named ?? writtenLanguage ?? mailLanguage };
}

async function readStaff(
  db: Database,
  { event, ticketId, staffId }: Row<'notice'>,
): Promise<Recipient | null> {
  const staff = await db
    .selectFrom('staff')
    .innerJoin('ticket', (join) => join.on('ticket.id', '=', ticketId))
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .leftJoin('mailWish', 'mailWish.staffId', 'staff.id')
    .select(['email', 'mailWish.language', 'switchedOff', 'mailLanguage'])
    .select(['organisationIds', 'ticket.organisationId'])
    .where('staff.id', '=', staffId)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst();
  if (!staff || !reaches(parseScope(staff.organisationIds), staff.organisationId)) return null;
  if ((JSON.parse(staff.switchedOff ?? '[]') as string[]).includes(event)) return null;
  return { to: staff.email, language: staff.language ?? staff.mailLanguage };
}

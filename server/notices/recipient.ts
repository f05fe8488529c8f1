// To whom a notice is mailed, and whether they still need it.
import type { Language } from '../../contract/primitives.ts';
import { parseScope, reaches } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';

export interface Recipient {
  to: string;
  language: Language;
}

/** Returns null for staff who were deactivated or no longer reach the ticket, and for a requester one of whose agents has shown it, and
 * for an approver who need not decide any more. */
export function readRecipient(db: Database, notice: Row<'notice'>): Promise<Recipient | null> {
  const { event, requesterId, staffId, ticketId, changeSeq } = notice;
  return requesterId === null
    ? readStaff(db, ticketId, staffId ?? '')
    : event === 'approval-asked'
      ? readApprover(db, ticketId, requesterId)
      : readRequester(db, ticketId, requesterId, changeSeq);
}

/** Also where their agent has shown it: they are to decide. */
async function readApprover(db: Database, ticketId: string, requesterId: string): Promise<Recipient | null> {
  const isAsked = await db
    .selectFrom('participant')
    .innerJoin('ticket', 'ticket.id', 'participant.ticketId')
    .select('participant.requesterId')
    .where('participant.ticketId', '=', ticketId)
    .where('participant.requesterId', '=', requesterId)
    .where('role', '=', 'approver')
    .where('ticket.status', '=', 'waiting_for_approval')
    .executeTakeFirst();
  return isAsked ? readRequester(db, ticketId, requesterId, null) : null;
}

async function readRequester(
  db: Database,
  ticketId: string,
  requesterId: string,
  changeSeq: number | null,
): Promise<Recipient | null> {
  const { email, mailsAlways, writtenLanguage, mailLanguage } = await db
    .selectFrom('requester')
    .innerJoin('ticket', (join) => join.on('ticket.id', '=', ticketId))
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .select(['email', 'mailsAlways', 'writtenLanguage', 'mailLanguage'])
    .where('requester.id', '=', requesterId)
    .executeTakeFirstOrThrow();
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

async function readStaff(db: Database, ticketId: string, staffId: string): Promise<Recipient | null> {
  const staff = await db
    .selectFrom('staff')
    .innerJoin('ticket', (join) => join.on('ticket.id', '=', ticketId))
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .leftJoin('mailWish', 'mailWish.staffId', 'staff.id')
    .select(['email', 'mailWish.language', 'mailLanguage', 'organisationIds', 'ticket.organisationId'])
    .where('staff.id', '=', staffId)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst();
  if (!staff || !reaches(parseScope(staff.organisationIds), staff.organisationId)) return null;
  return { to: staff.email, language: staff.language ?? staff.mailLanguage };
}

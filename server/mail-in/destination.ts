// What becomes of a mail: who wrote it, which ticket it is about, and what the settings say of strangers.
import type { DeskMailbox } from '../../contract/built-in-settings.ts';
import type { DeskAsked } from '../../contract/desk-mails.ts';
import type { Requester } from '../../contract/enrolment.ts';
import type { HeldReason } from '../../contract/held-mails.ts';
import type { Replier } from '../desk/public-reply.ts';
import type { ReplyKeys } from '../mail/reply-key.ts';
import { isAuthenticated } from '../mailboxes/authentication.ts';
import type { IncomingMail } from '../mailboxes/incoming-mail.ts';
import { parseScope, reaches } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readParticipants } from '../tickets/participants.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { type DeskAct, deskRefOf, findDeskThread } from './from-desks.ts';
import { findStaff, nameOfSender, organisationOfDomain, organisationsThatKnow } from './sender.ts';

export type Destination =
  | { kind: 'comment'; ticket: Row<'ticket'>; requesterId: string }
  | { kind: 'reply'; ticket: Row<'ticket'>; staff: Replier }
  | { kind: 'act'; ticket: Row<'ticket'>; requesterId: string; does: DeskAct }
  | {
      kind: 'ticket';
      organisationId: string;
      person: Requester;
      answers: Row<'ticket'> | null;
      deskRef: string | null;
    }
  | {
      kind: 'held';
      reason: HeldReason;
      ticketId: string | null;
      organisationId: string | null;
      deskRef: string | null;
    }
  | { kind: 'refused' };

interface Question {
  settings: DeskMailbox;
  replyKeys: ReplyKeys;
  mail: IncomingMail;
  isProven: boolean;
  /** what another desk asks for, which is named in the settings and proven; null for all other mails */
  asked: DeskAsked['does'] | null;
}

/** Whether the receiving mail server says that the mail comes from the address in From. */
export function isVouchedFor(
  { from, authentication }: IncomingMail,
  { authServer }: Pick<DeskMailbox, 'authServer'>,
): boolean {
  const at = from.lastIndexOf('@');
  return at > 0 && authServer !== null && isAuthenticated(authentication, authServer, from.slice(at + 1));
}

/** Decides in a transaction that carries it out, or before, to know whether files are needed. */
export async function destinationOf(db: Database, question: Question): Promise<Destination> {
  const { mail, isProven, asked } = question;
  if (asked === 'open') return ofNewMail(db, question, deskRefOf(mail));
  const thread = asked === null ? null : await findDeskThread(db, mail);
  const answered = thread
    ? await survivor(db, thread.ticketId)
    : asked === null
      ? await answeredTicket(db, question)
      : null;
  if (answered === null) return asked === null ? ofNewMail(db, question) : ofLostMail(db, question);
  const people = (await readParticipants(db, [answered.id])).get(answered.id) ?? [];
  const writer = people.find(({ email }) => email === mail.from);
  if (writer && isProven) {
    if (asked !== null && asked !== 'say')
      return { kind: 'act', ticket: answered, requesterId: writer.requesterId, does: asked };
    if (answered.status !== 'closed')
      return { kind: 'comment', ticket: answered, requesterId: writer.requesterId };
    const { organisationId } = answered;
    const { email, fullName } = writer;
    const deskRef = thread?.deskRef ?? null;
    return { kind: 'ticket', organisationId, person: { email, fullName }, answers: answered, deskRef };
  }
  const place = { ticketId: answered.id, organisationId: answered.organisationId, deskRef: null };
  const staff = isProven ? await findStaff(db, mail.from) : undefined;
  if (staff) {
    // an address that a provider merely named is anybody's choice
    const mayAnswer =
      staff.emailProven === 1 && reaches(parseScope(staff.organisationIds), answered.organisationId);
    return mayAnswer && answered.status !== 'closed'
      ? { kind: 'reply', ticket: answered, staff }
      : { kind: 'held', reason: 'staff', ...place };
  }
  if (question.settings.strangers === 'refuse') return { kind: 'refused' };
  if (question.settings.strangers === 'ticket' && isProven) return ofNewMail(db, question);
  return { kind: 'held', reason: isProven ? 'not-participant' : 'unproven', ...place };
}

/** Returns the ticket whose key the mail has, or the one that it was merged into in the end. */
async function answeredTicket(db: Database, { replyKeys, mail }: Question): Promise<Row<'ticket'> | null> {
  // the mail that is answered comes last among the References, but the address is what the sender chose to write to
  const inAddress = mail.sentTo.flatMap((address) => replyKeys.ticketsOfAddress(address));
  const inThread = mail.refersTo.toReversed().flatMap((id) => replyKeys.ticketsIn(id));
  for (const id of [...inAddress, ...inThread]) {
    const ticket = await survivor(db, id);
    if (ticket) return ticket;
  }
  return null;
}

async function survivor(db: Database, id: string): Promise<Row<'ticket'> | null> {
  // in a row they are as many as staff merged; a circle cannot be made, since a merged ticket is closed
  for (let next = id; ; ) {
    await takeTicket(db, next);
    const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', next).executeTakeFirst();
    if (!ticket || ticket.mergedInto === null) return ticket ?? null;
    next = ticket.mergedInto;
  }
}

/** A desk writes about a ticket that is not here, or not yet: a technician decides, and no other ticket is made of it. */
async function ofLostMail(db: Database, question: Question): Promise<Destination> {
  const { mail, isProven, settings } = question;
  const [only, ...others] = await organisationsThatKnow(db, mail.from);
  if (settings.strangers === 'refuse' && !(only && isProven)) return { kind: 'refused' };
  const organisationId = others.length > 0 ? null : (only?.organisationId ?? null);
  const reason = isProven ? 'not-participant' : 'unproven';
  return { kind: 'held', reason, ticketId: null, organisationId, deskRef: null };
}

/** `deskRef`: of a mail with which another desk hands a ticket over. */
async function ofNewMail(
  db: Database,
  { settings, mail, isProven, asked }: Question,
  deskRef: string | null = null,
): Promise<Destination> {
  const known = await organisationsThatKnow(db, mail.from);
  const [only, ...others] = known;
  const hold = (reason: HeldReason): Destination =>
    settings.strangers === 'refuse'
      ? { kind: 'refused' }
      : {
          kind: 'held',
          reason,
          ticketId: null,
          organisationId: others.length > 0 ? null : (only?.organisationId ?? null),
          deskRef,
        };
  if (only && !isProven) return hold('unproven');
  if (only && others.length > 0)
    return { kind: 'held', reason: 'several-organisations', ticketId: null, organisationId: null, deskRef };
  if (only) return { kind: 'ticket', ...only, answers: null, deskRef };
  if (mail.from === '') return hold('no-address');
  if (settings.strangers !== 'ticket') return hold('stranger');
  const organisationId =
    (await organisationOfDomain(db, mail.from)) ?? (await existing(db, settings.organisationId));
  if (organisationId === null) return hold('stranger');
  const person = { email: mail.from, fullName: asked === null ? nameOfSender(mail) : mail.from };
  return { kind: 'ticket', organisationId, person, answers: null, deskRef };
}

async function existing(db: Database, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const row = await db.selectFrom('organisation').select('id').where('id', '=', id).executeTakeFirst();
  return row?.id ?? null;
}

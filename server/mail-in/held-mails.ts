// Mails that wait for a technician: listed, and made what the technician decides.
import type { Staff, StaffScope } from '../../contract/console.ts';
import type { Requester } from '../../contract/enrolment.ts';
import type { HeldMail, HeldMailDecision, HeldMails } from '../../contract/held-mails.ts';
import { Email, unreachable } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Attachment } from '../../contract/ticket.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { readCapabilities } from '../backends/backends.ts';
import type { SecretSeal } from '../backends/secrets.ts';
import { instantFrom } from '../clock.ts';
import { ensureRequester, findPerson } from '../people/named-people.ts';
import { noteWrittenLanguage } from '../people/written-language.ts';
import { inScope, reaches } from '../staff/scope.ts';
import { lockRows } from '../storage/dialect/dialect.ts';
import type { Database, Row } from '../storage/schema.ts';
import { announceTicket } from '../tickets/announce.ts';
import { byStaff } from '../tickets/history.ts';
import { addParticipant, readParticipants } from '../tickets/participants.ts';
import { recordRelated } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { refusalMail } from './refusal.ts';
import { nameOfSender } from './sender.ts';
import { readSetUp } from './settings.ts';
import type { TakingParts } from './take-mail.ts';
import { MAIL_TEXTS, type MailTexts } from './texts.ts';
import { type Letter, type WritingParts, writeComment, writeTicket } from './written.ts';

/** Mails in one answer. */
const AT_ONCE = 100;

export interface HeldMailParts extends TakingParts {
  seal: SecretSeal;
}

/** Those of the scope. Of strangers nobody knows which organisation they are of: they are for staff of all. */
export async function listHeldMails(db: Database, scope: StaffScope): Promise<HeldMails> {
  const { count } = await db
    .selectFrom('deskMail')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('outcome', '=', 'held')
    .where(inScope(scope, 'deskMail.organisationId'))
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('deskMail')
    .leftJoin('ticket', 'ticket.id', 'deskMail.ticketId')
    .selectAll('deskMail')
    .select('ticket.number as ticketNumber')
    .where('outcome', '=', 'held')
    .where(inScope(scope, 'deskMail.organisationId'))
    .orderBy('takenAt')
    .orderBy('deskMail.id')
    .limit(AT_ONCE)
    .execute();
  const ids = rows.map(({ id }) => id);
  const files =
    ids.length === 0
      ? []
      : await db
          .selectFrom('deskMailFile')
          .select(['mailId', 'name', 'mediaType', 'size'])
          .where('mailId', 'in', ids)
          .orderBy('position')
          .execute();
  const mails = rows.map(
    ({ id, sender: from, senderName: name, subject, text, receivedAt, reason, ...row }): HeldMail => ({
      ...{ id, from, name, subject, text, receivedAt },
      reason: reason ?? 'stranger',
      ticketNumber: row.ticketNumber,
      organisationId: row.organisationId,
      files: files.flatMap(({ mailId, ...file }) => (mailId === id ? [file] : [])),
      leftOut: JSON.parse(row.leftOut) as string[],
    }),
  );
  return { mails, count: Number(count) };
}

/** Returns a file of a mail that waits, and that somebody of the scope decides about; `position` is that in the list. */
export function readHeldFile(
  db: Database,
  scope: StaffScope,
  mailId: string,
  position: number,
): Promise<Pick<Attachment, 'sha256' | 'name'> | undefined> {
  return db
    .selectFrom('deskMailFile')
    .innerJoin('deskMail', 'deskMail.id', 'deskMailFile.mailId')
    .select(['sha256', 'name'])
    .where('mailId', '=', mailId)
    .where('position', '=', position)
    .where('outcome', '=', 'held')
    .where(inScope(scope, 'deskMail.organisationId'))
    .executeTakeFirst();
}

/**
 * Returns the ticket that the mail became, or was added to; null for one that was refused. Errors: not-found for an organisation, or
 * for a mail that no longer waits; ticket-number-unknown; ticket-closed.
 */
export async function decideHeldMail(
  parts: HeldMailParts,
  staff: Staff,
  id: string,
  decision: HeldMailDecision,
): Promise<Result<string | null>> {
  const { db, announce, mailer, audit } = parts;
  const language = (await readSetUp(parts))?.settings.language ?? 'en';
  const texts = MAIL_TEXTS[language];
  const writing = { ...parts, capabilities: await readCapabilities(parts.backends) };
  const { organisationIds: scope } = staff;
  let sender = '';
  const result = await db.transaction().execute(async (transaction): Promise<Result<string | null>> => {
    const query = transaction
      .selectFrom('deskMail')
      .selectAll()
      .where('id', '=', id)
      .where('outcome', '=', 'held')
      .where(inScope(scope, 'organisationId'));
    const mail = await lockRows(transaction, query, 'deskMail').executeTakeFirst();
    if (!mail) return err('not-found');
    sender = mail.sender;
    const decided = await carryOut(transaction, writing, { mail, decision, texts, scope });
    if (!decided.ok) return decided;
    const { how, ...became } = decided.value;
    const { ticketId } = became;
    if (ticketId !== null && how !== null) {
      const at = instantFrom(parts.clock);
      await recordRelated(transaction, ticketId, byStaff(staff), { how, sender: mail.sender }, at);
    }
    await transaction.deleteFrom('deskMailFile').where('mailId', '=', id).execute();
    await transaction
      .updateTable('deskMail')
      .set({ ...became, reason: null, text: '', leftOut: '[]', takenAt: instantFrom(parts.clock) })
      .where('id', '=', id)
      .execute();
    await audit(transaction, {
      staffId: staff.id,
      act: 'decide-held-mail',
      subject: ticketId === null ? { kind: 'backend', id: BUILT_IN } : { kind: 'ticket', id: ticketId },
      details: { became: decision.act, mail: id, ...(how === 'sender-added' && { contact: sender }) },
    });
    return ok(ticketId);
  });
  if (!result.ok) return result;
  const { value: ticketId } = result;
  if (decision.act === 'refuse' && decision.answer && Email.safeParse(sender).success)
    await mailer.send(refusalMail(sender, language));
  if (ticketId === null) announce.console('tickets', null);
  else {
    parts.kickDelivery();
    await announceTicket(db, announce, ticketId);
  }
  return result;
}

interface Decided {
  mail: Row<'deskMail'>;
  decision: HeldMailDecision;
  texts: MailTexts;
  scope: StaffScope;
}

type Became = Pick<Row<'deskMail'>, 'outcome' | 'ticketId' | 'commentId' | 'requesterId'> &
  Partial<Pick<Row<'deskMail'>, 'proven'>> & {
    /** what the history of the ticket says; null without one */
    how: 'mail-made' | 'mail-added' | 'sender-added' | null;
  };

/** Writes nothing when it returns an error. */
async function carryOut(
  transaction: Database,
  parts: WritingParts,
  { mail, decision, texts, scope }: Decided,
): Promise<Result<Became>> {
  const letter = await letterOf(transaction, mail);
  const person = {
    email: mail.sender,
    fullName: nameOfSender({ author: mail.senderName, from: mail.sender }),
  };
  switch (decision.act) {
    case 'ticket': {
      const { organisationId } = decision;
      const isReached = reaches(scope, organisationId) && (await isOrganisation(transaction, organisationId));
      if (!Email.safeParse(mail.sender).success || !isReached) return err('not-found');
      const whose = { organisationId, person, answers: null };
      const made = await writeTicket(transaction, parts, whose, letter, texts);
      await noteWrittenLanguage(transaction, made.requesterId, mail.language);
      // the technician vouches for the sender, who is told that the ticket was received
      return ok({ outcome: 'ticket', commentId: null, proven: 1, how: 'mail-made', ...made });
    }
    case 'comment': {
      const ticket = await findDeskTicket(transaction, scope, decision.ticketNumber);
      if (!ticket) return err('ticket-number-unknown');
      const status = await takeTicket(transaction, ticket.id);
      if (status === null || status === 'closed') return err('ticket-closed');
      if (decision.addSender && !Email.safeParse(mail.sender).success) return err('not-found');
      const isAdded = decision.addSender && (await addContact(transaction, parts, ticket, person));
      const to = { ticket: { id: ticket.id, status }, author: person };
      const commentId = await writeComment(transaction, parts, to, letter, texts);
      const how = isAdded ? 'sender-added' : 'mail-added';
      return ok({ outcome: 'comment', ticketId: ticket.id, commentId, requesterId: null, how });
    }
    case 'refuse':
      return ok({ outcome: 'refused', ticketId: null, commentId: null, requesterId: null, how: null });
    default:
      return unreachable(decision);
  }
}

/** Makes the sender a contact, under the name that the organisation knows. Returns false for somebody who takes part already. */
async function addContact(
  transaction: Database,
  parts: WritingParts,
  { id: ticketId, organisationId }: Pick<Row<'ticket'>, 'id' | 'organisationId'>,
  sender: Requester,
): Promise<boolean> {
  const people = (await readParticipants(transaction, [ticketId])).get(ticketId) ?? [];
  if (people.some(({ email }) => email === sender.email)) return false;
  const person = (await findPerson(transaction, organisationId, sender.email)) ?? sender;
  const requesterId = await ensureRequester(transaction, parts, organisationId, person);
  await addParticipant(transaction, { ticketId, requesterId, role: 'contact' }, instantFrom(parts.clock));
  return true;
}

async function letterOf(db: Database, { id, subject, text, leftOut }: Row<'deskMail'>): Promise<Letter> {
  const files = await db
    .selectFrom('deskMailFile')
    .select(['sha256', 'name', 'mediaType', 'size'])
    .where('mailId', '=', id)
    .orderBy('position')
    .execute();
  return { subject, text, files, leftOut: JSON.parse(leftOut) as string[] };
}

async function isOrganisation(db: Database, id: string): Promise<boolean> {
  const row = await db.selectFrom('organisation').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** The numbers of the built-in desk are unique; those of other systems may be the same. */
async function findDeskTicket(
  db: Database,
  scope: StaffScope,
  number: string,
): Promise<Pick<Row<'ticket'>, 'id' | 'organisationId'> | undefined> {
  return db
    .selectFrom('ticket')
    .innerJoin('link', 'link.ticketId', 'ticket.id')
    .select(['ticket.id', 'ticket.organisationId'])
    .where('ticket.number', 'in', [number, number.toUpperCase(), number.toLowerCase()])
    .where(inScope(scope, 'ticket.organisationId'))
    .where('link.tier', '=', 1)
    .where('link.backendId', '=', BUILT_IN)
    .executeTakeFirst();
}

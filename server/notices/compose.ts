// Composes the mail of a notice from the ticket as it is now, in the language of its recipient.
import { withKey } from '../../contract/keyed-address.ts';
import { carriesWords, isStaffEvent, type MailEvent, mayBeSwitchedOff } from '../../contract/mail-events.ts';
import type { Language } from '../../contract/primitives.ts';
import { makeApprovalLink } from '../approvals/approval-links.ts';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import type { Mail, MailThread } from '../mail/mailer.ts';
import type { ReplyKeys } from '../mail/reply-key.ts';
import { ANSWER_MARKS } from '../mailboxes/answer-mark.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readAnsweredMail } from './answered-mail.ts';
import type { Claimed } from './claims.ts';
import { firstBodies } from './digest.ts';
import { composeForDesk } from './for-desks.ts';
import { type MailFileParts, readMailFiles } from './mail-files.ts';
import { readMailWords } from './mail-texts.ts';
import { type Recipient, readRecipient } from './recipient.ts';
import {
  joinBodies,
  type MailBody,
  type MailFooter,
  type MailValues,
  type RenderedMail,
  renderBody,
  renderMail,
} from './render.ts';
import { SENTENCES } from './sentences.ts';
import type { UnsubscribeLinks } from './unsubscribe-links.ts';

/** Longest description in a mail, in characters. */
const MOST_OF_DESCRIPTION = 2000;

export interface ComposeParts extends MailFileParts {
  clock: Clock;
  chance: Chance;
  replyKeys: ReplyKeys;
  unsubscribeLinks: UnsubscribeLinks;
  publicUrl: () => string;
  /** address of the mailbox that reads answers for this organisation; null where none does */
  deskAddressOf(organisationId: string): Promise<string | null>;
}

/** A mail with what it tells, and what its recipient is not told any more; either may be missing. */
export interface Composed {
  told: { mail: Mail; notices: Claimed } | null;
  untold: Claimed | null;
}

/** Asks of each notice whether it may still be told: what was claimed together may have been told at very different times. */
export async function composeMail(parts: ComposeParts, claimed: Claimed): Promise<Composed> {
  const recipients = [];
  for (const notice of claimed) recipients.push({ notice, recipient: await readRecipient(parts.db, notice) });
  const [first, ...others] = recipients.flatMap(({ notice, recipient }) =>
    recipient === null ? [] : [{ notice, recipient }],
  );
  const [dropped, ...more] = recipients.flatMap(({ notice, recipient }) =>
    recipient === null ? [notice] : [],
  );
  const untold: Claimed | null = dropped ? [dropped, ...more] : null;
  if (!first) return { told: null, untold };
  const notices: Claimed = [first.notice, ...others.map(({ notice }) => notice)];
  const { to, language } = first.recipient;
  const mail =
    others.length > 0
      ? { to, ...(await composeDigest(parts, notices, language)) }
      : await composeSingle(parts, first.notice, first.recipient);
  return mail === null ? { told: null, untold: claimed } : { told: { mail, notices }, untold };
}

/** Returns null for what only desks are told of. */
async function composeSingle(
  parts: ComposeParts,
  notice: Row<'notice'>,
  { to, language }: Recipient,
): Promise<Mail | null> {
  const ticket = await readTicket(parts.db, notice.ticketId);
  const { event, deskRef } = notice;
  if (deskRef !== null) {
    const replyTo = await replyAddress(parts, ticket);
    const thread = threadOf(parts, notice, { replyTo, unsubscribe: null });
    return composeForDesk(parts, { notice: { ...notice, deskRef }, to, language, thread });
  }
  if (event === 'moved') return null;
  const told = { ...notice, event };
  const replyTo = await replyAddress(parts, ticket);
  const unsubscribe = mayBeSwitchedOff(event) ? unsubscribeLinkOf(parts, told) : null;
  // staff have them in the console
  const { files, leftOut } = await readMailFiles(
    parts,
    notice.requesterId === null ? null : notice.commentId,
  );
  const tooLarge = leftOut.length === 0 ? [] : [SENTENCES[language].tooLargeToMail(leftOut.join(', '))];
  const footer = [...tooLarge, ...footerOf(told, language, { replyTo, unsubscribe })];
  const body = await bodyOf(parts, told, ticket, language);
  const thread = threadOf(parts, notice, { replyTo, unsubscribe });
  const answered = event === 'received' ? await readAnsweredMail(parts.db, notice.ticketId) : null;
  return {
    to,
    ...renderMail(language, body, footer, headOf(told, language, replyTo)),
    thread: { ...thread, refersTo: thread.refersTo ?? answered },
    files,
  };
}

/** A notice for a person. */
type Told = Row<'notice'> & { event: MailEvent };

function isForPeople(notice: Row<'notice'>): notice is Told {
  return notice.event !== 'moved';
}

async function composeDigest(
  parts: ComposeParts,
  notices: Claimed,
  language: Language,
): Promise<RenderedMail & Pick<Mail, 'thread'>> {
  const [first] = notices;
  const bodies = await firstBodies(notices.filter(isForPeople), async (notice) =>
    bodyOf(parts, notice, await readTicket(parts.db, notice.ticketId), language),
  );
  const { digest, moreInGuichet, lessMail } = SENTENCES[language];
  const unsubscribe = parts.unsubscribeLinks.ofStaff(first.staffId ?? '', null);
  const left = notices.length - bodies.length;
  const more = left > 0 ? [moreInGuichet(left, `${parts.publicUrl()}/`)] : [];
  const thread = {
    messageId: `<digest.${first.id}@${hostOf(parts)}>`,
    ...{ refersTo: null, replyTo: null, byPerson: false, unsubscribe },
  };
  const joined = joinBodies(digest(notices.length), bodies);
  return { ...renderMail(language, joined, [...more, lessMail(unsubscribe)]), thread };
}

async function bodyOf(
  parts: ComposeParts,
  notice: Told,
  ticket: ToldTicket,
  language: Language,
): Promise<MailBody> {
  const { db } = parts;
  const words = await readMailWords(db, { event: notice.event, language });
  const { number, title, description, organisation, requester, team, dueAt } = ticket;
  const nobody = SENTENCES[language].helpDesk;
  const technician = isStaffEvent(notice.event) ? ticket.technician : (notice.author ?? ticket.technician);
  const values: MailValues = {
    ...{ number: number ?? '', title, organisation, requester, team: team ?? '' },
    technician: technician ?? nobody,
    author: notice.author ?? nobody,
    comment: notice.commentId === null ? (notice.words ?? '') : await readComment(db, notice.commentId),
    other: notice.words ?? '',
    description: description.slice(0, MOST_OF_DESCRIPTION),
    due: dueAt === null ? '' : inWords(dueAt, language),
    ...{ until: untilOf(ticket, language), closing: closingOf(ticket, language) },
    link: await linkOf(parts, notice),
  };
  return renderBody(words, values);
}

/** An approver has nothing but the mail: the link decides. */
async function linkOf(
  { db, clock, chance, publicUrl }: ComposeParts,
  { event, ticketId, requesterId }: Row<'notice'>,
): Promise<string> {
  if (event !== 'approval-asked' || requesterId === null) return `${publicUrl()}/tickets/${ticketId}`;
  const token = await makeApprovalLink(db, { clock, chance }, { ticketId, requesterId });
  return `${publicUrl()}/approval#${token}`;
}

/** Empty for a ticket that is not pending, or that nothing but staff brings back. */
function untilOf({ status, pendingUntil, pendingUntilAnswer }: ToldTicket, language: Language): string {
  if (status !== 'pending') return '';
  const { waitsUntil, waitsUntilOrAnswer, waitsForAnswer } = SENTENCES[language];
  if (pendingUntil === null) return pendingUntilAnswer ? waitsForAnswer : '';
  const at = inWords(pendingUntil, language);
  return pendingUntilAnswer ? waitsUntilOrAnswer(at) : waitsUntil(at);
}

/** Empty for a ticket that is not resolved, or that stays so until somebody acts. */
function closingOf({ status, closesAt }: ToldTicket, language: Language): string {
  if (status !== 'resolved' || closesAt === null) return '';
  return SENTENCES[language].closesAt(inWords(closesAt, language));
}

/** In UTC, which the text says: the server does not know where its readers are. */
function inWords(at: string, language: Language): string {
  const form = { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' } as const;
  return new Date(at).toLocaleString(language, form);
}

function footerOf(
  { event }: Told,
  language: Language,
  { replyTo, unsubscribe }: Pick<MailThread, 'replyTo' | 'unsubscribe'>,
): MailFooter {
  const { answerHere, answerInGuichet, answerAsStaff, lessMail } = SENTENCES[language];
  const how = replyTo === null ? answerInGuichet : answerHere;
  const ofStaff = replyTo === null ? [] : [answerAsStaff];
  const ofPeople = carriesWords(event) || event === 'received' ? [how] : [];
  const answer = isStaffEvent(event) ? ofStaff : ofPeople;
  return [...answer, ...(unsubscribe === null ? [] : [lessMail(unsubscribe)])];
}

/** What staff are told may be an internal note: their answer has nothing of it. */
function headOf({ event }: Told, language: Language, replyTo: string | null): string[] {
  return isStaffEvent(event) && replyTo !== null ? [ANSWER_MARKS[language]] : [];
}

function unsubscribeLinkOf(
  { unsubscribeLinks }: ComposeParts,
  { requesterId, staffId, event }: Told,
): string {
  return requesterId === null
    ? unsubscribeLinks.ofStaff(staffId ?? '', isStaffEvent(event) ? event : null)
    : unsubscribeLinks.ofRequester(requesterId);
}

/** All mails of a ticket refer to one Message-ID, that of its first: they stand together also where it was not needed. */
function threadOf(
  { replyKeys, ...parts }: ComposeParts,
  { id, ticketId, event }: Row<'notice'>,
  given: Pick<MailThread, 'replyTo' | 'unsubscribe'>,
): MailThread {
  const key = replyKeys.keyOf(ticketId);
  const first = `<${key}.received@${hostOf(parts)}>`;
  const isFirst = event === 'received';
  return {
    ...given,
    messageId: isFirst ? first : `<${key}.${id}@${hostOf(parts)}>`,
    refersTo: isFirst ? null : first,
    byPerson: event !== 'moved' && carriesWords(event),
  };
}

function hostOf({ publicUrl }: Pick<ComposeParts, 'publicUrl'>): string {
  return new URL(publicUrl()).hostname;
}

/** The mailbox's address, with the key of the ticket. */
async function replyAddress(
  { deskAddressOf, replyKeys }: ComposeParts,
  { id, organisationId }: ToldTicket,
): Promise<string | null> {
  const address = await deskAddressOf(organisationId);
  return address === null ? null : withKey(address, replyKeys.addressKeyOf(id));
}

type ToldTicket = Awaited<ReturnType<typeof readTicket>>;

function readTicket(db: Database, id: string) {
  return db
    .selectFrom('ticket')
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .innerJoin('requester', 'requester.id', 'ticket.requesterId')
    .leftJoin('team', 'team.id', 'ticket.teamId')
    .select(['ticket.id', 'number', 'title', 'description', 'technician', 'dueAt', 'ticket.organisationId'])
    .select(['ticket.status', 'pendingUntil', 'pendingUntilAnswer', 'closesAt'])
    .select(['organisation.name as organisation', 'requester.fullName as requester', 'team.name as team'])
    .where('ticket.id', '=', id)
    .executeTakeFirstOrThrow();
}

/** Its text, and the names of its files, which are in the ticket. */
async function readComment(db: Database, id: string): Promise<string> {
  const comment = await db.selectFrom('comment').select('body').where('id', '=', id).executeTakeFirst();
  const files = await db
    .selectFrom('attachment')
    .select('name')
    .where('commentId', '=', id)
    .orderBy('position')
    .execute();
  const names = files.map(({ name }) => `[${name}]`).join(' ');
  return [comment?.body ?? '', names].filter((part) => part !== '').join('\n\n');
}

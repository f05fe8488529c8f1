// Writes what a mail becomes, in the caller's transaction: a ticket of the built-in desk, or a comment.
import type { Requester } from '../../contract/enrolment.ts';
import { LIMITS, Title } from '../../contract/primitives.ts';
import { type Attachment, hasRequesterRights } from '../../contract/ticket.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import type { CapabilitiesByBackend } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { saidOfLeftOut } from '../connectors/file-texts.ts';
import type { StoredFiles } from '../connectors/kept-files.ts';
import { enqueueTicket } from '../delivery/enqueue.ts';
import { relayAct, relayComment } from '../delivery/relay.ts';
import { type Replier, replyInPublic } from '../desk/public-reply.ts';
import { insertRelation } from '../desk/relations.ts';
import { ownWords, stripQuoted } from '../mailboxes/strip-quoted.ts';
import { ensureRequester } from '../people/named-people.ts';
import type { Database, Row } from '../storage/schema.ts';
import { storeAttachments } from '../tickets/attachments.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { appendComment } from '../tickets/comments.ts';
import { makeLink } from '../tickets/links.ts';
import { readParticipants } from '../tickets/participants.ts';
import { holdResolved, setClosing } from '../tickets/record.ts';
import type { MailTexts } from './texts.ts';

export interface WritingParts {
  clock: Clock;
  chance: Chance;
  capabilities: CapabilitiesByBackend;
}

/** What an answer to a closed ticket links. */
const BY_MAIL = { by: 'guichet', name: null } as const;

/** What a mail says, and the files that are kept of it. */
export interface Letter extends StoredFiles {
  subject: string;
  text: string;
  /** another desk wrote it: nothing in it is a quote */
  isExact?: boolean;
}

/** Makes a ticket of an organisation's person. `answers`: the closed ticket that the mail answers. Returns the ids. */
export async function writeTicket(
  transaction: Database,
  parts: WritingParts,
  { organisationId, person, answers }: Whose,
  letter: Letter,
  texts: MailTexts,
): Promise<{ ticketId: string; requesterId: string }> {
  const { clock, chance } = parts;
  const at = instantFrom(clock);
  const ticketId = chance.id();
  const requesterId = await ensureRequester(transaction, parts, organisationId, person);
  const note = answers === null ? '' : `\n\n${texts.answersClosed(answers.number ?? answers.title)}`;
  await transaction
    .insertInto('ticket')
    .values({
      id: ticketId,
      organisationId,
      requesterId,
      kind: 'incident',
      title: titleOf(letter, texts),
      description: withLeftOut(letter.text.trim() || texts.noText, letter, texts, LIMITS.description, note),
      status: 'new',
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  await storeAttachments(transaction, { ticketId, commentId: null }, letter.files);
  const link = { id: ticketId, ticketId, backendId: BUILT_IN, tier: 1 } as const;
  await makeLink(transaction, clock, link);
  await enqueueTicket(transaction, parts, link, { key: ticketId });
  if (answers !== null) {
    const [one = ticketId, otherId = answers.id] = [ticketId, answers.id].sort();
    await insertRelation(transaction, parts, BY_MAIL, {
      ...{ ticketId: one, otherId, announcementId: null, kind: 'related' },
    });
  }
  await numberChange(transaction, ticketId);
  return { ticketId, requesterId };
}

interface Whose {
  organisationId: string;
  person: Requester;
  answers: Row<'ticket'> | null;
}

/** Adds a comment of a participant, or of somebody whose mail a technician adds. Returns its id. */
export async function writeComment(
  transaction: Database,
  parts: WritingParts,
  { ticket, author }: { ticket: Pick<Row<'ticket'>, 'id' | 'status'>; author: Requester },
  letter: Letter,
  texts: MailTexts,
): Promise<string> {
  const { clock, chance } = parts;
  const { id: ticketId } = ticket;
  const id = chance.id();
  const all = letter.text.trim();
  const own = letter.isExact ? all : stripQuoted(letter.text);
  const isEmpty = own === '' && letter.files.length === 0;
  await appendComment(
    transaction,
    {
      ...{ id, ticketId, author: 'requester', authorName: author.fullName, internal: 0 },
      authorEmail: author.email,
      body: withLeftOut(isEmpty ? texts.noText : own, letter, texts, LIMITS.comment),
      whole: all === own ? null : all.slice(0, LIMITS.comment),
    },
    instantFrom(clock),
  );
  await storeAttachments(transaction, { ticketId, commentId: id }, letter.files);
  await relayComment(transaction, parts, { ticketId, commentId: id, author }, null);
  if (ticket.status === 'resolved')
    await answerResolved(transaction, parts, { ticketId, author, isExact: letter.isExact ?? false });
  await numberChange(transaction, ticketId);
  return id;
}

/**
 * A mail has no buttons: that of somebody who may reopen the ticket does. What others write waits for a technician, and what comes from
 * another desk, which says itself when it is to be reopened.
 */
async function answerResolved(
  transaction: Database,
  parts: WritingParts,
  { ticketId, author, isExact }: { ticketId: string; author: Requester; isExact: boolean },
): Promise<void> {
  const people = (await readParticipants(transaction, [ticketId])).get(ticketId) ?? [];
  const mayReopen =
    !isExact && people.some(({ email, role }) => email === author.email && hasRequesterRights(role));
  if (!mayReopen) {
    const { email: authorEmail } = author;
    await holdResolved(transaction, ticketId, { at: instantFrom(parts.clock), authorEmail });
    return;
  }
  // it is not to close before it is reopened
  await setClosing(transaction, ticketId, null);
  await relayAct(transaction, parts, { ticketId, act: 'reopen', by: author });
}

/**
 * Adds a reply of a technician: what they wrote above the quote, which may be an internal note. Returns its id; null, and nothing is
 * written, where they wrote nothing there and sent no file.
 */
export async function writeReply(
  transaction: Database,
  parts: WritingParts,
  { ticketId, staff }: { ticketId: string; staff: Replier },
  letter: Letter,
  texts: MailTexts,
): Promise<string | null> {
  const own = ownWords(letter.text);
  if (own === '' && letter.files.length === 0) return null;
  const id = parts.chance.id();
  const all = letter.text.trim();
  await replyInPublic(transaction, parts, staff, {
    ...{ id, ticketId, attachments: letter.files },
    body: withLeftOut(own, letter, texts, LIMITS.comment),
    whole: all === own ? null : all.slice(0, LIMITS.comment),
  });
  return id;
}

/** Without the marks of replies and forwarded mails. */
function titleOf({ subject, text }: Letter, texts: MailTexts): string {
  const plain = subject.replace(/^(?:(?:re|aw|sv|fwd?|tr|rép|réf)\s?:\s*)+/i, '');
  const first = text.trim().split('\n', 1)[0] ?? '';
  const titles = [plain, first].flatMap((line) => Title.safeParse(cutTitle(line)).data ?? []);
  return titles[0] ?? texts.noTitle;
}

function cutTitle(line: string): string {
  return Array.from(line.trim())
    .slice(0, LIMITS.title / 2)
    .join('');
}

/** The text, which is cut where it is too long, with what is to be said below it. */
function withLeftOut(
  text: string,
  { leftOut }: Pick<StoredFiles, 'leftOut'>,
  texts: MailTexts,
  most: number,
  note = '',
): string {
  const end = `${note}${saidOfLeftOut(leftOut, texts.filesLeftOut)}`.slice(0, most / 2);
  const room = most - end.length;
  if (text.length <= room) return `${text}${end}`;
  const cut = `\n\n${texts.cut}`;
  return `${text.slice(0, room - cut.length).toWellFormed()}${cut}${end}`;
}

/** The files of a held mail, as rows have them. */
export function fileRows(mailId: string, files: readonly Attachment[]): Row<'deskMailFile'>[] {
  return files.map((file, position) => ({ mailId, position, ...file }));
}

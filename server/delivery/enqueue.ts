// Enqueues deliveries: each after the earlier ones of its link, due now; skips what the backend does not support.
import { sql } from 'kysely';
import type { RequesterAct } from '../../contract/ticket.ts';
import { readMark } from '../approvals/asked.ts';
import type { CapabilitiesByBackend } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Person } from '../connectors/connector.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Content } from './content.ts';

export interface EnqueueParts {
  clock: Clock;
  chance: Chance;
  capabilities: CapabilitiesByBackend;
}

type Link = Pick<Row<'link'>, 'id' | 'ticketId' | 'backendId'>;
type TransitionContent = Extract<Content, { operation: 'transition' }>['content'];
type ActContent = Extract<TransitionContent, { act: RequesterAct | 'resolve' }>;
/** An act of staff here on a ticket of another backend. */
export type StaffActContent = { by: Person } & (
  | { act: 'close' | 'reopen' | 'resume' }
  | { act: 'resolve'; solution: string }
  | { act: 'set-pending'; reason: string }
  | { act: 'assign'; to: Person }
);

/** Enqueues the ticket and its files; must come first in its link. */
export async function enqueueTicket(
  transaction: Database,
  parts: EnqueueParts,
  link: Link,
  { key, note = '' }: { key: string; note?: string },
): Promise<void> {
  await append(transaction, parts, link, key, { operation: 'create-ticket', content: { note } });
  await enqueueFiles(transaction, parts, link, null);
}

/** Enqueues a stored comment and its files. */
export async function enqueueComment(
  transaction: Database,
  parts: EnqueueParts,
  link: Link,
  { commentId, author }: { commentId: string; author: Person },
): Promise<void> {
  const { comments, attachments } = parts.capabilities.of(link.backendId);
  if (!comments) return;
  const { body } = await transaction
    .selectFrom('comment')
    .select('body')
    .where('id', '=', commentId)
    .executeTakeFirstOrThrow();
  // a backend that gets the files would refuse an empty text
  if (body !== '' || attachments === 'ours' || attachments === 'none') {
    await append(transaction, parts, link, commentId, { operation: 'add-comment', content: { author } });
  }
  await enqueueFiles(transaction, parts, link, commentId);
}

/** Enqueues a stored internal note for the technicians of the backend. Its files stay here: there, requesters might see them. */
export async function enqueueNote(
  transaction: Database,
  parts: EnqueueParts,
  link: Link,
  { commentId, author }: { commentId: string; author: Person },
): Promise<void> {
  const content = { author, internal: true };
  await append(transaction, parts, link, commentId, { operation: 'add-comment', content });
}

/** Enqueues a text that is not in the comment table, such as a solution for a backend that cannot be resolved from here. */
export async function enqueueText(
  transaction: Database,
  parts: EnqueueParts,
  link: Link,
  content: { author: Person; body: string },
): Promise<void> {
  if (!parts.capabilities.of(link.backendId).comments) return;
  await append(transaction, parts, link, parts.chance.id(), { operation: 'add-comment', content });
}

/** Enqueues an act of staff that the backend takes. */
export async function enqueueStaffAct(
  transaction: Database,
  parts: EnqueueParts,
  link: Link,
  content: StaffActContent,
): Promise<void> {
  await append(transaction, parts, link, parts.chance.id(), {
    operation: 'transition',
    content: { ...content, byStaff: true },
  });
}

/** Enqueues an act of a participant or of the ticket's other backend. A decision counts for what the ticket asks now. */
export async function enqueueTransition(
  transaction: Database,
  parts: EnqueueParts,
  link: Link & Pick<Row<'link'>, 'ref'>,
  content: ActContent,
  key = parts.chance.id(),
): Promise<void> {
  const isSupported =
    content.act === 'resolve'
      ? parts.capabilities.of(link.backendId).resolve
      : parts.capabilities.actsOn(link.backendId, link.ref).includes(content.act);
  if (!isSupported) return;
  const decides = content.act === 'approve' || content.act === 'reject';
  const decided = decides ? { ...content, asked: await readMark(transaction, link.ticketId) } : content;
  await append(transaction, parts, link, key, { operation: 'transition', content: decided });
}

export async function enqueueRating(
  transaction: Database,
  parts: EnqueueParts,
  link: Link,
  content: Extract<Content, { operation: 'rate' }>['content'],
  key: string,
): Promise<void> {
  if (!parts.capabilities.of(link.backendId).rating) return;
  await append(transaction, parts, link, key, { operation: 'rate', content });
}

export async function enqueueContact(
  transaction: Database,
  parts: EnqueueParts,
  link: Link,
  contact: Person,
  key: string,
): Promise<void> {
  if (!parts.capabilities.of(link.backendId).contacts) return;
  await append(transaction, parts, link, key, { operation: 'add-contact', content: { contact } });
}

/** Enqueues the files of the ticket or of one of its comments. The built-in desk has them already. */
async function enqueueFiles(
  transaction: Database,
  parts: EnqueueParts,
  link: Link,
  commentId: string | null,
): Promise<void> {
  const { attachments } = parts.capabilities.of(link.backendId);
  if (attachments === 'ours' || attachments === 'none') return;
  const files = await transaction
    .selectFrom('attachment')
    .select('id')
    .where('ticketId', '=', link.ticketId)
    .where('commentId', commentId === null ? 'is' : '=', commentId)
    .orderBy('position')
    .execute();
  for (const { id } of files) {
    await append(transaction, parts, link, id, { operation: 'add-attachment', content: {} });
  }
}

/** Throws when the key is in use in the link, so that nothing is delivered twice. */
async function append(
  transaction: Database,
  { clock, chance }: EnqueueParts,
  { id: linkId, backendId }: Link,
  key: string,
  { operation, content }: Content,
): Promise<void> {
  const now = instantFrom(clock);
  await insertDelivery(transaction, {
    id: chance.id(),
    linkId,
    backendId,
    operation,
    key,
    content: JSON.stringify(content),
    state: 'waiting',
    attempt: 0,
    refusals: 0,
    dueAt: now,
    createdAt: now,
    updatedAt: now,
  });
}

type NewDelivery = Omit<
  Row<'delivery'>,
  'ordinal' | 'firstTriedAt' | 'retriedAt' | 'lastError' | 'unknownAt' | 'lookAgainAt'
>;

const insertDelivery = buildOnce((db, row: NewDelivery) =>
  db.insertInto('delivery').values(({ selectFrom }) => ({
    ...row,
    ordinal: selectFrom('delivery')
      .select(({ fn, val }) => sql<number>`${fn.coalesce(fn.max('ordinal'), val(0))} + 1`.as('next'))
      .where('linkId', '=', row.linkId),
  })),
);

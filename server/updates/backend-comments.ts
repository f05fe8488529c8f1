// Records comments of backends' technicians once each, and relays them to the ticket's other backend; skips our own.

import type { BackendComment } from '../connectors/connector.ts';
import type { EnqueueParts } from '../delivery/enqueue.ts';
import { relayComment, technicianOf } from '../delivery/relay.ts';
import type { Database, Row } from '../storage/schema.ts';
import { appendComment } from '../tickets/comments.ts';
import { linksOf } from '../tickets/links.ts';
import { decideRelay } from './loop-guard.ts';

/** In both languages: a note is stored as it is shown. */
const LOOP_NOTE =
  'The two help desks of this ticket answer each other faster than people write. Their messages are shown here, but no longer passed on, until they have been quiet for ten minutes.\n\n' +
  'Les deux centres d’assistance de ce ticket se répondent plus vite que des personnes n’écrivent. Leurs messages sont montrés ici, mais ne sont plus transmis tant qu’ils n’ont pas fait une pause de dix minutes.';

/** Returns how many comments were new. `comments` are all public ones there, oldest first. */
export async function recordComments(
  transaction: Database,
  parts: EnqueueParts,
  link: Row<'link'>,
  comments: readonly BackendComment[],
  at: string,
): Promise<number> {
  if (comments.length === 0) return 0;
  const rows = await transaction
    .selectFrom('backendComment')
    .select('ref')
    .where('linkId', '=', link.id)
    .execute();
  const knownRefs = new Set(rows.map(({ ref }) => ref));
  let count = 0;
  for (const comment of comments) {
    if (knownRefs.has(comment.ref)) continue;
    knownRefs.add(comment.ref);
    if (await isOurs(transaction, link, comment)) continue;
    await record(transaction, parts, link, comment, at);
    count += 1;
  }
  return count;
}

/** Whether it carries the key of a delivery of this link; an unknown key may be another server's. */
async function isOurs(
  transaction: Database,
  link: Row<'link'>,
  { ref, key }: BackendComment,
): Promise<boolean> {
  if (key === null) return false;
  const delivery = await transaction
    .selectFrom('delivery')
    .leftJoin('comment', 'comment.id', 'delivery.key')
    .select('comment.id as commentId')
    .where('linkId', '=', link.id)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!delivery) return false;
  await storeRef(transaction, { linkId: link.id, ref, commentId: delivery.commentId });
  return true;
}

async function record(
  transaction: Database,
  parts: EnqueueParts,
  { id: linkId, ticketId }: Row<'link'>,
  { ref, author: authorName, body, createdAt }: BackendComment,
  at: string,
): Promise<void> {
  const commentId = parts.chance.id();
  const comment = { id: commentId, ticketId, author: 'technician', authorName, body, internal: 0 } as const;
  await appendComment(transaction, comment, at, notLaterThan(at, createdAt));
  await storeRef(transaction, { linkId, ref, commentId });
  if ((await linksOf(transaction, ticketId)).length < 2) return;
  const { relays, isLoop } = await decideRelay(transaction, parts.clock, { linkId, ticketId, body });
  if (isLoop) await noteLoop(transaction, parts, ticketId, at);
  if (!relays) return;
  await relayComment(transaction, parts, { ticketId, commentId, author: technicianOf(authorName) }, linkId);
}

/** Tells staff, by an internal note, that the backends answer each other. */
async function noteLoop(
  transaction: Database,
  { chance }: EnqueueParts,
  ticketId: string,
  at: string,
): Promise<void> {
  const note = {
    id: chance.id(),
    ticketId,
    author: 'technician',
    authorName: 'Guichet',
    body: LOOP_NOTE,
    internal: 1,
  } as const;
  await appendComment(transaction, note, at);
}

async function storeRef(transaction: Database, row: Row<'backendComment'>): Promise<void> {
  await transaction.insertInto('backendComment').values(row).execute();
}

/** Returns `instant`, or `at` when it is later or invalid: the backend's clock may be ahead of ours. */
function notLaterThan(at: string, instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) || time > Date.parse(at) ? at : new Date(time).toISOString();
}

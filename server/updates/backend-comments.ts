// Records comments of backends' technicians once each, and relays them to the ticket's other backend; skips our own.
// What nobody has proven to come from a technician becomes a note for staff.

import { DAY, instantFrom } from '../clock.ts';
import type { BackendComment } from '../connectors/connector.ts';
import type { EnqueueParts } from '../delivery/enqueue.ts';
import { relayComment, technicianOf } from '../delivery/relay.ts';
import type { Database, Row } from '../storage/schema.ts';
import { storeAttachments } from '../tickets/attachments.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { appendComment, appendNote } from '../tickets/comments.ts';
import { linksOf } from '../tickets/links.ts';
import { tellParticipants } from '../tickets/notices.ts';
import { isLoop } from './loop-guard.ts';
import type { UnclaimedKeys } from './unclaimed-keys.ts';

/** In both languages: a note is stored as it is shown. */
const LOOP_NOTE =
  'The two help desks of this ticket answer each other faster than people write. Their messages are shown here, but no longer passed on until they write less: at most the same text twice in a day, 10 messages in ten minutes, 50 in a day and 150 in a week.\n\n' +
  'Les deux centres d’assistance de ce ticket se répondent plus vite que des personnes n’écrivent. Leurs messages sont montrés ici, mais ne sont plus transmis tant qu’ils n’écrivent pas moins\u00a0: au plus deux fois le même texte en un jour, 10 messages en dix minutes, 50 en un jour et 150 en une semaine.';
/** Staff are told once of a loop, however long it goes on. */
const NOTED_FOR = 7 * DAY;

/** `sender` is empty where the mail names none. */
function unprovenNote(sender: string, body: string): string {
  return (
    `This message answers the ticket, but nothing proves that its sender (${sender || '?'}) writes for the help desk. Requesters do not see it. If its sender does, an administrator can add the address to the settings of the backend.\n\n` +
    `Ce message répond au ticket, mais rien ne prouve que son expéditeur (${sender || '?'}) écrive pour le centre d’assistance. Les demandeurs ne le voient pas. Si c’est le cas, un administrateur peut ajouter l’adresse aux paramètres du système.\n\n${body}`
  );
}

/** `report` is what a mail system wrote: anybody may have forged it. */
function bounceNote(report: string): string {
  return (
    'A mail about this ticket did not reach its help desk, a mail system reports. Requesters do not see it.\n\n' +
    `Un courriel sur ce ticket n’est pas arrivé à son centre d’assistance, signale un système de courriel. Les demandeurs ne le voient pas.\n\n${report}`
  );
}

/** Who can see a change: all participants, staff only, or nobody. */
export type Audience = 'everybody' | 'staff' | 'nobody';

export interface CommentParts extends EnqueueParts {
  unclaimedKeys: UnclaimedKeys;
}

/** Returns who can see what was new. `comments` are all public ones there, oldest first. */
export async function recordComments(
  transaction: Database,
  parts: CommentParts,
  link: Row<'link'>,
  comments: readonly BackendComment[],
  at: string,
): Promise<Audience> {
  if (comments.length === 0) return 'nobody';
  const rows = await transaction
    .selectFrom('backendComment')
    .select('ref')
    .where('linkId', '=', link.id)
    .execute();
  const knownRefs = new Set(rows.map(({ ref }) => ref));
  let audience: Audience = 'nobody';
  for (const comment of comments) {
    if (knownRefs.has(comment.ref)) continue;
    knownRefs.add(comment.ref);
    if (await isOurs(transaction, parts, link, comment)) continue;
    const note = noteOf(comment);
    if (note === null) {
      await record(transaction, parts, link, comment, at);
      audience = 'everybody';
    } else {
      const commentId = await appendNote(transaction, parts.chance, link.ticketId, note, at);
      await storeRef(transaction, { linkId: link.id, ref: comment.ref, commentId });
      if (audience === 'nobody') audience = 'staff';
    }
  }
  return audience;
}

/** Returns what staff alone see of a comment, under our name: its sender may be anybody, and must not pass for a technician. */
function noteOf({ body, unprovenSender, isBounce }: BackendComment): string | null {
  if (isBounce) return bounceNote(body);
  return unprovenSender === undefined ? null : unprovenNote(unprovenSender, body);
}

/** Whether it carries the key of a delivery of this link, or of one that may still come; any other key may be another server's. */
async function isOurs(
  transaction: Database,
  { unclaimedKeys }: Pick<CommentParts, 'unclaimedKeys'>,
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
  if (!delivery) return unclaimedKeys.isAwaited(key);
  await storeRef(transaction, { linkId: link.id, ref, commentId: delivery.commentId });
  return true;
}

async function record(
  transaction: Database,
  parts: EnqueueParts,
  { id: linkId, ticketId }: Row<'link'>,
  { ref, author: authorName, body, whole = null, createdAt, files = [] }: BackendComment,
  at: string,
): Promise<void> {
  const commentId = parts.chance.id();
  const text = { body, whole, internal: 0 } as const;
  const comment = { id: commentId, ticketId, author: 'technician', authorName, ...text } as const;
  await appendComment(transaction, comment, at, notLaterThan(at, createdAt));
  await storeAttachments(transaction, { ticketId, commentId }, files);
  await storeRef(transaction, { linkId, ref, commentId });
  await numberChange(transaction, ticketId);
  const answer = { ticketId, key: commentId, commentId, at, authorName, authorEmail: null } as const;
  await tellParticipants(transaction, { event: 'answered', ...answer });
  if ((await linksOf(transaction, ticketId)).length < 2) return;
  const said = [body, ...files.map(({ sha256 }) => sha256)].join(' ');
  if (await isLoop(transaction, parts.clock, { linkId, ticketId, body: said }))
    return noteLoop(transaction, parts, ticketId, at);
  await relayComment(transaction, parts, { ticketId, commentId, author: technicianOf(authorName) }, linkId);
}

/** Tells staff that the backends answer each other, unless a recent note does. */
async function noteLoop(
  transaction: Database,
  parts: EnqueueParts,
  ticketId: string,
  at: string,
): Promise<void> {
  const noted = await transaction
    .selectFrom('comment')
    .select('id')
    .where('ticketId', '=', ticketId)
    .where('body', '=', LOOP_NOTE)
    .where('createdAt', '>', instantFrom(parts.clock, -NOTED_FOR))
    .executeTakeFirst();
  if (!noted) await appendNote(transaction, parts.chance, ticketId, LOOP_NOTE, at);
}

async function storeRef(transaction: Database, row: Row<'backendComment'>): Promise<void> {
  await transaction.insertInto('backendComment').values(row).execute();
}

/** Returns `instant`, or `at` when it is later or invalid: the backend's clock may be ahead of ours. */
function notLaterThan(at: string, instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) || time > Date.parse(at) ? at : new Date(time).toISOString();
}

// Splits a ticket: what it also asks for becomes a ticket of the built-in desk of its own, of the same people.
import type { Staff } from '../../contract/console.ts';
import type { Split } from '../../contract/relations.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { type Backends, readCapabilities } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { enqueueTicket } from '../delivery/enqueue.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { storeAttachments } from '../tickets/attachments.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { byStaff } from '../tickets/history.ts';
import { holderOfKey } from '../tickets/keys.ts';
import { makeLink, primaryLinkOf } from '../tickets/links.ts';
import { addParticipant, readParticipants } from '../tickets/participants.ts';
import { onTicket } from './on-ticket.ts';
import { insertRelation } from './relations.ts';

interface SplitParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
  backends: Backends;
  /** called after deliveries were committed */
  kickDelivery(): void;
}

/**
 * Idempotent by key. Requester and contacts are the same, approver and joiners are not: they were asked about, or joined, the first one.
 * Errors: not-found, also for a message of another ticket; key-reused; done-there for a ticket of another backend.
 */
export async function split(
  parts: SplitParts,
  staff: Staff,
  ticketId: string,
  { key, title, description, message }: Split,
): Promise<Result<void>> {
  const { db, clock, chance, audit, announce, kickDelivery } = parts;
  const capabilities = await readCapabilities(parts.backends);
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    if (await wasSplit(transaction, ticketId, key)) return ok(undefined);
    if ((await holderOfKey(transaction, key)) !== null) return err('key-reused');
    const { backendId } = await primaryLinkOf(transaction, ticketId);
    if (backendId !== BUILT_IN) return err('done-there');
    const files = await filesOf(transaction, ticketId, message);
    if (files === null) return err('not-found');
    const at = instantFrom(clock);
    await insertTicket(transaction, ticket, { id: key, title, description }, at);
    await storeAttachments(transaction, { ticketId: key, commentId: null }, files);
    const people = (await readParticipants(transaction, [ticketId])).get(ticketId) ?? [];
    for (const { requesterId, role } of people)
      if (role === 'contact') await addParticipant(transaction, { ticketId: key, requesterId, role }, at);
    const link = { id: key, ticketId: key, backendId: BUILT_IN, tier: 1 } as const;
    await makeLink(transaction, clock, link);
    await enqueueTicket(transaction, { clock, chance, capabilities }, link, { key });
    await insertRelation(transaction, parts, byStaff(staff), {
      ...{ ticketId, otherId: key, announcementId: null, kind: 'split' },
    });
    await numberChange(transaction, key);
    const subject = { kind: 'ticket', id: ticketId } as const;
    await audit(transaction, { staffId: staff.id, act: 'split', subject, details: { into: key } });
    return ok(undefined);
  });
  if (!result.ok) return result;
  kickDelivery();
  for (const id of [ticketId, key]) await announceTicket(db, announce, id);
  return result;
}

async function wasSplit(db: Database, ticketId: string, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('ticketRelation')
    .select('id')
    .where('ticketId', '=', ticketId)
    .where('otherId', '=', key)
    .where('kind', '=', 'split')
    .executeTakeFirst();
  return row !== undefined;
}

/** The files of the message, none without one; null for a message that this ticket does not have, and for an internal note. */
async function filesOf(
  db: Database,
  ticketId: string,
  message: Split['message'],
): Promise<Pick<Row<'attachment'>, 'sha256' | 'name' | 'mediaType' | 'size'>[] | null> {
  if (message === null) return [];
  const files = db
    .selectFrom('attachment')
    .select(['sha256', 'name', 'mediaType', 'size'])
    .where('ticketId', '=', ticketId)
    .orderBy('position');
  if (message === 'description') return files.where('commentId', 'is', null).execute();
  const comment = await db
    .selectFrom('comment')
    .select('id')
    .where('id', '=', message)
    .where('ticketId', '=', ticketId)
    .where('internal', '=', 0)
    .executeTakeFirst();
  return comment ? files.where('commentId', '=', message).execute() : null;
}

/** Kind, device and facts are those of the first ticket; category, impact and urgency are to be found out. */
async function insertTicket(
  transaction: Database,
  { organisationId, requesterId, agentId, kind, writtenBy, facts }: Row<'ticket'>,
  own: Pick<Row<'ticket'>, 'id' | 'title' | 'description'>,
  at: string,
): Promise<void> {
  const same = { organisationId, requesterId, agentId, kind, writtenBy, facts };
  await transaction
    .insertInto('ticket')
    .values({ ...same, ...own, status: 'new', createdAt: at, updatedAt: at })
    .execute();
}

// One ticket as technicians see it: all of it, internal notes included.
import type { DeskAttachment, DeskComment, DeskTicket } from '../../contract/console.ts';
import type { Database, Row } from '../storage/schema.ts';
import { selectSummaries } from './desk-list.ts';

/** The ticket, or null when there is none with this id. */
export async function readDeskTicket(db: Database, id: string): Promise<DeskTicket | null> {
  const ticket = await selectSummaries(db)
    .innerJoin('agent', 'agent.id', 'ticket.agentId')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select([
      'ticket.description',
      'ticket.solution',
      'requester.email as requesterEmail',
      'device.hostname',
      'agent.userName',
    ])
    .where('ticket.id', '=', id)
    .executeTakeFirst();
  if (!ticket) return null;
  const attachments = await db
    .selectFrom('attachment')
    .selectAll()
    .where('ticketId', '=', id)
    .orderBy('position')
    .execute();
  const attachmentsOf = (commentId: string | null) =>
    attachments.filter((attachment) => attachment.commentId === commentId).map(deskAttachment);
  return {
    ...ticket,
    attachments: attachmentsOf(null),
    comments: await readComments(db, id, attachmentsOf),
    parked: await readParked(db, id),
  };
}

async function readComments(
  db: Database,
  ticketId: string,
  attachmentsOf: (commentId: string) => DeskAttachment[],
): Promise<DeskComment[]> {
  const rows = await db
    .selectFrom('comment')
    .select(['id', 'author', 'authorName', 'body', 'internal', 'createdAt'])
    .where('ticketId', '=', ticketId)
    .orderBy('ordinal')
    .execute();
  return rows.map((row) => ({ ...row, internal: row.internal === 1, attachments: attachmentsOf(row.id) }));
}

async function readParked(db: Database, ticketId: string): Promise<DeskTicket['parked']> {
  const row = await db
    .selectFrom('delivery')
    .select(['id', 'lastError', 'updatedAt'])
    .where('ticketId', '=', ticketId)
    .where('state', '=', 'parked')
    .orderBy('ordinal')
    .executeTakeFirst();
  return row ? { deliveryId: row.id, reason: row.lastError ?? '', since: row.updatedAt } : null;
}

function deskAttachment({ id, sha256, name, mediaType, size }: Row<'attachment'>): DeskAttachment {
  return { id, sha256, name, mediaType, size };
}

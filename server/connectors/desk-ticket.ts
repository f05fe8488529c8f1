// One ticket as technicians see it: all of it, internal notes included.
import type { DeskAttachment, DeskComment, DeskTicket } from '../../contract/console.ts';
import { canDecide } from '../people/approvers.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readHandOverTo } from '../updates/hand-over.ts';
import { readTicketLinks } from '../updates/links.ts';
import type { Participant } from '../updates/participants.ts';
import { readDetails } from '../updates/ticket-details.ts';

/** The ticket, or null when there is none with this id. */
export async function readDeskTicket(db: Database, id: string): Promise<DeskTicket | null> {
  const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst();
  const more = ticket && (await readDetails(db, [ticket])).get(id);
  const requester = more?.participants.find(({ role }) => role === 'requester');
  if (!ticket || !more || !requester) return null;
  const attachmentsOf = await readAttachments(db, id);
  const { number, kind, title, description, status, technician, solution, createdAt, updatedAt } = ticket;
  return {
    ...{ id, number, kind, title, description, status, technician, solution, createdAt, updatedAt },
    ...more.details,
    contacts: more.participants.filter(({ role }) => role === 'contact' || role === 'joiner').map(personOf),
    requester: requester.fullName,
    requesterEmail: requester.email,
    approverAccount: await readApproverAccount(db, more.participants),
    ...(await readOrigin(db, ticket)),
    facts: JSON.parse(ticket.facts) as DeskTicket['facts'],
    attachments: attachmentsOf(null),
    comments: await readComments(db, id, attachmentsOf),
    links: await readTicketLinks(db, id),
    handOverTo: await readHandOverTo(db, ticket),
    parked: await readParked(db, id),
  };
}

async function readApproverAccount(
  db: Database,
  participants: readonly Participant[],
): Promise<DeskTicket['approverAccount']> {
  const approver = participants.find(({ role }) => role === 'approver');
  if (!approver) return null;
  return { email: approver.email, canDecide: await canDecide(db, approver.requesterId) };
}

/** Where it was written, and by whom when that was not the requester. */
async function readOrigin(db: Database, { agentId, organisationId, writtenBy }: Row<'ticket'>) {
  const from = await db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select(['device.hostname', 'agent.userName'])
    .where('agent.id', '=', agentId)
    .executeTakeFirstOrThrow();
  const { name: organisation } = await db
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  const writer =
    writtenBy === null
      ? undefined
      : await db.selectFrom('requester').select('fullName').where('id', '=', writtenBy).executeTakeFirst();
  return { ...from, organisation, writtenBy: writer?.fullName ?? null };
}

async function readAttachments(
  db: Database,
  ticketId: string,
): Promise<(commentId: string | null) => DeskAttachment[]> {
  const rows = await db
    .selectFrom('attachment')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .orderBy('position')
    .execute();
  return (commentId) => rows.filter((row) => row.commentId === commentId).map(deskAttachment);
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
    .innerJoin('link', 'link.id', 'delivery.linkId')
    .select(['delivery.id', 'delivery.lastError', 'delivery.updatedAt'])
    .where('link.ticketId', '=', ticketId)
    .where('delivery.state', '=', 'parked')
    .orderBy('link.tier')
    .orderBy('delivery.ordinal')
    .executeTakeFirst();
  return row ? { deliveryId: row.id, reason: row.lastError ?? '', since: row.updatedAt } : null;
}

function personOf({ email, fullName }: Participant): DeskTicket['contacts'][number] {
  return { email, fullName };
}

function deskAttachment({ id, sha256, name, mediaType, size }: Row<'attachment'>): DeskAttachment {
  return { id, sha256, name, mediaType, size };
}

// One ticket as technicians see it, internal notes included.
import type { NotNull } from 'kysely';
import type { DeskAttachment, DeskComment, DeskTicket, Staff } from '../../contract/console.ts';
import { readDeskApproval } from '../approvals/desk-approval.ts';
import type { Backends } from '../backends/backends.ts';
import type { Clock } from '../clock.ts';
import { provenAddressOf } from '../staff/proven-address.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readHistory, renamedSince } from '../tickets/history.ts';
import { readTicketLinks } from '../tickets/links.ts';
import { contactsAndJoinersOf, readParticipants } from '../tickets/participants.ts';
import { readPerson } from '../tickets/people.ts';
import { readDetails } from '../tickets/ticket-details.ts';
import { readOrigin } from '../tickets/ticket-origin.ts';
import { readElsewhere } from './elsewhere.ts';
import { readToldStaff } from './followers.ts';
import { readHandOverTo } from './hand-over.ts';
import { readRelations } from './relations.ts';

/** Returns the ticket as this member of staff sees it, or null. */
export async function readDeskTicket(
  { db, clock, backends }: { db: Database; clock: Clock; backends: Backends },
  staff: Pick<Staff, 'id' | 'organisationIds'>,
  id: string,
): Promise<DeskTicket | null> {
  const ticket = await db
    .selectFrom('ticket')
    .leftJoin('team', 'team.id', 'ticket.teamId')
    .selectAll('ticket')
    .select('team.name as team')
    .where('ticket.id', '=', id)
    .executeTakeFirst();
  const participants = (await readParticipants(db, [id])).get(id) ?? [];
  const more = ticket && (await readDetails(db, [{ ticket, participants }])).get(id);
  const requester = more?.participants.find(({ role }) => role === 'requester');
  if (!ticket || !more || !requester) return null;
  const attachmentsOf = await readAttachments(db, id);
  const { number, kind, title, description, status, solution, createdAt, updatedAt } = ticket;
  const { technician, technicianId, team, teamId, organisationId } = ticket;
  return {
    id,
    ...{ technician, technicianId, team, teamId, organisationId },
    categoryChoice: choiceOf(ticket),
    number,
    kind,
    title,
    description,
    status,
    solution,
    createdAt,
    updatedAt,
    ...more.details,
    contacts: contactsAndJoinersOf(more.participants),
    requester: requester.fullName,
    requesterEmail: requester.email,
    approval: await readDeskApproval(db, ticket, more.participants, await provenAddressOf(db, staff.id)),
    ...(await readOrigin(db, ticket)),
    writtenBy: await readWriter(db, ticket),
    facts: JSON.parse(ticket.facts) as DeskTicket['facts'],
    attachments: attachmentsOf(null),
    comments: await readComments(db, id, attachmentsOf),
    events: await readHistory(db, id),
    links: await readTicketLinks(db, id),
    elsewhere: await readElsewhere(db, backends, ticket),
    handOverTo: await readHandOverTo(db, staff.organisationIds, ticket),
    relations: await readRelations(db, staff.organisationIds, ticket),
    ...(await readToldStaff(db, clock, ticket)),
    parked: await readParked(db, id),
  };
}

function choiceOf({ categoryId, serviceId }: Row<'ticket'>): DeskTicket['categoryChoice'] {
  if (categoryId !== null) return { level: 'subcategory', id: categoryId };
  return serviceId === null ? null : { level: 'service', id: serviceId };
}

/** Returns who wrote the ticket on the requester's behalf, or null. */
async function readWriter(db: Database, { writtenBy }: Row<'ticket'>): Promise<DeskTicket['writtenBy']> {
  if (writtenBy === null) return null;
  const { fullName } = await readPerson(db, writtenBy);
  return fullName;
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
    .leftJoin('staff', 'staff.id', 'comment.staffId')
    .select(['comment.id', 'author', 'authorName', 'body', 'whole', 'internal', 'comment.createdAt'])
    .select('staff.fullName as present')
    .where('ticketId', '=', ticketId)
    .orderBy('ordinal')
    .execute();
  const mentions = await db
    .selectFrom('commentMention')
    .innerJoin('comment', 'comment.id', 'commentMention.commentId')
    .innerJoin('staff', 'staff.id', 'commentMention.staffId')
    .select(['commentId', 'staff.id', 'staff.fullName'])
    .where('comment.ticketId', '=', ticketId)
    .orderBy('staff.fullName')
    .execute();
  return rows.map(({ present, ...row }) => ({
    ...row,
    renamed: renamedSince(row.authorName, present ?? row.authorName),
    internal: row.internal === 1,
    mentions: mentions
      .filter(({ commentId }) => commentId === row.id)
      .map(({ id, fullName }) => ({ id, fullName })),
    attachments: attachmentsOf(row.id),
  }));
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
    // a parked delivery always has a reason
    .$narrowType<{ lastError: NotNull }>()
    .executeTakeFirst();
  return row ? { deliveryId: row.id, reason: readReason(row.lastError), since: row.updatedAt } : null;
}

function deskAttachment({ id, sha256, name, mediaType, size }: Row<'attachment'>): DeskAttachment {
  return { id, sha256, name, mediaType, size };
}

// Ticket snapshots for participants, without internal notes.
import type { Attachment, TicketComment, TicketSnapshot } from '../../contract/ticket.ts';
import { awaitedNumbers } from '../backends/awaited-numbers.ts';
import type { CapabilitiesByBackend } from '../backends/backends.ts';
import type { Database, Row } from '../storage/schema.ts';
import { mainRole } from './participants.ts';
import { readDetails, type TicketDetails } from './ticket-details.ts';
import { selectActsUnderWay } from './unsettled.ts';

/** Returns the snapshots of `ids`, in that order, for `readerId`, who takes part in all of them. */
export async function readSnapshots(
  db: Database,
  capabilities: CapabilitiesByBackend,
  ids: readonly string[],
  readerId: string,
): Promise<TicketSnapshot[]> {
  if (ids.length === 0) return [];
  const tickets = await db.selectFrom('ticket').selectAll().where('id', 'in', ids).execute();
  const comments = await db
    .selectFrom('comment')
    .selectAll()
    .where('ticketId', 'in', ids)
    .where('internal', '=', 0)
    .orderBy('ordinal')
    .execute();
  const attachments = await db
    .selectFrom('attachment')
    .selectAll()
    .where('ticketId', 'in', ids)
    .orderBy('position')
    .execute();
  const primaryLinks = await db
    .selectFrom('link')
    .selectAll()
    .where('ticketId', 'in', ids)
    .where('tier', '=', 1)
    .execute();
  const actsOf = await readActsUnderWay(db, ids);
  const dueOf = await readNumbersDue(db, primaryLinks);
  const detailsOf = await readDetails(db, tickets);
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const primaryOf = new Map(primaryLinks.map((link) => [link.ticketId, link]));
  const commentsOf = Map.groupBy(comments, (comment) => comment.ticketId);
  const attachmentsOf = Map.groupBy(attachments, (attachment) => attachment.commentId ?? attachment.ticketId);
  return ids.flatMap((id) => {
    const [ticket, details, primary] = [byId.get(id), detailsOf.get(id), primaryOf.get(id)];
    if (!ticket || !details || !primary) return [];
    return [
      {
        ...ticketFields(ticket, commentsOf.get(id) ?? [], attachmentsOf),
        ...readerFields(readerId, ticket, details),
        ...backendFields(primary, capabilities),
        numberDueAt: dueOf.get(primary.id) ?? null,
        actsUnderWay: actsOf(id),
      },
    ];
  });
}

/** Returns the keys of participants' acts that the backend of tier 1 has not carried out yet. */
async function readActsUnderWay(db: Database, ids: readonly string[]): Promise<(id: string) => string[]> {
  const acts = await selectActsUnderWay(db)
    // acts of staff and of other backends have no command and are not shown as under way
    .innerJoin('command', 'command.key', 'delivery.key')
    .select(['delivery.key', 'link.ticketId'])
    .where('link.ticketId', 'in', ids)
    .where('link.tier', '=', 1)
    .execute();
  return (id) => acts.filter(({ ticketId }) => ticketId === id).map(({ key }) => key);
}

/** Returns when missing ticket numbers are due, by link id. */
async function readNumbersDue(
  db: Database,
  primaryLinks: readonly Row<'link'>[],
): Promise<ReadonlyMap<string, string>> {
  const awaiting = primaryLinks.filter(({ ref, number }) => ref !== null && number === null);
  if (awaiting.length === 0) return new Map();
  const awaited = await awaitedNumbers(
    db,
    awaiting.map(({ ticketId }) => ticketId),
  );
  return new Map(awaited.map(({ linkId, dueAt }) => [linkId, dueAt]));
}

/** Returns the fields that depend on the backend of tier 1: what participants may do, and an unmapped status. */
function backendFields(
  { backendId, ref, number, status, backendStatus }: Row<'link'>,
  capabilities: CapabilitiesByBackend,
): Pick<TicketSnapshot, 'can' | 'statusText' | 'numberAwaited'> & { approver?: null } {
  const { acts, rating, comments, attachments, changes } = capabilities.of(backendId);
  return {
    can: { acts: [...acts], rate: rating, comment: comments, attach: attachments !== 'none' },
    statusText: status === null ? backendStatus : null,
    // a backend that reports no changes reports no number
    numberAwaited: changes && ref !== null && number === null,
    // a backend without approvals has no approver
    ...(acts.includes('approve') ? {} : { approver: null }),
  };
}

/** Returns the fields that depend on the reader and on the participants. */
function readerFields(readerId: string, ticket: Row<'ticket'>, { participants, details }: TicketDetails) {
  const roles = participants.filter((one) => one.requesterId === readerId).map(({ role }) => role);
  const requester = participants.find(({ role }) => role === 'requester');
  if (!requester) throw new Error(`ticket ${ticket.id} has no requester`);
  const { email, fullName } = requester;
  return { ...details, you: mainRole(roles, ticket.status), requester: { email, fullName } };
}

function ticketFields(
  ticket: Row<'ticket'>,
  comments: readonly Row<'comment'>[],
  attachmentsOf: ReadonlyMap<string, Row<'attachment'>[]>,
) {
  const attachments = (id: string) => (attachmentsOf.get(id) ?? []).map(attachmentOf);
  return {
    id: ticket.id,
    number: ticket.number,
    kind: ticket.kind,
    title: ticket.title,
    description: ticket.description,
    status: ticket.status,
    technician: ticket.technician,
    solution: ticket.solution,
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
    attachments: attachments(ticket.id),
    comments: comments.map(
      (comment): TicketComment => ({
        id: comment.id,
        author: comment.author,
        authorName: comment.authorName,
        body: comment.body,
        createdAt: comment.createdAt,
        attachments: attachments(comment.id),
      }),
    ),
  };
}

function attachmentOf({ sha256, name, mediaType, size }: Row<'attachment'>): Attachment {
  return { sha256, name, mediaType, size };
}

// Tickets as those who take part may see them: internal notes never leave the server this way.
import type { Attachment, TicketComment, TicketSnapshot } from '../../contract/ticket.ts';
import type { Database, Row } from '../storage/schema.ts';
import { foremost } from './participants.ts';
import { readDetails, type TicketDetails } from './ticket-details.ts';

/** The snapshots of `ids` for `readerId`, who takes part in all of them, in that order. */
export async function readSnapshots(
  db: Database,
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
  const acts = await db
    .selectFrom('delivery')
    .select(['key', 'ticketId'])
    .where('ticketId', 'in', ids)
    .where('operation', '=', 'act-on-ticket')
    .where('state', '!=', 'done')
    .orderBy('ordinal')
    .execute();
  const detailsOf = await readDetails(db, tickets);
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const commentsOf = Map.groupBy(comments, (comment) => comment.ticketId);
  const attachmentsOf = Map.groupBy(attachments, (attachment) => attachment.commentId ?? attachment.ticketId);
  return ids.flatMap((id) => {
    const [ticket, details] = [byId.get(id), detailsOf.get(id)];
    if (!ticket || !details) return [];
    return [
      {
        ...base(ticket, commentsOf.get(id) ?? [], attachmentsOf),
        ...readBy(readerId, ticket, details),
        actsUnderWay: acts.filter(({ ticketId }) => ticketId === id).map(({ key }) => key),
      },
    ];
  });
}

/** What depends on who reads, and on who takes part. */
function readBy(readerId: string, ticket: Row<'ticket'>, { participants, details }: TicketDetails) {
  const roles = participants.filter((one) => one.requesterId === readerId).map(({ role }) => role);
  const requester = participants.find(({ role }) => role === 'requester');
  if (!requester) throw new Error(`ticket ${ticket.id} has no requester`);
  const { email, fullName } = requester;
  return { ...details, you: foremost(roles, ticket.status), requester: { email, fullName } };
}

function base(
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

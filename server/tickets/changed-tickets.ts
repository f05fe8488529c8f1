// Reads the changes of a requester with all that a ticket snapshot shows: in one query, so that it is of one moment.
import { LIMITS } from '../../contract/primitives.ts';
import { buildOnce } from '../storage/built-query.ts';
import { jsonRows } from '../storage/json-rows.ts';
import type { Database } from '../storage/schema.ts';
import { SETTLED } from './unsettled.ts';

export type ChangedTicket = Awaited<ReturnType<typeof readChangedTickets>>[number];

/** Returns the changes after number `cursor`, oldest first: one more than fits in an answer, where there is one. */
export function readChangedTickets(db: Database, requesterId: string, cursor: number) {
  return selectChanged(db, { requesterId, cursor });
}

const selectChanged = buildOnce((db, { requesterId, cursor }: { requesterId: string; cursor: number }) =>
  db
    .selectFrom('change')
    .innerJoin('ticket', 'ticket.id', 'change.ticketId')
    .innerJoin('requester', 'requester.id', 'ticket.requesterId')
    .innerJoin('link', (join) => join.onRef('link.ticketId', '=', 'ticket.id').on('link.tier', '=', 1))
    .selectAll('ticket')
    .select([
      'change.seq',
      'change.mark',
      'requester.email as requesterEmail',
      'requester.fullName as requesterName',
      'link.id as linkId',
      'link.backendId',
      'link.ref',
      'link.number as linkNumber',
      'link.status as linkStatus',
      'link.backendStatus',
    ])
    .select(({ selectFrom }) => [
      selectFrom('team').select('team.name').whereRef('team.id', '=', 'ticket.teamId').as('team'),
      jsonRows(
        db,
        selectFrom('comment')
          .select(['comment.id', 'author', 'authorName', 'body', 'comment.createdAt'])
          .whereRef('comment.ticketId', '=', 'ticket.id')
          .where('internal', '=', 0)
          .orderBy('ordinal'),
      ).as('comments'),
      jsonRows(
        db,
        selectFrom('attachment')
          .select(['commentId', 'sha256', 'name', 'mediaType', 'size'])
          .whereRef('attachment.ticketId', '=', 'ticket.id')
          .orderBy('position'),
      ).as('files'),
      // acts of staff and of other backends have no command and are not shown as under way
      jsonRows(
        db,
        selectFrom('delivery')
          .innerJoin('command', 'command.key', 'delivery.key')
          .select('delivery.key')
          .whereRef('delivery.linkId', '=', 'link.id')
          .where('delivery.operation', '=', 'transition')
          .where('delivery.state', 'not in', SETTLED)
          .orderBy('delivery.ordinal'),
      ).as('acts'),
      jsonRows(
        db,
        selectFrom('participant')
          .innerJoin('requester as other', 'other.id', 'participant.requesterId')
          .select(['participant.requesterId', 'role', 'announcementId', 'mergedFrom'])
          .select(['other.email', 'other.fullName'])
          .whereRef('participant.ticketId', '=', 'ticket.id')
          .orderBy('other.fullName')
          .orderBy('other.email'),
      ).as('others'),
    ])
    .where('change.requesterId', '=', requesterId)
    .where('change.seq', '>', cursor)
    .orderBy('change.seq')
    .limit(LIMITS.ticketsPerSync + 1),
);

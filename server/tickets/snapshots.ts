// Ticket snapshots for participants, without internal notes.
import type { Attachment, TicketComment, TicketSnapshot } from '../../contract/ticket.ts';
import { awaitedNumbers } from '../backends/awaited-numbers.ts';
import type { CapabilitiesByBackend } from '../backends/backends.ts';
import { rowsOf } from '../storage/json-rows.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { ChangedTicket } from './changed-tickets.ts';
import { mainRole, type Participant, participantOf } from './participants.ts';
import { readDetails, type TicketDetails } from './ticket-details.ts';

/** Returns the snapshots of tickets, in that order, for `readerId`, who takes part in all of them. */
export async function snapshotsOf(
  db: Database,
  capabilities: CapabilitiesByBackend,
  tickets: readonly ChangedTicket[],
  readerId: string,
): Promise<TicketSnapshot[]> {
  const detailsOf = await readDetails(
    db,
    tickets.map((ticket) => ({ ticket, participants: participantsOf(ticket) })),
  );
  const dueOf = await readNumbersDue(db, tickets);
  return tickets.flatMap((ticket) => {
    const details = detailsOf.get(ticket.id);
    if (!details) return [];
    return [
      {
        ...ticketFields(ticket),
        ...readerFields(readerId, ticket, details),
        ...backendFields(ticket, capabilities),
        numberDueAt: dueOf.get(ticket.linkId) ?? null,
        actsUnderWay: rowsOf(ticket.acts).map(({ key }) => key),
      },
    ];
  });
}

/** Whether this requester still takes part. */
export function takesPart(ticket: ChangedTicket, requesterId: string): boolean {
  return participantsOf(ticket).some((participant) => participant.requesterId === requesterId);
}

/** The requester first, others by name. */
function participantsOf(ticket: ChangedTicket): Participant[] {
  const { requesterId, requesterEmail: email, requesterName: fullName } = ticket;
  return [{ requesterId, role: 'requester', email, fullName }, ...rowsOf(ticket.others).map(participantOf)];
}

/** Returns when missing ticket numbers are due, by link id. */
async function readNumbersDue(
  db: Database,
  tickets: readonly ChangedTicket[],
): Promise<ReadonlyMap<string, string>> {
  const awaiting = tickets.filter(({ ref, linkNumber }) => ref !== null && linkNumber === null);
  if (awaiting.length === 0) return new Map();
  const awaited = await awaitedNumbers(
    db,
    awaiting.map(({ id }) => id),
  );
  return new Map(awaited.map(({ linkId, dueAt }) => [linkId, dueAt]));
}

/** Returns the fields that depend on the backend of tier 1: what participants may do, and an unmapped status. */
function backendFields(
  { backendId, ref, linkNumber, linkStatus, backendStatus }: ChangedTicket,
  capabilities: CapabilitiesByBackend,
): Pick<TicketSnapshot, 'can' | 'statusText' | 'numberAwaited'> & { approver?: null } {
  const { rating, comments, attachments, changes } = capabilities.of(backendId);
  const acts = capabilities.actsOn(backendId, ref);
  return {
    can: { acts: [...acts], rate: rating, comment: comments, attach: attachments !== 'none' },
    statusText: linkStatus === null ? backendStatus : null,
    // a backend that reports no changes reports no number
    numberAwaited: changes && ref !== null && linkNumber === null,
    // a ticket without approvals has no approver
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

function ticketFields(ticket: ChangedTicket) {
  const files = Map.groupBy(rowsOf(ticket.files), ({ commentId }) => commentId);
  const attachments = (commentId: string | null) => (files.get(commentId) ?? []).map(attachmentOf);
  return {
    id: ticket.id,
    number: ticket.number,
    kind: ticket.kind,
    title: ticket.title,
    description: ticket.description,
    status: ticket.status,
    technician: ticket.technician,
    team: ticket.team,
    solution: ticket.solution,
    mergedInto: ticket.mergedInto,
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
    attachments: attachments(null),
    comments: rowsOf(ticket.comments).map(
      (comment): TicketComment => ({ ...comment, attachments: attachments(comment.id) }),
    ),
  };
}

function attachmentOf({ sha256, name, mediaType, size }: Attachment): Attachment {
  return { sha256, name, mediaType, size };
}

// The time line of a ticket, in the order of its events.
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { Attachment, TicketComment } from '../../contract/ticket.ts';

export type TimeLineEntry =
  /** the description that the ticket was opened with */
  | {
      kind: 'description';
      id: string;
      authorName: string;
      at: string;
      body: string;
      attachments: Attachment[];
    }
  | { kind: 'comment'; id: string; comment: TicketComment }
  /** has no time: it comes after everything from the help desk */
  | { kind: 'solution'; id: string; body: string }
  /** in the outbox */
  | { kind: 'waiting'; id: string; at: string; body: string; attachments: Attachment[] };

/** Returns the whole time line, the oldest entry first. */
export function timeLineOf({ ticket, waitingComments }: MyTicketDetail): TimeLineEntry[] {
  const { id, requester, createdAt, description, attachments, comments, solution } = ticket;
  const opened: TimeLineEntry = {
    kind: 'description',
    id,
    authorName: requester.fullName,
    at: createdAt,
    body: description,
    attachments,
  };
  const said = [...comments]
    .sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt))
    .map((comment): TimeLineEntry => ({ kind: 'comment', id: comment.id, comment }));
  const solved: TimeLineEntry[] =
    solution === null ? [] : [{ kind: 'solution', id: 'solution', body: solution }];
  const waiting = waitingComments.map(
    (comment): TimeLineEntry => ({
      kind: 'waiting',
      id: comment.id,
      at: comment.submittedAt,
      body: comment.body,
      attachments: comment.attachments,
    }),
  );
  return [opened, ...said, ...solved, ...waiting];
}

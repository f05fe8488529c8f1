// What happened on a ticket, as one line in the order it happened.
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { Attachment, TicketComment } from '../../contract/ticket.ts';

export type TimeLineEntry =
  /** what the ticket was opened with */
  | {
      kind: 'description';
      id: string;
      authorName: string;
      at: string;
      body: string;
      attachments: Attachment[];
    }
  | { kind: 'comment'; id: string; comment: TicketComment }
  /** nobody says when it was written: it closes what came from the help desk */
  | { kind: 'solution'; id: string; body: string }
  /** not sent yet */
  | { kind: 'waiting'; id: string; at: string; body: string; attachments: Attachment[] };

/** The whole line, oldest first. */
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

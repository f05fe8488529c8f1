// The tables of tickets: what was asked, who takes part, what was sent, and where it goes.
import type { Generated } from 'kysely';
import type { Impact, TicketKind, TicketStatus, Urgency } from '../../contract/primitives.ts';
import type { CommandKind } from '../../contract/sync.ts';
import type { Participation, RequesterAct } from '../../contract/ticket.ts';
import type { Operation } from './operation.ts';

/** a row is made by intake, which also writes satisfaction; number, status, technician and solution are written by updates */
export interface TicketTable {
  id: string;
  organisationId: string;
  requesterId: string;
  agentId: string;
  kind: TicketKind;
  title: string;
  description: string;
  status: TicketStatus;
  /** as tier 1 has it, like status, technician and solution; two backends may give the same */
  number: string | null;
  technician: string | null;
  solution: string | null;
  createdAt: string;
  updatedAt: string;
  /** who wrote it on the requester's behalf; null when they wrote it themselves */
  writtenBy: string | null;
  /** JSON arrays, as sent */
  answers: Generated<string>;
  facts: Generated<string>;
  /** of the organisation's catalogue */
  categoryId: string | null;
  impact: Impact | null;
  urgency: Urgency | null;
  dueAt: string | null;
  satisfactionScore: number | null;
  satisfactionComment: string | null;
}

/** who takes part beside the requester, written by updates/participants; one person may be contact and approver */
export interface ParticipantTable {
  ticketId: string;
  requesterId: string;
  role: Extract<Participation, 'contact' | 'approver'>;
  /** the announcement whose "me too" it was: the contact is then a joiner */
  announcementId: string | null;
  addedAt: string;
}

/** written by updates/comments, for intake and for updates/record */
export interface CommentTable {
  id: string;
  ticketId: string;
  /** its place among the comments of the ticket, from 1 */
  ordinal: number;
  author: 'requester' | 'technician';
  authorName: string;
  body: string;
  internal: 0 | 1;
  createdAt: string;
}

export interface AttachmentTable {
  id: string;
  ticketId: string;
  /** null when it belongs to the ticket itself */
  commentId: string | null;
  position: number;
  sha256: string;
  name: string;
  mediaType: string;
  size: number;
}

/** blob and upload: written by storage/blobs */
export interface BlobTable {
  sha256: string;
  size: number;
  storedAt: string;
}

export interface UploadTable {
  agentId: string;
  sha256: string;
  completedAt: string;
}

/** files of replies: written by routes/console-uploads */
export interface StaffUploadTable {
  staffId: string;
  sha256: string;
  completedAt: string;
}

/** accepted commands: written by intake */
export interface CommandTable {
  key: string;
  agentId: string;
  /** whose command it was; null before it was kept */
  requesterId: string | null;
  ticketId: string;
  kind: CommandKind;
  bodyHash: string;
  submittedAt: string;
  acceptedAt: string;
}

/** a ticket as one backend has it: a row is made by intake or by a hand-over, and written by updates/links and updates/record */
export interface LinkTable {
  id: string;
  ticketId: string;
  backendId: string;
  /** 1: where the ticket lives; 2: where staff handed it to */
  tier: 1 | 2;
  /** the backend's own reference; null until the ticket is made there */
  ref: string | null;
  number: string | null;
  /** null where the backend's own words have no counterpart in ours, or before it said anything */
  status: TicketStatus | null;
  backendStatus: string | null;
  technician: string | null;
  solution: string | null;
  createdAt: string;
  updatedAt: string;
  /** when staff gave up handing it over: it was never made there, and the ticket may be handed over anew */
  endedAt: string | null;
}

/** which comments of a backend were read already, or came from here: written by updates/backend-comments */
export interface BackendCommentTable {
  linkId: string;
  ref: string;
  /** null for one that stands for something else of ours, such as a file */
  commentId: string | null;
}

/** discarded: given up by staff, kept for audit */
export type DeliveryState = 'waiting' | 'sending' | 'done' | 'parked' | 'discarded';

/** made by delivery/enqueue, moved by delivery/worker and, where staff decide, by delivery/retry */
export interface DeliveryTable {
  id: string;
  linkId: string;
  /** of its link */
  backendId: string;
  /** 1 for the ticket itself: a delivery goes after every earlier one of its link */
  ordinal: number;
  operation: Operation;
  /** idempotency key, unique in its link: id of the comment or the attachment, key of the command, or one of its own */
  key: string;
  /** JSON, what is not in a row of its own (delivery/content) */
  content: string;
  state: DeliveryState;
  /** how often it was tried; above 0 its outcome may be unknown */
  attempt: number;
  /** how many of those the backend refused */
  refusals: number;
  firstTriedAt: string | null;
  /** when staff last put it back to work: its time to be parked counts from there */
  retriedAt: string | null;
  dueAt: string;
  /** as storage/reasons writes it */
  lastError: string | null;
  createdAt: string;
  updatedAt: string;
}

/** written by updates/change-feed */
export interface ChangeTable {
  requesterId: string;
  ticketId: string;
  seq: number;
}

/** desk_ticket, desk_comment and desk_act: the built-in connector's own books */
export interface DeskTicketTable {
  number: Generated<number>;
  idempotencyKey: string;
  createdAt: string;
}

export interface DeskCommentTable {
  idempotencyKey: string;
  ticketRef: string;
  createdAt: string;
}

export interface DeskActTable {
  idempotencyKey: string;
  ticketRef: string;
  act: RequesterAct | 'rate' | 'add-contact';
  createdAt: string;
}

// The tables of tickets: what was asked, who takes part, what was sent, and where it goes.
import type { Generated } from 'kysely';
import type { CommandKind } from '../../contract/sync.ts';
import type { Participation, RequesterAct } from '../../contract/ticket.ts';
import type { Impact, TicketKind, TicketStatus, Urgency } from '../../contract/words.ts';

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
  number: string | null;
  backendRef: string | null;
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
  /** JSON, of the kinds that make no row of their own to deliver from */
  body: string | null;
  submittedAt: string;
  acceptedAt: string;
}

type DeliveryState = 'waiting' | 'sending' | 'done' | 'parked';

/** made by intake, moved by delivery/worker */
export interface DeliveryTable {
  id: string;
  ticketId: string;
  /** 1 for the ticket itself: a delivery goes after every earlier one of its ticket */
  ordinal: number;
  connector: string;
  operation: CommandKind;
  /** idempotency key of its command, which is the id of the ticket or the comment it makes */
  key: string;
  state: DeliveryState;
  /** how often it was tried; above 0 its outcome may be unknown */
  attempt: number;
  dueAt: string;
  lastError: string | null;
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

// Tables of tickets: participants, comments, attachments, commands, links, deliveries and changes.
import type { Generated } from 'kysely';
import type { TicketEvent } from '../../contract/console.ts';
import type { Impact, Priority, TicketKind, TicketStatus, Urgency } from '../../contract/primitives.ts';
import type { CommandKind } from '../../contract/sync.ts';
import type { Participation, RequesterAct } from '../../contract/ticket.ts';
import type { Operation } from './operation.ts';

/** inserted by intake, which also writes satisfaction; tickets/record writes what changes later */
export interface TicketTable {
  id: string;
  organisationId: string;
  requesterId: string;
  /** null for one that came by mail */
  agentId: string | null;
  kind: TicketKind;
  title: string;
  description: string;
  status: TicketStatus;
  /** from tier 1, like status, technician and solution; not unique: two backends may assign the same number */
  number: string | null;
  technician: string | null;
  /** of the staff; null for nobody, or for somebody of another backend */
  technicianId: string | null;
  teamId: string | null;
  solution: string | null;
  /** null unless the ticket is pending at the built-in desk, like the two that follow */
  pendingReason: string | null;
  pendingUntil: string | null;
  /** 0 or 1 */
  pendingUntilAnswer: number | null;
  createdAt: string;
  updatedAt: string;
  /** who wrote it on the requester's behalf; null for the requester */
  writtenBy: string | null;
  /** JSON arrays, as sent */
  answers: Generated<string>;
  facts: Generated<string>;
  /** a subcategory of the organisation's catalogue */
  categoryId: string | null;
  /** a service of the catalogue, for a ticket without a subcategory */
  serviceId: string | null;
  impact: Impact | null;
  urgency: Urgency | null;
  /** what staff set instead of the priority that impact and urgency give; null like its reason where they did not */
  priority: Priority | null;
  priorityReason: string | null;
  /** the ticket that it was merged into, and its own status before; null like it for a ticket of its own */
  mergedInto: string | null;
  statusBeforeMerger: TicketStatus | null;
  /** when a resolved ticket of the built-in desk closes by itself; null where it does not */
  closesAt: string | null;
  /** the due date that staff were told had passed; written by desk/overdue */
  overdueTold: Generated<string | null>;
  dueAt: string | null;
  satisfactionScore: number | null;
  satisfactionComment: string | null;
}

/** a change of a ticket's status, of its team and technician, or of what staff corrected; written by tickets/history */
export interface TicketEventTable {
  ticketId: string;
  /** position among the ticket's events, from 1 */
  ordinal: number;
  at: string;
  fromStatus: TicketStatus;
  toStatus: TicketStatus;
  by: TicketEvent['by'];
  name: string | null;
  reason: string | null;
  /** names of whom it was assigned to; both null for any other change */
  assignedTeam: string | null;
  assignedTechnician: string | null;
  /** JSON array of what staff corrected; null for any other change */
  corrected: string | null;
  /** number of the ticket that it was merged into, or that it was merged with until then; null for any other change */
  merged: string | null;
  /** name of whom it was asked for approval; null for any other change */
  asked: Generated<string | null>;
  /** name of whom it was taken back from; null for any other change */
  released: Generated<string | null>;
  /** of the staff who made it; null for anybody else, and for those of earlier versions */
  staffId: Generated<string | null>;
  /** JSON of what joins it to another ticket, an announcement or a mail; null for any other change */
  related: Generated<string | null>;
  /** when a pending ticket was to come back; null for no date, and for any other change */
  pendingUntil: Generated<string | null>;
  /** whether it was to come back with an answer; null for any other change, and for those of earlier versions */
  pendingUntilAnswer: Generated<number | null>;
}

/** staff who follow a ticket, and whom a note mentions; written by desk/followers */
export interface TicketFollowerTable {
  ticketId: string;
  staffId: string;
  since: string;
  /** the ticket whose merger made them follow; null where they chose to, or a note mentions them */
  mergedFrom: Generated<string | null>;
}

export interface CommentMentionTable {
  commentId: string;
  staffId: string;
}

/** a link that staff made between a ticket and another one, or an announcement; written by desk/relations */
export interface TicketRelationTable {
  id: string;
  ticketId: string;
  /** of related tickets, the one with the greater id; of a split ticket, the new one */
  otherId: string | null;
  announcementId: string | null;
  kind: 'related' | 'split' | 'announcement';
  createdAt: string;
}

/** participants other than the requester, written by tickets/participants; one person may be contact and approver */
export interface ParticipantTable {
  ticketId: string;
  requesterId: string;
  role: Extract<Participation, 'contact' | 'approver'>;
  /** the announcement whose "me too" added them: such a contact is a joiner */
  announcementId: string | null;
  /** the ticket whose merger added them: such a contact is a joiner */
  mergedFrom: string | null;
  addedAt: string;
}

/** one row for each ticket that needs an approval; written by approvals */
export interface ApprovalTable {
  ticketId: string;
  /** address of whom the category asked; null for nobody. A category that asks somebody else needs another approval */
  named: string | null;
  askedAt: string;
  /** since the ticket waits for the approval */
  timesAsked: Generated<number>;
  /** when it is looked for somebody to ask again; null before it was asked for, and once it is asked no more */
  askAgainAt: string | null;
  /** since when nobody can be asked, or nobody will be again; null while somebody is asked */
  stuckSince: Generated<string | null>;
}

/** links by mail with which an approver decides; written by approvals/approval-links */
export interface ApprovalLinkTable {
  tokenHash: string;
  ticketId: string;
  /** the approver */
  requesterId: string;
  expiresAt: string;
}

/** written by tickets/comments */
export interface CommentTable {
  id: string;
  ticketId: string;
  /** position among the ticket's comments, from 1 */
  ordinal: number;
  author: 'requester' | 'technician';
  authorName: string;
  /** of the staff who wrote it; null for anybody else, and for those of earlier versions */
  staffId: Generated<string | null>;
  body: string;
  /** text of the mail that it is part of; null where it came otherwise, or is the whole mail */
  whole: string | null;
  internal: 0 | 1;
  createdAt: string;
}

export interface AttachmentTable {
  id: string;
  ticketId: string;
  /** null for a file of the ticket itself */
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

/** uploads of staff: written by storage/blobs */
export interface StaffUploadTable {
  staffId: string;
  sha256: string;
  completedAt: string;
}

/** accepted commands: written by intake */
export interface CommandTable {
  key: string;
  agentId: string;
  /** author of the command; null in rows older than this column */
  requesterId: string | null;
  ticketId: string;
  kind: CommandKind;
  bodyHash: string;
  submittedAt: string;
  acceptedAt: string;
}

/** a ticket in one backend: inserted by intake or by a hand-over, updated by tickets/links and tickets/record */
export interface LinkTable {
  id: string;
  ticketId: string;
  backendId: string;
  /** 1: the backend that owns the ticket; 2: the backend that staff handed it to */
  tier: 1 | 2;
  /** the backend's own reference; null until the ticket is created there */
  ref: string | null;
  number: string | null;
  /** null where the backend's own status is not mapped, or is not known yet */
  status: TicketStatus | null;
  backendStatus: string | null;
  technician: string | null;
  solution: string | null;
  /** of a desk that numbers what it tells: the highest number so far; what comes with a lower one, or again, is old */
  toldSeq: number | null;
  createdAt: string;
  updatedAt: string;
  /** when staff discarded the hand-over: the ticket was not created there and may be handed over again */
  endedAt: string | null;
}

/** comments of a backend that were read already, or came from here: written by updates/backend-comments */
export interface BackendCommentTable {
  linkId: string;
  ref: string;
  /** null for a comment that represents another object, such as a file */
  commentId: string | null;
}

/** comments of backends that were or would have been relayed: written by updates/loop-guard */
export interface RelayedCommentTable {
  ticketId: string;
  /** where the comment was written */
  linkId: string;
  /** of its text without numbers */
  textHash: string;
  at: string;
}

/** parked: waits for staff; discarded: given up by staff, kept for the audit */
type DeliveryState = 'waiting' | 'sending' | 'done' | 'parked' | 'discarded';

/** inserted by delivery/enqueue, updated by the delivery worker and, for decisions of staff, by delivery/retry */
export interface DeliveryTable {
  id: string;
  linkId: string;
  /** the backend of the link */
  backendId: string;
  /** position in the queue of its link, from 1, which is the ticket itself */
  ordinal: number;
  operation: Operation;
  /** idempotency key, unique in its link: id of the comment or attachment, key of the command, or a new id */
  key: string;
  /** JSON: what no other table stores (delivery/content) */
  content: string;
  state: DeliveryState;
  /** number of attempts; above 0 the outcome may be unknown */
  attempt: number;
  /** number of attempts that the backend refused */
  refusals: number;
  firstTriedAt: string | null;
  /** when the last attempt ended, or began where it was cut off, that the backend may have carried out; null where there was none */
  unknownAt: string | null;
  /** when the backend is asked whether it has the object twice; null where it is not */
  lookAgainAt: string | null;
  /** when staff last requeued it: the time limit for retries counts from here */
  retriedAt: string | null;
  dueAt: string;
  /** written by storage/reasons */
  lastError: string | null;
  createdAt: string;
  updatedAt: string;
}

/** written by tickets/change-feed */
export interface ChangeTable {
  requesterId: string;
  ticketId: string;
  seq: number;
  /** what this number stands for (tickets/change-marks); empty for one of an earlier version */
  mark: Generated<string>;
}

/** desk_ticket, desk_comment and desk_act: tables of the built-in desk's connector */
export interface DeskTicketTable {
  number: Generated<number>;
  idempotencyKey: string;
  createdAt: string;
  /** 0 or 1: its requester was told that it was received; written by notices/received */
  told: Generated<number>;
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

// The tables as Kysely sees them. Ids are text, instants ISO 8601 text in UTC, flags 0 or 1: SQL that PostgreSQL takes too.
import type { Generated, Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import type { StaffRole } from '../../contract/console.ts';
import type { CommandKind } from '../../contract/sync.ts';
import type { AgentState, TicketKind, TicketStatus } from '../../contract/words.ts';

/** organisation: written by enrolment/organisations */
interface OrganisationTable {
  id: string;
  name: string;
  /** the name in lower case: two organisations never differ by case alone */
  nameKey: string;
  /** JSON array */
  emailDomains: string;
  createdAt: string;
}

interface EnrolmentKeyTable {
  id: string;
  organisationId: string;
  hash: string;
  ending: string;
  createdAt: string;
  revokedAt: string | null;
}

interface AdvanceActivationTable {
  id: string;
  organisationId: string;
  hostname: string | null;
  userName: string | null;
  createdAt: string;
}

/** device and agent: written by enrolment */
interface DeviceTable {
  id: string;
  organisationId: string;
  machineId: string;
  hostname: string;
  os: string;
  createdAt: string;
}

interface AgentTable {
  id: string;
  deviceId: string;
  sid: string;
  userName: string;
  upn: string | null;
  agentVersion: string;
  secretHash: string;
  state: AgentState;
  requesterId: string | null;
  enrolledAt: string;
  lastSeenAt: string;
}

/** changeSeq is written by updates/change-feed, the rest by enrolment/confirmation */
interface RequesterTable {
  id: string;
  organisationId: string;
  email: string;
  fullName: string;
  changeSeq: Generated<number>;
  createdAt: string;
}

interface ConfirmationTokenTable {
  id: string;
  agentId: string;
  deviceId: string;
  ip: string;
  email: string;
  tokenHash: string;
  triesLeft: number;
  sentAt: string;
  expiresAt: string;
  usedAt: string | null;
}

/** a row is made by intake; number, status, technician and solution are written by updates */
interface TicketTable {
  id: string;
  organisationId: string;
  requesterId: string;
  agentId: string;
  kind: z.infer<typeof TicketKind>;
  title: string;
  description: string;
  status: z.infer<typeof TicketStatus>;
  number: string | null;
  backendRef: string | null;
  technician: string | null;
  solution: string | null;
  createdAt: string;
  updatedAt: string;
}

/** written by updates/comments, for intake and for updates/record */
interface CommentTable {
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

interface AttachmentTable {
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
interface BlobTable {
  sha256: string;
  size: number;
  storedAt: string;
}

interface UploadTable {
  agentId: string;
  sha256: string;
  completedAt: string;
}

/** accepted commands: written by intake */
interface CommandTable {
  key: string;
  agentId: string;
  ticketId: string;
  kind: CommandKind;
  bodyHash: string;
  submittedAt: string;
  acceptedAt: string;
}

export type DeliveryState = 'waiting' | 'sending' | 'done' | 'parked';

/** made by intake, moved by delivery/worker */
interface DeliveryTable {
  id: string;
  ticketId: string;
  /** 1 for the ticket itself: a delivery goes after every earlier one of its ticket */
  ordinal: number;
  connector: string;
  operation: CommandKind;
  /** idempotency key, which is the id of the ticket or the comment */
  key: string;
  state: DeliveryState;
  /** how often it was tried; above 0 its outcome may be unknown */
  attempt: number;
  dueAt: string;
  lastError: string | null;
  updatedAt: string;
}

/** written by updates/change-feed */
interface ChangeTable {
  requesterId: string;
  ticketId: string;
  seq: number;
}

/** desk_ticket and desk_comment: the built-in connector's own books */
interface DeskTicketTable {
  number: Generated<number>;
  idempotencyKey: string;
  createdAt: string;
}

interface DeskCommentTable {
  idempotencyKey: string;
  ticketRef: string;
  createdAt: string;
}

/** staff, session and setup_link: written by staff */
interface StaffTable {
  id: string;
  email: string;
  fullName: string;
  role: z.infer<typeof StaffRole>;
  passwordHash: string;
  createdAt: string;
}

interface SessionTable {
  tokenHash: string;
  staffId: string;
  expiresAt: string;
}

interface SetupLinkTable {
  tokenHash: string;
  createdAt: string;
}

/** written by staff/audit, never changed */
interface AuditTable {
  id: string;
  at: string;
  /** null for what the server did by itself */
  staffId: string | null;
  act: string;
  subjectKind: string;
  subjectId: string;
  /** JSON object, without secrets */
  details: string;
}

export interface Schema {
  organisation: OrganisationTable;
  enrolmentKey: EnrolmentKeyTable;
  advanceActivation: AdvanceActivationTable;
  device: DeviceTable;
  agent: AgentTable;
  requester: RequesterTable;
  confirmationToken: ConfirmationTokenTable;
  ticket: TicketTable;
  comment: CommentTable;
  attachment: AttachmentTable;
  blob: BlobTable;
  upload: UploadTable;
  command: CommandTable;
  delivery: DeliveryTable;
  change: ChangeTable;
  deskTicket: DeskTicketTable;
  deskComment: DeskCommentTable;
  staff: StaffTable;
  session: SessionTable;
  setupLink: SetupLinkTable;
  audit: AuditTable;
}

/** The database, or a transaction on it: inside a transaction only the transaction may be used. */
export type Database = Kysely<Schema>;
export type Row<T extends keyof Schema> = Selectable<Schema[T]>;

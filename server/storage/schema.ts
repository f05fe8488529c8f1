// The tables as Kysely types. Ids are text, instants ISO 8601 text in UTC, flags 0 or 1: valid in PostgreSQL too.
import type { Kysely, Selectable } from 'kysely';
import type { Severity } from '../../contract/announcement.ts';
import type { BackendTable, RouteTable } from './backend-tables.ts';
import type { ContentPartTable, ContentTable } from './content-tables.ts';
import type { DeskMailboxTable, DeskMailFileTable, DeskMailTable } from './mail-tables.ts';
import type { MailTextTable, MailWishTable, NoticeTable } from './notice-tables.ts';
import type {
  AdvanceActivationTable,
  AgentTable,
  CatalogueEntryTable,
  CatalogueTable,
  ConfirmationTokenTable,
  DeviceTable,
  EnrolmentKeyTable,
  OrganisationTable,
  PersonTable,
  RequesterTable,
  SignInAttemptTable,
  SignInProviderTable,
} from './people-tables.ts';
import type { ReleaseFileTable, ReleaseTable } from './release-tables.ts';
import type { SearchPendingTable, SearchTextTable } from './search-tables.ts';
import type { SentMailTable } from './sent-mail-table.ts';
import type {
  AccountMailTable,
  PasskeyChallengeTable,
  PasskeyTable,
  PasswordLinkTable,
  RecoveryCodeTable,
  RecoveryLinkTable,
  SecondFactorTable,
  SessionTable,
  SetupLinkTable,
  SignInRulesTable,
  StaffIdentityTable,
  StaffInvitationTable,
  StaffProviderTable,
  StaffSignInAttemptTable,
  StaffTable,
  TeamMemberTable,
  TeamRuleTable,
  TeamTable,
} from './staff-tables.ts';
import type {
  ApprovalLinkTable,
  ApprovalTable,
  AttachmentTable,
  BackendCommentTable,
  BlobTable,
  ChangeTable,
  CommandTable,
  CommentMentionTable,
  CommentTable,
  DeliveryTable,
  DeskActTable,
  DeskCommentTable,
  DeskTicketTable,
  LinkTable,
  ParticipantTable,
  RelayedCommentTable,
  StaffUploadTable,
  TicketEventTable,
  TicketFollowerTable,
  TicketRelationTable,
  TicketTable,
  UploadTable,
} from './ticket-tables.ts';

/** written by announcements */
interface AnnouncementTable {
  id: string;
  /** null: for every organisation */
  organisationId: string | null;
  severity: Severity;
  titleEn: string;
  titleFr: string;
  textEn: string;
  textFr: string;
  serviceEn: string | null;
  serviceFr: string | null;
  fromAt: string;
  toAt: string | null;
  /** the ticket that "me too" joins */
  ticketId: string | null;
  publishedAt: string;
  withdrawnAt: string | null;
  /** who published it; null for one of a file */
  staffId: string | null;
}

/** one row, written by triggers alone: how often anything was changed that storage/remembered keeps in memory */
interface SettingsRevisionTable {
  revision: number;
}

/** what all servers of this database have in common, written by storage/agreements and by a move */
interface AgreementTable {
  name: 'key' | 'place';
  /** compared; no secret */
  value: string;
}

/** written by staff/audit, never changed */
interface AuditTable {
  id: string;
  at: string;
  /** null for acts of the server itself */
  staffId: string | null;
  act: string;
  subjectKind: string;
  subjectId: string;
  /** JSON object, without secrets */
  details: string;
}

export interface Schema {
  organisation: OrganisationTable;
  settingsRevision: SettingsRevisionTable;
  signInProvider: SignInProviderTable;
  enrolmentKey: EnrolmentKeyTable;
  advanceActivation: AdvanceActivationTable;
  device: DeviceTable;
  agent: AgentTable;
  requester: RequesterTable;
  confirmationToken: ConfirmationTokenTable;
  signInAttempt: SignInAttemptTable;
  catalogue: CatalogueTable;
  catalogueEntry: CatalogueEntryTable;
  person: PersonTable;
  announcement: AnnouncementTable;
  ticket: TicketTable;
  ticketEvent: TicketEventTable;
  ticketFollower: TicketFollowerTable;
  approval: ApprovalTable;
  approvalLink: ApprovalLinkTable;
  ticketRelation: TicketRelationTable;
  participant: ParticipantTable;
  comment: CommentTable;
  commentMention: CommentMentionTable;
  attachment: AttachmentTable;
  blob: BlobTable;
  content: ContentTable;
  contentPart: ContentPartTable;
  upload: UploadTable;
  staffUpload: StaffUploadTable;
  command: CommandTable;
  backend: BackendTable;
  route: RouteTable;
  link: LinkTable;
  backendComment: BackendCommentTable;
  relayedComment: RelayedCommentTable;
  delivery: DeliveryTable;
  change: ChangeTable;
  searchText: SearchTextTable;
  searchPending: SearchPendingTable;
  sentMail: SentMailTable;
  deskTicket: DeskTicketTable;
  deskComment: DeskCommentTable;
  deskAct: DeskActTable;
  deskMailbox: DeskMailboxTable;
  deskMail: DeskMailTable;
  deskMailFile: DeskMailFileTable;
  release: ReleaseTable;
  releaseFile: ReleaseFileTable;
  staff: StaffTable;
  team: TeamTable;
  teamMember: TeamMemberTable;
  teamRule: TeamRuleTable;
  staffInvitation: StaffInvitationTable;
  recoveryLink: RecoveryLinkTable;
  passwordLink: PasswordLinkTable;
  accountMail: AccountMailTable;
  session: SessionTable;
  setupLink: SetupLinkTable;
  passkey: PasskeyTable;
  staffProvider: StaffProviderTable;
  staffIdentity: StaffIdentityTable;
  staffSignInAttempt: StaffSignInAttemptTable;
  passkeyChallenge: PasskeyChallengeTable;
  secondFactor: SecondFactorTable;
  recoveryCode: RecoveryCodeTable;
  signInRules: SignInRulesTable;
  agreement: AgreementTable;
  notice: NoticeTable;
  mailText: MailTextTable;
  mailWish: MailWishTable;
  audit: AuditTable;
}

/** The database, or a transaction on it: inside a transaction use only the transaction. */
export type Database = Kysely<Schema>;
export type Row<T extends keyof Schema> = Selectable<Schema[T]>;

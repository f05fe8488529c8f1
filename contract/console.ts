// What the console and the server say to each other about staff, organisations, tickets and announcements.
import { z } from 'zod';
import { Announcement } from './announcement.ts';
import { BackendId, TicketLink } from './backends.ts';
import { EntryId } from './catalogue.ts';
import {
  AgentState,
  Bilingual,
  Email,
  FullName,
  Instant,
  LIMITS,
  Reason,
  TicketKind,
  TicketStatus,
} from './primitives.ts';
import { SentFact } from './sync.ts';
import { Attachment, TicketSnapshot } from './ticket.ts';

export const StaffRole = z.enum(['administrator', 'technician']);
export const Staff = z.object({ id: z.uuid(), email: Email, fullName: FullName, role: StaffRole });
export type Staff = z.infer<typeof Staff>;

/** At least 12 characters, as NIST SP 800-63B-4 section 3.1.1.2 asks at least 8 and recommends 15; no composition rules. */
export const NewPassword = z.string().min(12).max(256);

export const SetupRequest = z.object({
  /** the part after `#` in the set-up link */
  token: z.string().max(128),
  email: Email,
  fullName: FullName,
  password: NewPassword,
});
export type SetupRequest = z.infer<typeof SetupRequest>;
export const SignInRequest = z.object({ email: Email, password: z.string().max(256) });
export type SignInRequest = z.infer<typeof SignInRequest>;

export const EmailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/);
export const NewOrganisation = z.object({
  name: z.string().trim().min(1).max(200),
  /** addresses outside these are refused; empty admits any address */
  emailDomains: z.array(EmailDomain).max(50),
});
export type NewOrganisation = z.infer<typeof NewOrganisation>;

export const EnrolmentKeySummary = z.object({
  id: z.uuid(),
  /** its last four characters: the key itself is shown once, when it is made */
  ending: z.string(),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
});
export type EnrolmentKeySummary = z.infer<typeof EnrolmentKeySummary>;
export const CreatedEnrolmentKey = z.object({ key: z.string(), summary: EnrolmentKeySummary });
export type CreatedEnrolmentKey = z.infer<typeof CreatedEnrolmentKey>;

/** Agents that match are activated when they first call. A null field matches anything, so both null is all of the organisation. */
export const AdvanceActivation = z.object({
  id: z.uuid(),
  hostname: z.string().nullable(),
  userName: z.string().nullable(),
  createdAt: Instant,
});
export type AdvanceActivation = z.infer<typeof AdvanceActivation>;
export const NewAdvanceActivation = z.object({
  hostname: z.string().trim().min(1).max(255).nullable(),
  /** SAM name, with or without its domain */
  userName: z.string().trim().min(1).max(256).nullable(),
});
export type NewAdvanceActivation = z.infer<typeof NewAdvanceActivation>;

export const Organisation = NewOrganisation.extend({
  id: z.uuid(),
  createdAt: Instant,
  enrolmentKeys: z.array(EnrolmentKeySummary),
  advanceActivations: z.array(AdvanceActivation),
});
export type Organisation = z.infer<typeof Organisation>;

export const AgentRow = z.object({
  id: z.uuid(),
  userName: z.string(),
  state: AgentState,
  /** confirmed address, null before confirmation */
  email: z.string().nullable(),
  fullName: z.string().nullable(),
  agentVersion: z.string(),
  enrolledAt: Instant,
  lastSeenAt: Instant,
  /** an event stream is open at this moment */
  online: z.boolean(),
});
export type AgentRow = z.infer<typeof AgentRow>;
export const DeviceRow = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  hostname: z.string(),
  os: z.string(),
  agents: z.array(AgentRow),
});
export type DeviceRow = z.infer<typeof DeviceRow>;

/** Whose state changes: some agents, or every agent of an organisation. */
export const AgentSelection = z.union([
  z.object({ agentIds: z.array(z.uuid()).min(1).max(1000) }),
  z.object({ organisationId: z.uuid() }),
]);
export type AgentSelection = z.infer<typeof AgentSelection>;
export const ChangeAgentState = z.object({
  act: z.enum(['activate', 'suspend', 'retire']),
  selection: AgentSelection,
});
export type ChangeAgentState = z.infer<typeof ChangeAgentState>;
export const ChangedAgents = z.object({ changed: z.int().min(0) });

export const DeskTicketSummary = z.object({
  id: z.uuid(),
  number: z.string().nullable(),
  kind: TicketKind,
  title: z.string(),
  status: TicketStatus,
  organisation: z.string(),
  requester: z.string(),
  technician: z.string().nullable(),
  ...TicketSnapshot.pick({ category: true, dueAt: true }).shape,
  createdAt: Instant,
  updatedAt: Instant,
});
export type DeskTicketSummary = z.infer<typeof DeskTicketSummary>;

export const TicketQuery = z.object({
  /** open is everything but resolved and closed */
  show: z.enum(['open', 'resolved', 'closed', 'all']).default('open'),
  /** part of the number, the title or the requester's name or address */
  search: z.string().max(200).default(''),
  /** `updatedAt` and id of the last row of the page before, as that page's `next` gave it */
  after: z.string().max(100).optional(),
});
export type TicketQuery = z.infer<typeof TicketQuery>;
export const TicketPage = z.object({ tickets: z.array(DeskTicketSummary), next: z.string().nullable() });
export type TicketPage = z.infer<typeof TicketPage>;

export const DeskAttachment = Attachment.extend({ id: z.uuid() });
export type DeskAttachment = z.infer<typeof DeskAttachment>;
export const DeskComment = z.object({
  id: z.uuid(),
  author: z.enum(['requester', 'technician']),
  authorName: z.string(),
  body: z.string(),
  /** an internal note is never shown to the requester */
  internal: z.boolean(),
  createdAt: Instant,
  attachments: z.array(DeskAttachment),
});
export type DeskComment = z.infer<typeof DeskComment>;
export const DeskTicket = DeskTicketSummary.extend({
  description: z.string(),
  solution: z.string().nullable(),
  requesterEmail: z.string(),
  /** who wrote it on the requester's behalf; null when they wrote it themselves */
  writtenBy: z.string().nullable(),
  ...TicketSnapshot.pick({
    contacts: true,
    approver: true,
    answers: true,
    impact: true,
    urgency: true,
    satisfaction: true,
  }).shape,
  /** address of the approver, and whether they have an agent through which to decide; null where nobody has to approve */
  approverAccount: z.object({ email: z.string(), canDecide: z.boolean() }).nullable(),
  facts: z.array(SentFact),
  hostname: z.string(),
  userName: z.string(),
  attachments: z.array(DeskAttachment),
  comments: z.array(DeskComment),
  /** the backends that have it, where it lives first */
  links: z.array(TicketLink).default([]),
  /** the backends it can be handed to; none once it was handed to one */
  handOverTo: z.array(z.object({ id: BackendId, name: z.string() })).default([]),
  /** the delivery that keeps failing, if one was parked */
  parked: z.object({ deliveryId: z.uuid(), reason: Reason, since: Instant }).nullable(),
});
export type DeskTicket = z.infer<typeof DeskTicket>;

/** Its files were sent before, by `sendReplyFile`. */
export const Reply = z.object({
  /** idempotency key, which becomes the id of the comment; a message without one is another each time */
  key: z.uuid().optional(),
  body: z.string().trim().min(1).max(LIMITS.comment),
  internal: z.boolean(),
  attachments: z.array(Attachment).max(LIMITS.attachmentsPerCommand).default([]),
});
export type Reply = z.infer<typeof Reply>;
export const Resolution = z.object({ solution: z.string().trim().min(1).max(LIMITS.comment) });
export type Resolution = z.infer<typeof Resolution>;

export const NewAnnouncement = Announcement.omit({ id: true, ticket: true })
  .extend({
    /** null: of every organisation */
    organisationId: z.uuid().nullable(),
    /** number of the ticket that "me too" joins, which has to be one of that organisation; null for none */
    ticketNumber: z.string().trim().min(1).max(50).nullable(),
  })
  .refine(({ from, to }) => to === null || Date.parse(from) < Date.parse(to), { path: ['to'] });
export type NewAnnouncement = z.infer<typeof NewAnnouncement>;

export const PublishedAnnouncement = Announcement.extend({
  organisationId: z.uuid().nullable(),
  /** its name; null for every organisation */
  organisation: z.string().nullable(),
  /** how many people said "me too" */
  joined: z.int().min(0),
  publishedAt: Instant,
  /** when it was taken back before its end; null for one that was not */
  withdrawnAt: Instant.nullable(),
});
export type PublishedAnnouncement = z.infer<typeof PublishedAnnouncement>;

/** What a route can name of an organisation's catalogue: a family, a service or a leaf; `name` is its path. */
export const RoutableEntry = z.object({
  organisationId: z.uuid(),
  id: EntryId,
  name: Bilingual,
  /** of a leaf whose tickets somebody has to approve, its ids from the leaf up; null for any other */
  approvedLevels: z.array(EntryId).nullable().default(null),
});
export type RoutableEntry = z.infer<typeof RoutableEntry>;

/** What an event of `listenForChanges` names: the list that is worth reading again. */
export const ConsoleEvent = z.enum(['devices', 'tickets', 'announcements', 'backends', 'releases']);
export type ConsoleEvent = z.infer<typeof ConsoleEvent>;

// Staff, organisations, devices, tickets and announcements as the console and the server exchange them.
import { z } from 'zod';
import { Announcement } from './announcement.ts';
import { DeskApproval } from './approvals.ts';
import { BackendId, TicketLink } from './backends.ts';
import { CategoryChoice, EntryId } from './catalogue.ts';
import { Elsewhere } from './elsewhere.ts';
import { AgentIdentity } from './enrolment.ts';
import {
  AgentState,
  Bilingual,
  Departure,
  Email,
  FullName,
  Impact,
  Instant,
  LIMITS,
  nameOf,
  Priority,
  Reason,
  TicketKind,
  TicketStatus,
  Urgency,
} from './primitives.ts';
import { Relation } from './relations.ts';
import { SignIn } from './sign-in.ts';
import { SentFact } from './sync.ts';
import { Answer, Attachment, Pending, TicketSnapshot } from './ticket.ts';

/** A technician works on tickets; an administrator also sets the server up. */
export const StaffRole = z.enum(['administrator', 'technician']);

/** The organisations that somebody of the staff sees and reaches; null: all, also those to come. */
export const StaffScope = z.array(z.uuid()).min(1).max(1000).nullable();
export type StaffScope = z.infer<typeof StaffScope>;

/** A member of the staff. */
export const Staff = z.object({
  id: z.uuid(),
  email: Email,
  fullName: FullName,
  role: StaffRole,
  organisationIds: StaffScope,
});
export type Staff = z.infer<typeof Staff>;

/** Somebody of the staff, by their present name. */
export const StaffName = Staff.pick({ id: true, fullName: true });

/**
 * At least 12 characters and no composition rules: NIST SP 800-63B-4 section 3.1.1.2 requires at least 8 and recommends
 * 15.
 */
export const NewPassword = z.string().min(12).max(256);

/** Creates the first administrator. */
export const SetupRequest = z.object({
  /** the part after `#` in the set-up link */
  token: z.string().max(128),
  email: Email,
  fullName: FullName,
  password: NewPassword,
});
export type SetupRequest = z.infer<typeof SetupRequest>;

/** Signs a member of the staff in. */
export const SignInRequest = z.object({
  email: Email,
  password: z.string().max(256),
  /** of the second factor: a code of the app, or a recovery code; null before it was asked for */
  code: z.string().trim().max(32).nullable().default(null),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

/** A domain in lower case, such as `example.org`. */
export const EmailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/);

/** An organisation to create. */
export const NewOrganisation = z.object({
  name: nameOf(1, 200),
  /** addresses outside these are refused; empty admits any address */
  emailDomains: z.array(EmailDomain).max(50),
});
export type NewOrganisation = z.infer<typeof NewOrganisation>;

/** A network in CIDR notation, such as 10.1.0.0/16. */
export const Network = z.union([z.cidrv4(), z.cidrv6()]);

/** The limits of an enrolment key to create. They concern new agents: those that it admitted stay. */
export const NewEnrolmentKey = z.object({
  /** null: never */
  expiresAt: Instant.nullable(),
  /** agents that it may admit; null: any number */
  mostUses: z.int().min(1).max(1_000_000).nullable(),
  /** where agents may enrol from; empty: anywhere */
  networks: z.array(Network).max(50),
  /** of session hosts among which a person's profile travels: their agent keeps its standing on each of them */
  pool: z.boolean().default(false),
});
export type NewEnrolmentKey = z.infer<typeof NewEnrolmentKey>;

/** An enrolment key without the key itself. */
export const EnrolmentKeySummary = NewEnrolmentKey.extend({
  id: z.uuid(),
  /** agents that it has admitted */
  uses: z.int().min(0),
  /** the last four characters: the whole key is shown once, when it is created */
  ending: z.string(),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
});
export type EnrolmentKeySummary = z.infer<typeof EnrolmentKeySummary>;

/** A new enrolment key: the only answer that holds the key itself. */
export const CreatedEnrolmentKey = z.object({ key: z.string(), summary: EnrolmentKeySummary });
export type CreatedEnrolmentKey = z.infer<typeof CreatedEnrolmentKey>;

/** An advance activation to create. A null field matches anything; three match the whole organisation. */
export const NewAdvanceActivation = z.object({
  machineId: AgentIdentity.shape.machineId.nullable(),
  hostname: nameOf(1, 255).nullable(),
  /** SAM name, with or without its domain */
  userName: nameOf(1, 256).nullable(),
  /** agents that it activates at most: who enrols can claim any name */
  admits: z.int().min(1).max(100_000),
});
export type NewAdvanceActivation = z.infer<typeof NewAdvanceActivation>;

/** Agents that match are activated at their first call, unless their user or device was suspended or has an agent. */
export const AdvanceActivation = NewAdvanceActivation.extend({
  id: z.uuid(),
  /** agents that it has activated */
  used: z.int().min(0),
  createdAt: Instant,
});
export type AdvanceActivation = z.infer<typeof AdvanceActivation>;

/** An organisation with its enrolment keys and advance activations. */
export const Organisation = NewOrganisation.extend({
  id: z.uuid(),
  createdAt: Instant,
  enrolmentKeys: z.array(EnrolmentKeySummary),
  advanceActivations: z.array(AdvanceActivation),
  /** null where addresses are confirmed by a mailed token */
  signIn: SignIn.nullable(),
});
export type Organisation = z.infer<typeof Organisation>;

/**
 * What an agent says of itself now, beside what was accepted. Staff accept its host name by accept-name, the rest by
 * activating it.
 */
export const ClaimedChange = z.object({
  what: z.enum(['organisation', 'machineId', 'sid', 'userName', 'upn', 'signIn', 'hostname']),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type ClaimedChange = z.infer<typeof ClaimedChange>;

/** An agent, below its device. */
export const AgentRow = z.object({
  id: z.uuid(),
  userName: z.string(),
  claims: z.array(ClaimedChange),
  /** another one whenever its state changes, it reports another identity or host name, or another account signed in on it */
  revision: z.string(),
  /** another agent has the place that this one has or claims; activating this one retires that one */
  replaces: z.boolean(),
  /** names of the two computers that work as this agent, because its data were copied; empty where one does */
  copies: z.array(z.string()),
  state: AgentState,
  /** null while it has not left its computer, and staff have not asked for it */
  departure: Departure.nullable(),
  /** confirmed address, null before confirmation */
  email: z.string().nullable(),
  fullName: z.string().nullable(),
  agentVersion: z.string(),
  enrolledAt: Instant,
  lastSeenAt: Instant,
  /** its event stream is open now */
  online: z.boolean(),
});
export type AgentRow = z.infer<typeof AgentRow>;

/** A device with its agents. */
export const DeviceRow = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  hostname: z.string(),
  os: z.string(),
  /** names of other computers that report the same machine id, at most 20; empty where none does */
  clones: z.array(z.string()),
  agents: z.array(AgentRow),
});
export type DeviceRow = z.infer<typeof DeviceRow>;

/** Which agents are meant, and the devices that have them. */
export const AgentFilter = z.object({
  organisationId: z.uuid().optional(),
  state: AgentState.optional(),
  /** words that a host name, a user name, or the requester's name with the address has in it, all in one of the three */
  search: z.string().max(200).default(''),
});
export type AgentFilter = z.infer<typeof AgentFilter>;

/** The page of devices to list. */
export const DeviceQuery = AgentFilter.extend({
  /** the `next` of the page before, of the same filter */
  after: z.string().max(1000).optional(),
});
export type DeviceQuery = z.infer<typeof DeviceQuery>;

/** `next` is null on the last page. */
export const DevicePage = z.object({ devices: z.array(DeviceRow), next: z.string().nullable() });
export type DevicePage = z.infer<typeof DevicePage>;

/** Numbers of agents by state. */
export const AgentCounts = z.record(AgentState, z.int().min(0));
export type AgentCounts = z.infer<typeof AgentCounts>;

/** Agents that an act considers in one request. */
export const AGENTS_PER_ACT = 1000;

/** Where the request before left off: its `next`. */
const After = z.uuid().optional();

/** The agents whose state changes: some, every agent of an organisation, or all that match. */
export const AgentSelection = z.union([
  z.object({
    agentIds: z.array(z.uuid()).min(1).max(AGENTS_PER_ACT),
    /** the revisions that were shown: no act accepts what an agent claims since */
    revisions: z.record(z.uuid(), z.string().max(64)).optional(),
  }),
  z.object({ organisationId: z.uuid(), after: After }),
  z.object({ matching: AgentFilter, after: After }),
]);
export type AgentSelection = z.infer<typeof AgentSelection>;

/** Acts on agents that nobody has looked at one by one: those that can be undone. */
export const ActOnMatching = z.enum(['activate', 'suspend']);
export type ActOnMatching = z.infer<typeof ActOnMatching>;

/** Changes the state of agents, or accepts what they claim. */
export const ChangeAgentState = z
  .object({
    /**
     * accept-name gives the device the host name that its active agent reports; erase retires an agent, which deletes its
     * data when it calls next. All that match are only activated or suspended.
     */
    act: z.enum(['activate', 'suspend', 'retire', 'accept-name', 'erase']),
    selection: AgentSelection,
  })
  .refine(({ act, selection }) => !('matching' in selection) || ActOnMatching.safeParse(act).success, {
    path: ['act'],
  });
export type ChangeAgentState = z.infer<typeof ChangeAgentState>;

/** The number of agents whose state changed. */
export const ChangedAgents = z.object({
  changed: z.int().min(0),
  /** agents left as they were: each claims another's place or another identity, or has changed since it was shown */
  undecided: z.int().min(0),
  /** `after` of the request for further agents; absent when all were considered */
  next: z.uuid().optional(),
});
export type ChangedAgents = z.infer<typeof ChangedAgents>;

/** A row of the list of tickets. */
export const DeskTicketSummary = z.object({
  id: z.uuid(),
  number: z.string().nullable(),
  kind: TicketKind,
  title: z.string(),
  status: TicketStatus,
  organisation: z.string(),
  requester: z.string(),
  technician: z.string().nullable(),
  ...TicketSnapshot.pick({ team: true, category: true, priority: true, dueAt: true }).shape,
  createdAt: Instant,
  updatedAt: Instant,
});
export type DeskTicketSummary = z.infer<typeof DeskTicketSummary>;

/** The page of tickets to list. */
export const TicketQuery = z.object({
  /** resolved has rejected ones too; open is everything but these and closed ones */
  show: z.enum(['open', 'resolved', 'closed', 'all']).default('open'),
  /** mine: assigned to the caller; my-teams: to a team of the caller; followed: by the caller; nobody: to no technician */
  whose: z.enum(['all', 'waiting', 'mine', 'my-teams', 'followed', 'nobody']).default('all'),
  /** of this organisation only */
  organisationId: z.uuid().optional(),
  /** words that a ticket begins words with: of its number, title, description, comments, internal notes, people */
  search: z.string().max(200).default(''),
  /** the `next` of the page before, of the same query otherwise */
  after: z.string().max(100).optional(),
});
export type TicketQuery = z.infer<typeof TicketQuery>;

/** `next` is null on the last page. */
export const TicketPage = z.object({ tickets: z.array(DeskTicketSummary), next: z.string().nullable() });
export type TicketPage = z.infer<typeof TicketPage>;

/** An attachment as staff see it. */
export const DeskAttachment = Attachment.extend({ id: z.uuid() });
export type DeskAttachment = z.infer<typeof DeskAttachment>;

/** A comment as staff see it. */
export const DeskComment = z.object({
  id: z.uuid(),
  author: z.enum(['requester', 'technician']),
  authorName: z.string(),
  /** present name of somebody of the staff who was called otherwise then */
  renamed: z.string().nullable().default(null),
  body: z.string(),
  /** text of the mail that it is part of, with what it quotes; null where nothing was taken away */
  whole: z.string().nullable().default(null),
  /** an internal note is never shown to the requester */
  internal: z.boolean(),
  /** whom of the staff a note mentions, with their present names */
  mentions: z.array(StaffName).default([]),
  createdAt: Instant,
  attachments: z.array(DeskAttachment),
});
export type DeskComment = z.infer<typeof DeskComment>;

/** What staff corrected, as it was then. A null priority is that of impact and urgency. */
export const CorrectedField = z.discriminatedUnion('what', [
  /** `to` is null where the ticket lost it: another organisation does not offer it */
  z.object({ what: z.literal('category'), from: Bilingual.nullable(), to: Bilingual.nullable() }),
  /** of the category's form */
  z.object({ what: z.literal('answers') }),
  z.object({ what: z.literal('kind'), from: TicketKind, to: TicketKind }),
  z.object({ what: z.literal('impact'), from: Impact.nullable(), to: Impact }),
  z.object({ what: z.literal('urgency'), from: Urgency.nullable(), to: Urgency }),
  z.object({ what: z.literal('priority'), from: Priority.nullable(), to: Priority.nullable() }),
  /** names */
  z.object({ what: z.literal('requester'), from: z.string(), to: z.string() }),
  z.object({ what: z.literal('organisation'), from: z.string(), to: z.string() }),
]);
export type CorrectedField = z.infer<typeof CorrectedField>;

/** What joins a ticket to another one, to an announcement or to a mail, or does so no more. */
export const EventRelation = z.discriminatedUnion('how', [
  /** took-in: that one was merged into this; let-go: and is one of its own again. `name`: its number, or its title while it has none */
  z.object({
    how: z.enum(['took-in', 'let-go', 'split-into', 'split-from', 'linked', 'unlinked']),
    ticketId: z.uuid(),
    name: z.string(),
  }),
  z.object({ how: z.enum(['announced', 'unannounced']), title: Bilingual }),
  /** of a mail that waited for a technician: it became this ticket, or a message of it, by which its sender may have become a contact */
  z.object({ how: z.enum(['mail-made', 'mail-added', 'sender-added']), sender: z.string() }),
]);
export type EventRelation = z.infer<typeof EventRelation>;

/** A change of a ticket's status, of its team and technician, of what staff corrected, or of what it is joined to. */
export const TicketEvent = z.object({
  at: Instant,
  from: TicketStatus,
  to: TicketStatus,
  /** who changed it: staff of this console, a participant, the ticket's other system, or Guichet by itself */
  by: z.enum(['staff', 'participant', 'backend', 'guichet']),
  /** of the person, where known */
  name: z.string().nullable(),
  /** why it became pending, how it was resolved, or why it has another priority; null for any other change */
  reason: z.string().nullable(),
  /** names of whom it was assigned to; null for any other change */
  assigned: z
    .object({ team: z.string().nullable(), technician: z.string().nullable() })
    .nullable()
    .default(null),
  corrected: z.array(CorrectedField).default([]),
  /** number of the ticket that it was merged into, or that it was merged with until then; null for any other change */
  merged: z.string().nullable().default(null),
  /** when a pending ticket was to come back by itself; null for any other change, and for those of earlier versions */
  pending: Pending.pick({ until: true, untilAnswer: true }).nullable().default(null),
  /** name of whom it was asked for approval; null for any other change */
  asked: z.string().nullable().default(null),
  /** null for any other change */
  related: EventRelation.nullable().default(null),
  /** name of the technician whom it was taken back from: they no longer work here, or for its organisation; null for any other change */
  released: z.string().nullable().default(null),
  /** present name of somebody of the staff who was called otherwise then */
  renamed: z.string().nullable().default(null),
});
export type TicketEvent = z.infer<typeof TicketEvent>;

/** A ticket as staff see it. */
export const DeskTicket = DeskTicketSummary.extend({
  organisationId: z.uuid(),
  /** null where it has no category */
  categoryChoice: CategoryChoice.nullable(),
  /** null where it has none */
  teamId: z.uuid().nullable(),
  /** null for nobody, or for somebody of another backend */
  technicianId: z.uuid().nullable(),
  description: z.string(),
  solution: z.string().nullable(),
  requesterEmail: z.string(),
  /** who wrote the ticket on the requester's behalf; null when the requester did */
  writtenBy: z.string().nullable(),
  ...TicketSnapshot.pick({
    contacts: true,
    approver: true,
    answers: true,
    impact: true,
    urgency: true,
    priorityReason: true,
    closesAt: true,
    satisfaction: true,
    pending: true,
  }).shape,
  /** null when no approval is needed */
  approval: DeskApproval.nullable(),
  facts: z.array(SentFact),
  hostname: z.string(),
  userName: z.string(),
  attachments: z.array(DeskAttachment),
  comments: z.array(DeskComment),
  /** oldest first; those of earlier versions are missing */
  events: z.array(TicketEvent).default([]),
  /** the backends that have it, tier 1 first */
  links: z.array(TicketLink).default([]),
  /** null for a ticket of the built-in desk */
  elsewhere: Elsewhere.nullable().default(null),
  /** the backends it can be handed over to; empty once it was handed over */
  handOverTo: z.array(z.object({ id: BackendId, name: z.string() })).default([]),
  /** the ticket that it was merged into first */
  relations: z.array(Relation).default([]),
  /** who of the staff follow it, by name */
  followers: z.array(StaffName).default([]),
  /** while its technician is away: until when, and who stands in; null where they are there */
  away: z.object({ until: Instant, standIn: StaffName.nullable() }).nullable().default(null),
  /** its parked delivery; null when none is parked */
  parked: z.object({ deliveryId: z.uuid(), reason: Reason, since: Instant }).nullable(),
});
export type DeskTicket = z.infer<typeof DeskTicket>;

/** A reply to the requester, or an internal note. `sendReplyFile` has sent its files before. */
export const Reply = z.object({
  /** idempotency key, which becomes the id of the comment; without it, a repeated request adds another comment */
  key: z.uuid().optional(),
  body: z.string().trim().min(1).max(LIMITS.comment),
  internal: z.boolean(),
  /** of an internal note: whom of the staff it mentions; they follow the ticket from then on */
  mentions: z.array(z.uuid()).max(20).default([]),
  attachments: z.array(Attachment).max(LIMITS.attachmentsPerCommand).default([]),
});
export type Reply = z.infer<typeof Reply>;

/** Resolves a ticket. */
export const Resolution = z.object({
  solution: z.string().trim().min(1).max(LIMITS.comment),
  /** corrects the category first; a ticket without one needs it where its organisation has a catalogue */
  category: CategoryChoice.optional(),
});
export type Resolution = z.infer<typeof Resolution>;

/** Corrects a ticket. What is left out stays. */
export const Correction = z.object({
  category: CategoryChoice.optional(),
  /** replace the answers that the ticket has */
  answers: z.array(Answer).max(LIMITS.answers).optional(),
  /**
   * The ticket goes to this organisation: who has the same address there stays, everybody else and its approver leave, and a category that
   * it does not offer goes. A requester that is left out is the person with the same address.
   */
  organisationId: z.uuid().optional(),
  /** somebody of the organisation; `formerStays`: the requester until then becomes a contact, else they leave the ticket */
  requester: z.object({ email: Email, formerStays: z.boolean() }).optional(),
  kind: TicketKind.optional(),
  impact: Impact.optional(),
  urgency: Urgency.optional(),
  /** another category: also assigns the ticket to the team whose rules take it, where one does */
  byRules: z.boolean().optional(),
  /** null: as impact and urgency give it */
  priority: z
    .object({ level: Priority, reason: z.string().trim().min(1).max(LIMITS.priorityReason) })
    .nullable()
    .optional(),
});
export type Correction = z.infer<typeof Correction>;

/** An announcement to publish, or its new content. `to` has to be later than `from`. */
export const NewAnnouncement = Announcement.omit({ id: true, ticket: true })
  .extend({
    /** null: for every organisation */
    organisationId: z.uuid().nullable(),
    /** number of the ticket that "me too" joins, a ticket of that organisation; null for none */
    ticketNumber: z.string().trim().min(1).max(50).nullable(),
  })
  .refine(({ from, to }) => to === null || Date.parse(from) < Date.parse(to), { path: ['to'] });
export type NewAnnouncement = z.infer<typeof NewAnnouncement>;

/** An announcement as staff see it. */
export const PublishedAnnouncement = Announcement.extend({
  organisationId: z.uuid().nullable(),
  /** name of the organisation; null for every organisation */
  organisation: z.string().nullable(),
  /** number of people who said "me too" */
  joined: z.int().min(0),
  publishedAt: Instant,
  /** when it was withdrawn; null when it was not */
  withdrawnAt: Instant.nullable(),
});
export type PublishedAnnouncement = z.infer<typeof PublishedAnnouncement>;

/** An entry of an organisation's catalogue that a route can name: a family, a service or a leaf. `name` is its path. */
export const RoutableEntry = z.object({
  organisationId: z.uuid(),
  id: EntryId,
  name: Bilingual,
  /** for a leaf whose tickets need approval, the ids from the leaf up; null for any other entry */
  approvedLevels: z.array(EntryId).nullable().default(null),
});
export type RoutableEntry = z.infer<typeof RoutableEntry>;

/** The list that an event of `listenForChanges` names: the console reads it again. */
export const ConsoleEvent = z.enum(['devices', 'tickets', 'announcements', 'backends', 'releases', 'staff']);
export type ConsoleEvent = z.infer<typeof ConsoleEvent>;

// The HTTP contract of agents of 0.2.0, the first release, as that version parses and sends it: never changed, unlike contract/.
import { z } from 'zod';

const Bilingual = z.object({
  en: z.string().trim().min(1).max(2000),
  fr: z.string().trim().min(1).max(2000),
});
const Key = z.uuidv7();
const Instant = z.iso.datetime();
const Email = z.string().trim().toLowerCase().pipe(z.email().max(254));
const Person = z.object({ email: Email, fullName: z.string().trim().min(1).max(200) });
const EntryId = z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/);
const FieldId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const Impact = z.enum(['person', 'service', 'department']);
const Urgency = z.enum(['low', 'medium', 'high', 'critical']);
const Kind = z.enum(['incident', 'service_request']);

const Attachment = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(255),
  mediaType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .max(127),
  size: z.int().min(1),
});
const Answer = z.object({
  field: FieldId,
  label: z.string().max(2000),
  value: z.string().min(1).max(10_000),
  reference: z.string().max(254).nullable(),
});
const Satisfaction = z.object({ score: z.int().min(1).max(4), comment: z.string().max(100_000) });
const Act = z.enum(['close', 'reopen', 'approve', 'reject']);

const Failure = z.object({ code: z.string(), details: z.looseObject({}).optional() });
export const ReleasedError = z.object({ error: Failure.extend({ message: z.string() }) });

export const ReleasedEnrolment = z.object({ agentId: z.uuid(), organisation: z.string() });
export const ReleasedPeople = z.object({
  people: z.array(Person.extend({ site: z.string().nullable() })).max(20),
});
export const ReleasedToken = z.object({ expiresAt: Instant, resendAfterSeconds: z.int().min(0) });

const texts = { label: Bilingual, required: z.boolean() };
const Field = z.object({ id: FieldId, ...texts, type: z.string() });
const named = {
  id: EntryId,
  name: z.object({ en: z.string().min(1).max(500), fr: z.string().min(1).max(500) }),
};
const Subcategory = z.object({
  ...named,
  description: Bilingual.nullable().default(null),
  kind: Kind.nullable().default(null),
  needsApproval: z.boolean(),
  fields: z.array(Field).max(50),
});
const Service = z.object({ ...named, subcategories: z.array(Subcategory).max(500) });
const Catalogue = z.object({
  version: z.string().max(64),
  families: z.array(z.object({ ...named, services: z.array(Service).max(500) })).max(500),
});

const Status = z.enum([
  'new',
  'waiting_for_approval',
  'approved',
  'rejected',
  'assigned',
  'pending',
  'resolved',
  'closed',
]);
const Snapshot = z.object({
  id: Key,
  number: z.string().nullable(),
  kind: Kind,
  title: z.string(),
  description: z.string(),
  status: Status,
  you: z.enum(['requester', 'contact', 'approver', 'joiner']),
  requester: Person,
  contacts: z.array(Person),
  approver: z.string().nullable(),
  category: z.object({ id: EntryId, name: Bilingual }).nullable(),
  answers: z.array(Answer),
  impact: Impact.nullable(),
  urgency: Urgency.nullable(),
  technician: z.string().nullable(),
  solution: z.string().nullable(),
  satisfaction: Satisfaction.nullable(),
  createdAt: Instant,
  dueAt: Instant.nullable(),
  updatedAt: Instant,
  attachments: z.array(Attachment),
  comments: z.array(
    z.object({
      id: z.uuid(),
      author: z.enum(['requester', 'technician']),
      authorName: z.string(),
      body: z.string(),
      createdAt: Instant,
      attachments: z.array(Attachment),
    }),
  ),
  actsUnderWay: z.array(Key).default([]),
  can: z.object({
    acts: z.array(Act),
    rate: z.boolean(),
    comment: z.boolean(),
    attach: z.boolean().default(true),
  }),
  statusText: z.string().nullable().default(null),
  numberAwaited: z.boolean().default(false),
  numberDueAt: Instant.nullable().default(null),
});

const Announcement = z.object({
  id: z.uuid(),
  severity: z.enum(['information', 'disruption', 'outage']),
  title: Bilingual,
  text: Bilingual,
  service: Bilingual.nullable(),
  from: Instant,
  to: Instant.nullable(),
  ticket: z.object({ id: Key, number: z.string().nullable() }).nullable(),
});

export const ReleasedSyncResponse = z.object({
  standing: z.object({
    organisation: z.string(),
    state: z.enum(['waiting', 'active', 'suspended', 'retired']),
    requester: Person.nullable(),
  }),
  policy: z.object({ attachmentMegabytes: z.int().min(1), fileTypes: z.array(z.string()).nullable() }),
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ key: Key, outcome: z.literal('accepted') }),
      z.object({ key: Key, outcome: z.literal('refused'), error: Failure }),
      z.object({ key: Key, outcome: z.literal('held'), error: Failure }),
    ]),
  ),
  tickets: z.array(Snapshot),
  cursor: z.int().min(0),
  more: z.boolean(),
  catalogue: Catalogue.nullable().default(null),
  backendGaps: z.object({ files: z.array(EntryId.nullable()), approval: z.array(EntryId) }),
  announcements: z.array(Announcement).default([]),
});

const Attachments = z.array(Attachment).max(10);
const OnTicket = z.object({ ticketId: Key });
const COMMANDS: Readonly<Record<string, z.ZodType>> = {
  'create-ticket': z.object({
    ticketKind: Kind,
    title: z.string().trim().min(1).max(250),
    description: z.string().max(100_000),
    categoryId: EntryId.nullable().default(null),
    answers: z.array(Answer).max(50).default([]),
    impact: Impact.nullable().default(null),
    urgency: Urgency.nullable().default(null),
    onBehalfOf: Person.nullable().default(null),
    contacts: z.array(Person).max(20).default([]),
    facts: z
      .array(z.object({ name: z.string().max(64), value: z.string().max(1000) }))
      .max(40)
      .default([]),
    attachments: Attachments,
  }),
  'add-comment': OnTicket.extend({ body: z.string().trim().max(100_000), attachments: Attachments }),
  'act-on-ticket': OnTicket.extend({ act: Act }),
  'rate-ticket': OnTicket.extend(Satisfaction.shape),
  'join-ticket': OnTicket.extend({ announcementId: z.uuid() }),
};
const Envelope = z
  .object({ key: Key, kind: z.string().max(64), submittedAt: Instant, body: z.unknown() })
  .transform((command) => ({ ...command, body: COMMANDS[command.kind]?.parse(command.body) }));

export const ReleasedSyncRequest = z.object({
  cursor: z.int().min(0),
  commands: z.array(Envelope).max(20),
  catalogueVersion: z.string().max(64).nullable().default(null),
});

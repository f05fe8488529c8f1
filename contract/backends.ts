// The backends of the help desk as administrators set them up: what each kind needs to know, its secrets, its health.
import { z } from 'zod';
import { EntryId } from './catalogue.ts';
import {
  Bilingual,
  Email,
  Impact,
  Instant,
  Language,
  Reason,
  TicketKind,
  TicketStatus,
  Urgency,
} from './primitives.ts';
import { RequesterAct } from './ticket.ts';

/** Without a user or a password in it: those are secrets, and addresses are shown. */
const httpUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .regex(/^[^/]+\/\/[^/?#@]*(?:[/?#]|$)/);
const shortText = z.string().trim().min(1).max(200);
/** A backend's own words for states, each with ours. What is missing is shown as it is, never guessed. */
const StatusMap = z.record(z.string().trim().min(1).max(100), TicketStatus);
/** Ours, each with the backend's number or word. */
const mapOf = <T extends z.ZodEnum>(ours: T) => z.record(ours, shortText);

/** Of the technicians who read what Guichet adds to the texts: names of fields, the category, facts. */
const language = Language.default('en');

/** iTop 3.2 with its IDLE_GC services. */
export const ItopSettings = z.object({
  kind: z.literal('itop'),
  /** up to the folder above webservices/ */
  url: httpUrl,
  /** name of the account; null signs in by token */
  user: shortText.nullable(),
  /** our organisation by name, each with the name iTop has for it; one that is missing has the same name there */
  organisations: z.record(shortText, shortText).default({}),
  /** class for incidents: with the ITIL modules it is a class of its own */
  incidentClass: z.enum(['UserRequest', 'Incident']).default('UserRequest'),
  statuses: StatusMap.default({}),
  impacts: mapOf(Impact).default({ department: '1', service: '2', person: '3' }),
  urgencies: mapOf(Urgency).default({ critical: '1', high: '2', medium: '3', low: '4' }),
  /** IANA name of the time zone its dates are in, which they do not say */
  timeZone: shortText.default('UTC'),
  /** what sites add to the fields of a new ticket, such as origin */
  extraFields: z.record(shortText, z.string().max(500)).default({}),
});
export type ItopSettings = z.infer<typeof ItopSettings>;

/** Atera's IDLE_GC API v3. */
export const AteraSettings = z.object({
  kind: z.literal('atera'),
  url: httpUrl.default('https://app.atera.com/api/v3'),
  /** how the key is sent: older accounts X-API-KEY, newer ones a bearer */
  signIn: z.enum(['api-key', 'bearer']).default('api-key'),
  /** name of the ticket's custom field for the device; null where there is none */
  deviceField: shortText.nullable().default(null),
  statuses: StatusMap.default({}),
  impacts: mapOf(Impact).default({ person: 'Minor', department: 'Major', service: 'Crisis' }),
  priorities: mapOf(Urgency).default({ low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' }),
  /** days that a signed link to an attachment can be read */
  linkDays: z.int().min(1).max(3650).default(90),
  language,
});
export type AteraSettings = z.infer<typeof AteraSettings>;

/** A pattern with one group, tried by a matcher without backtracking. */
const Pattern = z.string().min(1).max(200);

/** An address, or all of a domain. */
const DeskSender = z.union([
  Email,
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^@[a-z0-9.-]+\.[a-z0-9-]+$/)
    .max(254),
]);

/** Octopus, or any desk that is fed by mail and acknowledges by mail. */
export const MailSettings = z.object({
  kind: z.literal('mail'),
  /** where requests are sent */
  to: Email,
  smtp: z.object({
    host: shortText,
    port: z.int().min(1).max(65_535),
    secure: z.boolean(),
    user: shortText.nullable(),
  }),
  /** the mailbox that acknowledgements and replies come to; null where there is none: numbers are then never learnt */
  imap: z
    .object({
      host: shortText,
      port: z.int().min(1).max(65_535),
      secure: z.boolean(),
      user: shortText,
      folder: shortText.default('INBOX'),
    })
    .nullable(),
  /** address the answers of that desk are to reach */
  replyTo: Email,
  /** finds the number in the subject or the text of an acknowledgement: its group is the number */
  numberPattern: Pattern,
  /** finds a status in the subject or the text of a notice; statuses below say what it means */
  statusPattern: Pattern.nullable().default(null),
  statuses: StatusMap.default({}),
  /** what a reply's subject carries so that it joins its request; `{number}` is the number */
  replyTag: z.string().max(100).default('[{number}]'),
  /** `{…}` of title, description, key, requester, email, hostname, category and answers are filled in */
  template: z.string().max(5000),
  serviceRequestTemplate: z.string().max(5000),
  /** hours until a number that has not come is told to staff */
  awaitNumberHours: z.int().min(1).max(720).default(4),
  /** addresses, or domains such as @example.org, that write for the desk beside its own address */
  senders: z.array(DeskSender).max(50).default([]),
  language,
});
export type MailSettings = z.infer<typeof MailSettings>;

export const BuiltInSettings = z.object({ kind: z.literal('built-in') });

export const BackendSettings = z.discriminatedUnion('kind', [
  BuiltInSettings,
  ItopSettings,
  AteraSettings,
  MailSettings,
]);
export type BackendSettings = z.infer<typeof BackendSettings>;
export type BackendKind = BackendSettings['kind'];

/** By the names below; each is sent to the server and never back. */
export const BackendSecrets = z.object({
  /** iTop's or SMTP's password */
  password: z.string().max(500).optional(),
  /** iTop's token or Atera's key */
  token: z.string().max(500).optional(),
  imapPassword: z.string().max(500).optional(),
});
export type BackendSecrets = z.infer<typeof BackendSecrets>;

export const BackendId = z.union([z.literal('built-in'), z.uuid()]);

export const BackendCapabilities = z.object({
  comments: z.boolean(),
  attachments: z.enum(['ours', 'upload', 'link', 'none']),
  acts: z.array(RequesterAct),
  resolve: z.boolean(),
  rating: z.boolean(),
  contacts: z.boolean(),
  changes: z.boolean(),
  catalogue: z.boolean(),
  people: z.boolean(),
});
export type BackendCapabilities = z.infer<typeof BackendCapabilities>;

export const BackendHealth = z.object({
  /** its settings as stored cannot be read by this server: nothing is delivered to it until they are entered again */
  unreadable: z.boolean(),
  /** closed: all is well; open: it failed and is left alone until `retryAt`; half-open: one delivery tries it */
  breaker: z.enum(['closed', 'open', 'half-open']),
  retryAt: Instant.nullable(),
  /** what was last said against it */
  lastFailure: z.object({ at: Instant, reason: Reason }).nullable(),
  waiting: z.int().min(0),
  parked: z.int().min(0),
  /** age of the oldest delivery that waits, in seconds; 0 when none does */
  lagSeconds: z.number().min(0),
  /** when its changes were last read; null for never */
  polledAt: Instant.nullable(),
  /** tickets that were sent and whose number should have come by now */
  numbersLate: z.int().min(0),
  /** what of it was not taken in the last 7 days, and why */
  leftOut: z.object({ at: Instant, reason: Reason }).nullable(),
});
export type BackendHealth = z.infer<typeof BackendHealth>;

export const NewBackend = z.object({
  name: z.string().trim().min(1).max(100),
  settings: BackendSettings,
  secrets: BackendSecrets,
});
export type NewBackend = z.infer<typeof NewBackend>;
/** Secrets that are left out stay as they are. */
export const ChangedBackend = NewBackend;

export const Backend = z.object({
  id: BackendId,
  name: z.string(),
  settings: BackendSettings,
  /** which secrets are kept, by name; their values never leave the server */
  keptSecrets: z.array(BackendSecrets.keyof()),
  capabilities: BackendCapabilities,
  health: BackendHealth,
  createdAt: Instant,
});
export type Backend = z.infer<typeof Backend>;

/** A row of `GET /v1/console/backends`: technicians see what it is and how it does, not how it is set up. */
export const ListedBackend = Backend.extend({
  kind: z.enum(['built-in', 'itop', 'atera', 'mail']),
  /** null for technicians and where they cannot be read, and `keptSecrets` is empty */
  settings: BackendSettings.nullable(),
});
export type ListedBackend = z.infer<typeof ListedBackend>;

/** Settings to try before they are saved; a secret left out is that of the saved backend `id`, if its address is the same. */
export const TestedBackend = NewBackend.omit({ name: true }).extend({
  id: BackendId.nullable().default(null),
});
export type TestedBackend = z.infer<typeof TestedBackend>;

export const ConnectionCheck = z.object({
  name: z.enum([
    'reachable',
    'sign-in',
    'read-tickets',
    'write-tickets',
    'attachments',
    'organisations',
    'mailbox',
  ]),
  /** what is missing and why, for the administrator; null where it is fine */
  why: Reason.nullable(),
});
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

/** Which backend takes the tickets of an organisation and a catalogue entry. null is any; the one with both null is the default. */
export const Route = z.object({
  organisationId: z.uuid().nullable(),
  /** family, service or leaf */
  entryId: EntryId.nullable(),
  backendId: BackendId,
});
export type Route = z.infer<typeof Route>;

export const Routes = z
  .array(Route)
  .max(1000)
  .refine(
    (routes) =>
      routes.filter(({ organisationId, entryId }) => organisationId === null && entryId === null).length ===
      1,
  );

/**
 * What a route for a ticket of this organisation may say, the closest first, which wins: an entry of the organisation, an
 * entry of any, the organisation, the default. `levels` are the ids of its entry from the leaf up.
 */
export function closestFirst(
  organisationId: string,
  levels: readonly string[],
): Pick<Route, 'organisationId' | 'entryId'>[] {
  return [
    ...levels.map((entryId) => ({ organisationId, entryId })),
    ...levels.map((entryId) => ({ organisationId: null, entryId })),
    { organisationId, entryId: null },
    { organisationId: null, entryId: null },
  ];
}

/** A delivery that was given up until staff decide. */
export const ParkedDelivery = z.object({
  id: z.uuid(),
  ticketId: z.uuid(),
  number: z.string().nullable(),
  title: z.string(),
  backend: z.string(),
  operation: z.string(),
  reason: Reason,
  attempts: z.int(),
  since: Instant,
});
export type ParkedDelivery = z.infer<typeof ParkedDelivery>;

export const DeliveryQuery = z.object({
  state: z.literal('parked'),
  /** of one backend; left out: of all */
  backend: BackendId.optional(),
});
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;

/** A leaf of a backend's own catalogue, as an organisation may choose it there. */
export const BackendEntry = z.object({
  id: z.string(),
  /** from the family down to the leaf */
  path: z.array(Bilingual).min(1),
  kind: TicketKind,
});
export type BackendEntry = z.infer<typeof BackendEntry>;

/** What importing a backend's catalogue did to an organisation's. */
export const ImportedEntries = z.object({
  added: z.int().min(0),
  changed: z.int().min(0),
  retired: z.int().min(0),
});
export type ImportedEntries = z.infer<typeof ImportedEntries>;

/** A ticket on one backend, as staff see it. */
export const TicketLink = z.object({
  backendId: BackendId,
  backend: z.string(),
  /** 1: where the ticket lives; 2: where it was handed to */
  tier: z.union([z.literal(1), z.literal(2)]),
  /** the backend has it; without a number, that is still to come where `numberDueAt` says by when */
  sent: z.boolean(),
  number: z.string().nullable(),
  /** by when a number that is awaited should have come */
  numberDueAt: Instant.nullable(),
  status: TicketStatus.nullable(),
  /** in the backend's own words */
  backendStatus: z.string().nullable(),
});
export type TicketLink = z.infer<typeof TicketLink>;

export const HandOver = z.object({
  backendId: BackendId,
  /** first words to the other desk, kept as an internal note here */
  note: z.string().trim().max(5000).default(''),
});
export type HandOver = z.infer<typeof HandOver>;

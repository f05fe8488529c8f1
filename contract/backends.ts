// Backends as the console and the server exchange them: settings, secrets, health, routes and parked deliveries.
import { z } from 'zod';
import { BACKEND_KINDS } from './backend-kinds.ts';
import { EntryId } from './catalogue.ts';
import { ActsElsewhere } from './elsewhere.ts';
import { Bilingual, Instant, nameOf, Reason, TicketKind, TicketStatus } from './primitives.ts';
import { RequesterAct } from './ticket.ts';

const [first, ...others] = BACKEND_KINDS;

/** The settings of a backend of any kind. */
export const BackendSettings = z.discriminatedUnion('kind', [
  first.settings,
  ...others.map(({ settings }) => settings),
]);
export type BackendSettings = z.infer<typeof BackendSettings>;

/** The type of a backend. */
export const BackendKind = z.enum(BACKEND_KINDS.map(({ settings }) => settings.shape.kind.value));
export type BackendKind = z.infer<typeof BackendKind>;

/** The settings of a backend of this kind. */
export type SettingsOf<K extends BackendKind> = Extract<BackendSettings, { kind: K }>;

/** The names of the secrets of all kinds. */
export const SecretName = z.enum(BACKEND_KINDS.flatMap(({ secrets }) => secrets));
export type SecretName = z.infer<typeof SecretName>;

const Secret = z.string().max(500).optional();

/** Secrets by name. They are only sent to the server, never back. */
export const BackendSecrets = z.object(
  Object.fromEntries(SecretName.options.map((name) => [name, Secret])) as Record<SecretName, typeof Secret>,
);
export type BackendSecrets = z.infer<typeof BackendSecrets>;

/** The built-in desk has a fixed id; every other backend has a UUID. */
export const BackendId = z.union([z.literal('built-in'), z.uuid()]);

/** What a backend can do, as its connector declares it. */
export const BackendCapabilities = z.object({
  comments: z.boolean(),
  /** ours: the files are already in the desk's storage; upload: sent to it; link: a signed link in a comment */
  attachments: z.enum(['ours', 'upload', 'link', 'none']),
  /** the acts of participants that it accepts */
  acts: z.array(RequesterAct),
  /** it can be resolved from another desk */
  resolve: z.boolean(),
  /** what it takes from staff here */
  staff: ActsElsewhere,
  rating: z.boolean(),
  contacts: z.boolean(),
  /** the server reads its changes: status, comments, solution */
  changes: z.boolean(),
  catalogue: z.boolean(),
  people: z.boolean(),
});
export type BackendCapabilities = z.infer<typeof BackendCapabilities>;

/** The state of a backend, for administrators. */
export const BackendHealth = z.object({
  /** this server cannot read the stored settings: nothing is delivered until they are entered again */
  unreadable: z.boolean(),
  /** closed: deliveries pass; open: it failed, and no delivery is tried before `retryAt`; half-open: one delivery tries it */
  breaker: z.enum(['closed', 'open', 'half-open']),
  retryAt: Instant.nullable(),
  /** the last failure of a delivery or a poll; null for none */
  lastFailure: z.object({ at: Instant, reason: Reason }).nullable(),
  waiting: z.int().min(0),
  parked: z.int().min(0),
  /** age of the oldest waiting delivery, in seconds; 0 when none waits */
  lagSeconds: z.number().min(0),
  /** when its changes were last read; null when they never were */
  polledAt: Instant.nullable(),
  /** number of tickets that were sent and whose number is overdue */
  overdueNumbers: z.int().min(0),
  /** the last item from it that was skipped in the last 7 days, and why; null for none */
  leftOut: z.object({ at: Instant, reason: Reason }).nullable(),
  /** of the built-in desk's mailbox: mails that wait for a technician, and those of the last 7 days that became nothing; null without */
  mails: z
    .object({
      held: z.int().min(0),
      automatic: z.int().min(0),
      refused: z.int().min(0),
      /** the sender had written too many, or they could not be handled */
      notTaken: z.int().min(0),
    })
    .nullable()
    .default(null),
  /** what its settings leave open to others, and how to close it; null for nothing */
  warning: Reason.nullable(),
});
export type BackendHealth = z.infer<typeof BackendHealth>;

/** A backend to add. */
export const NewBackend = z.object({
  name: nameOf(1, 100),
  settings: BackendSettings,
  secrets: BackendSecrets,
});
export type NewBackend = z.infer<typeof NewBackend>;

/** A secret that is left out stays as it is; an empty one is removed. */
export const ChangedBackend = NewBackend;

/** A backend, with its settings. */
export const Backend = z.object({
  id: BackendId,
  name: z.string(),
  settings: BackendSettings,
  /** names of the secrets that are stored; their values never leave the server */
  storedSecrets: z.array(SecretName),
  capabilities: BackendCapabilities,
  health: BackendHealth,
  createdAt: Instant,
});
export type Backend = z.infer<typeof Backend>;

/** A row of `GET /v1/console/backends`. Technicians see its kind and health, not its settings. */
export const ListedBackend = Backend.extend({
  kind: BackendKind,
  /** null for technicians, and when the server cannot read them; `storedSecrets` is then empty */
  settings: BackendSettings.nullable(),
});
export type ListedBackend = z.infer<typeof ListedBackend>;

/** Settings to test before they are saved. A secret left out is that of the saved backend `id`, if its URL is the same. */
export const BackendToTest = NewBackend.omit({ name: true }).extend({
  id: BackendId.nullable().default(null),
});
export type BackendToTest = z.infer<typeof BackendToTest>;

/** The result of one check of a connection. */
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
  /** what is missing and why, for the administrator; null when the check passed */
  problem: Reason.nullable(),
  /** what a test that leaves no trace cannot try, where the check passed */
  untried: Reason.optional(),
});
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

/**
 * Which backend takes the tickets of an organisation and a catalogue entry. null matches any; the route with both null is
 * the default.
 */
export const Route = z.object({
  organisationId: z.uuid().nullable(),
  /** family, service or leaf */
  entryId: EntryId.nullable(),
  backendId: BackendId,
});
export type Route = z.infer<typeof Route>;

/** All routes. Exactly one of them is the default. */
export const Routes = z
  .array(Route)
  .max(1000)
  .refine(
    (routes) =>
      routes.filter(({ organisationId, entryId }) => organisationId === null && entryId === null).length ===
      1,
  );

/**
 * Returns the keys of the routes that match a ticket, the most specific first: an entry of the organisation, an entry of
 * any, the organisation, the default. The first route that exists wins.
 * @param levels ids of the ticket's entry and of those above it, from the leaf up
 */
export function matchingRouteKeys(
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

/** A delivery that keeps failing. It waits until staff retry or discard it. */
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
  /** number of parked deliveries to the same backend with the same reason, with itself */
  alike: z.int().min(1),
});
export type ParkedDelivery = z.infer<typeof ParkedDelivery>;

/** Which deliveries to list. */
export const DeliveryQuery = z.object({
  state: z.literal('parked'),
  /** left out: of all backends */
  backend: BackendId.optional(),
});
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;

/** What a decision on a parked delivery and all that are alike did. */
export const SettledAlike = z.object({
  settled: z.int().min(0),
  /** still parked with the same reason: more than one call decides */
  left: z.int().min(0),
});
export type SettledAlike = z.infer<typeof SettledAlike>;

/** A leaf of a backend's own catalogue that it offers to an organisation. */
export const BackendEntry = z.object({
  id: z.string(),
  /** from the family down to the leaf */
  path: z.array(Bilingual).min(1),
  kind: TicketKind,
});
export type BackendEntry = z.infer<typeof BackendEntry>;

/** What the import of a backend's catalogue changed in an organisation's: numbers of entries. */
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
  /** 1: where the ticket is worked on first; 2: where it was handed over to */
  tier: z.union([z.literal(1), z.literal(2)]),
  /** the backend has the ticket; while `number` is null, it is expected by `numberDueAt` */
  sent: z.boolean(),
  number: z.string().nullable(),
  /** when an awaited number becomes overdue */
  numberDueAt: Instant.nullable(),
  status: TicketStatus.nullable(),
  /** the status as the backend names it */
  backendStatus: z.string().nullable(),
});
export type TicketLink = z.infer<typeof TicketLink>;

/** Hands a ticket over to a second backend. */
export const HandOver = z.object({
  backendId: BackendId,
  /** a first message to the other desk; here it is an internal note */
  note: z.string().trim().max(5000).default(''),
});
export type HandOver = z.infer<typeof HandOver>;

// The backends of the help desk as administrators set them up: how each kind is set up, its secrets, its health.
import { z } from 'zod';
import { BACKEND_KINDS } from './backend-kinds.ts';
import { EntryId } from './catalogue.ts';
import { Bilingual, Instant, Reason, TicketKind, TicketStatus } from './primitives.ts';
import { RequesterAct } from './ticket.ts';

const [first, ...others] = BACKEND_KINDS;

/** The settings of a backend of any kind. */
export const BackendSettings = z.discriminatedUnion('kind', [
  first.settings,
  ...others.map(({ settings }) => settings),
]);
export type BackendSettings = z.infer<typeof BackendSettings>;

export const BackendKind = z.enum(BACKEND_KINDS.map(({ settings }) => settings.shape.kind.value));
export type BackendKind = z.infer<typeof BackendKind>;

/** The settings of a backend of this kind. */
export type SettingsOf<K extends BackendKind> = Extract<BackendSettings, { kind: K }>;

/** The names of the secrets of all kinds. */
export const SecretName = z.enum(BACKEND_KINDS.flatMap(({ secrets }) => secrets));
export type SecretName = z.infer<typeof SecretName>;

const Secret = z.string().max(500).optional();

/** By their names; each is sent to the server and never back. */
export const BackendSecrets = z.object(
  Object.fromEntries(SecretName.options.map((name) => [name, Secret])) as Record<SecretName, typeof Secret>,
);
export type BackendSecrets = z.infer<typeof BackendSecrets>;

export const BackendId = z.union([z.literal('built-in'), z.uuid()]);

/** What a backend can do, as its connector declares it. */
export const BackendCapabilities = z.object({
  comments: z.boolean(),
  /** ours: the files of the desk lie here already; upload: sent there; link: a signed link in a comment */
  attachments: z.enum(['ours', 'upload', 'link', 'none']),
  /** of those who take part */
  acts: z.array(RequesterAct),
  /** resolving from another desk */
  resolve: z.boolean(),
  rating: z.boolean(),
  contacts: z.boolean(),
  /** learns what is done there: status, comments, solution */
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
  keptSecrets: z.array(SecretName),
  capabilities: BackendCapabilities,
  health: BackendHealth,
  createdAt: Instant,
});
export type Backend = z.infer<typeof Backend>;

/** A row of `GET /v1/console/backends`: technicians see what it is and how it does, not how it is set up. */
export const ListedBackend = Backend.extend({
  kind: BackendKind,
  /** null for technicians and where they cannot be read, and `keptSecrets` is empty */
  settings: BackendSettings.nullable(),
});
export type ListedBackend = z.infer<typeof ListedBackend>;

/** Settings to try before they are saved; a secret left out is that of the saved backend `id`, if its address is the same. */
export const TestedBackend = NewBackend.omit({ name: true }).extend({
  id: BackendId.nullable().default(null),
});
export type TestedBackend = z.infer<typeof TestedBackend>;

/** One thing that a connection needs. */
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

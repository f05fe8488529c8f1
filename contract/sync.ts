// The sync call: the agent sends its commands, the server answers with the standing and the changed tickets.
import { z } from 'zod';
import { Announcement } from './announcement.ts';
import { BackendGaps, Catalogue, EntryId, NO_GAPS } from './catalogue.ts';
import { AgentIdentity, Requester, Standing } from './enrolment.ts';
import { GuichetError } from './errors.ts';
import { MailWish } from './mail-wish.ts';
import { Pace } from './pace.ts';
import { IdempotencyKey, Impact, Instant, LIMITS, TicketKind, Title, Urgency } from './primitives.ts';
import { Answer, Attachment, RequesterAct, Satisfaction, TicketSnapshot } from './ticket.ts';

/** A fact about the machine, exactly as it was shown before Send. `name` is one of FACT_NAMES, or of a newer agent's. */
export const SentFact = z.object({
  name: z.string().min(1).max(64),
  value: z.string().min(1).max(LIMITS.fact),
});
export type SentFact = z.infer<typeof SentFact>;

const Attachments = z
  .array(Attachment)
  .max(LIMITS.attachmentsPerCommand)
  .refine((files) => files.reduce((sum, { size }) => sum + size, 0) <= LIMITS.attachmentBytesPerCommand);

/** Creates a ticket. */
export const CreateTicket = z.object({
  ticketKind: TicketKind,
  title: Title,
  description: z.string().max(LIMITS.description),
  /** null when the organisation has no catalogue, or the requester chose no category */
  categoryId: EntryId.nullable().default(null),
  answers: z.array(Answer).max(LIMITS.answers).default([]),
  impact: Impact.nullable().default(null),
  urgency: Urgency.nullable().default(null),
  /** the requester of the ticket; the writer becomes a contact */
  onBehalfOf: Requester.nullable().default(null),
  contacts: z.array(Requester).max(LIMITS.contacts).default([]),
  facts: z.array(SentFact).max(LIMITS.facts).default([]),
  attachments: Attachments,
});
export type CreateTicket = z.infer<typeof CreateTicket>;

/** Adds a comment to a ticket. */
export const AddComment = z.object({
  ticketId: IdempotencyKey,
  /** may be empty if there is an attachment */
  body: z.string().trim().max(LIMITS.comment),
  attachments: Attachments,
});
export type AddComment = z.infer<typeof AddComment>;

/** Closes, reopens, approves or rejects a ticket. */
export const ActOnTicket = z.object({ ticketId: IdempotencyKey, act: RequesterAct });
export type ActOnTicket = z.infer<typeof ActOnTicket>;

/** Rates a ticket; a later rating replaces an earlier one. */
export const RateTicket = Satisfaction.extend({ ticketId: IdempotencyKey });
export type RateTicket = z.infer<typeof RateTicket>;

/** "Me too": the requester becomes a joiner of the announcement's ticket. */
export const JoinTicket = z.object({ ticketId: IdempotencyKey, announcementId: z.uuid() });
export type JoinTicket = z.infer<typeof JoinTicket>;

/**
 * The body of each kind of command. The id of a ticket is the key of its `create-ticket`, that of a comment the key of its
 * `add-comment`.
 */
export const COMMANDS = {
  'create-ticket': CreateTicket,
  'add-comment': AddComment,
  'act-on-ticket': ActOnTicket,
  'rate-ticket': RateTicket,
  'join-ticket': JoinTicket,
} as const;
export type CommandKind = keyof typeof COMMANDS;
export type CommandBody<K extends CommandKind = CommandKind> = z.infer<(typeof COMMANDS)[K]>;

/** A command that was parsed. */
export type Command = {
  [K in CommandKind]: { key: IdempotencyKey; kind: K; submittedAt: string; body: CommandBody<K> };
}[CommandKind];

/** Returns the id of the ticket that a command concerns or creates. */
export function ticketIdOf(command: Command): string {
  return command.kind === 'create-ticket' ? command.key : command.body.ticketId;
}

/** Returns the attachments of a command; most kinds have none. */
export function filesOf({ body }: Command): readonly Attachment[] {
  return 'attachments' in body ? body.attachments : [];
}

/** `kind` and `body` are parsed one command at a time, so that an invalid one does not stop the others. */
export const CommandEnvelope = z.object({
  key: IdempotencyKey,
  kind: z.string().max(64),
  submittedAt: Instant,
  body: z.unknown(),
  /** the server may have accepted it before: an answer did not come, or it came back older since. Backends may have what it made. */
  again: z.boolean().optional(),
});
export type CommandEnvelope = z.infer<typeof CommandEnvelope>;

/** The body of a sync call. */
export const SyncRequest = z.object({
  /** the `cursor` of the last answer to this requester; 0 reads everything */
  cursor: z.int().min(0),
  /** the `mark` that came with this cursor */
  mark: z.string().max(64).nullable().default(null),
  commands: z.array(CommandEnvelope).max(LIMITS.commandsPerSync),
  /** version of the agent's catalogue; null when it has none */
  catalogueVersion: z.string().max(64).nullable().default(null),
  /** what the person has chosen since the last answer; null for no news */
  mailWish: MailWish.nullable().default(null),
  /** name of the computer; null from an earlier version */
  hostname: AgentIdentity.shape.hostname.nullable().default(null),
});
export type SyncRequest = z.infer<typeof SyncRequest>;

/**
 * accepted: carried out, now or at an earlier call with the same key;
 * refused: never carried out as it is, so it reopens as a draft;
 * held: not carried out now, so it stays in the outbox and is retried.
 */
export const CommandResult = z.discriminatedUnion('outcome', [
  z.object({ key: IdempotencyKey, outcome: z.literal('accepted') }),
  z.object({ key: IdempotencyKey, outcome: z.literal('refused'), error: GuichetError }),
  z.object({ key: IdempotencyKey, outcome: z.literal('held'), error: GuichetError }),
]);
export type CommandResult = z.infer<typeof CommandResult>;

/** The settings that the server imposes on its agents. */
export const ServerPolicy = z.object({
  /** largest attachment; 1 MB is 1,048,576 bytes */
  attachmentMegabytes: z.int().min(1),
  /** endings of file names that may be attached, in lower case without the dot; null admits any */
  fileTypes: z.array(z.string()).nullable(),
});
export type ServerPolicy = z.infer<typeof ServerPolicy>;

/** The answer to a sync call. */
export const SyncResponse = z.object({
  standing: Standing,
  policy: ServerPolicy.default({ attachmentMegabytes: 25, fileTypes: null }),
  /** when to call again */
  pace: Pace,
  /** one for each command, in the same order */
  results: z.array(CommandResult),
  tickets: z.array(TicketSnapshot),
  /** ids of tickets that the requester no longer takes part in: a merger was undone */
  gone: z.array(z.uuid()).default([]),
  cursor: z.int().min(0),
  /** what the cursor stands for; null from an older server, and where the change has no mark */
  mark: z.string().max(64).nullable().default(null),
  /** there are more changes: call again with the new cursor */
  more: z.boolean(),
  /** null when the agent's version is current */
  catalogue: Catalogue.nullable().default(null),
  backendGaps: BackendGaps.default(NO_GAPS),
  /** all that are in force, or will be */
  announcements: z.array(Announcement).default([]),
});
export type SyncResponse = z.infer<typeof SyncResponse>;

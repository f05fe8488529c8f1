// The one sync call: commands go down, standing and changed tickets come up.
import { z } from 'zod';
import { Announcement } from './announcement.ts';
import { BackendGaps, Catalogue, EntryId, NO_GAPS } from './catalogue.ts';
import { Requester, Standing } from './enrolment.ts';
import { GuichetError } from './errors.ts';
import { IdempotencyKey, Impact, Instant, LIMITS, TicketKind, Urgency } from './primitives.ts';
import { Answer, Attachment, RequesterAct, Satisfaction, TicketSnapshot } from './ticket.ts';

/** One fact about the machine, exactly as it was shown before Send; `name` is one of FACT_NAMES, or a newer one. */
export const SentFact = z.object({
  name: z.string().min(1).max(64),
  value: z.string().min(1).max(LIMITS.fact),
});
export type SentFact = z.infer<typeof SentFact>;

const Attachments = z
  .array(Attachment)
  .max(LIMITS.attachmentsPerCommand)
  .refine((files) => files.reduce((sum, { size }) => sum + size, 0) <= LIMITS.attachmentBytesPerCommand);

export const CreateTicket = z.object({
  ticketKind: TicketKind,
  title: z.string().trim().min(1).max(LIMITS.title),
  description: z.string().max(LIMITS.description),
  /** null where the organisation has no catalogue, or the requester found nothing fitting in it */
  categoryId: EntryId.nullable().default(null),
  answers: z.array(Answer).max(LIMITS.answers).default([]),
  impact: Impact.nullable().default(null),
  urgency: Urgency.nullable().default(null),
  /** whose ticket it will be; the writer stays a contact of it */
  onBehalfOf: Requester.nullable().default(null),
  contacts: z.array(Requester).max(LIMITS.contacts).default([]),
  facts: z.array(SentFact).max(LIMITS.facts).default([]),
  attachments: Attachments,
});
export type CreateTicket = z.infer<typeof CreateTicket>;

export const AddComment = z.object({
  ticketId: IdempotencyKey,
  /** may be empty where a file says it all */
  body: z.string().trim().max(LIMITS.comment),
  attachments: Attachments,
});
export type AddComment = z.infer<typeof AddComment>;

export const ActOnTicket = z.object({ ticketId: IdempotencyKey, act: RequesterAct });
export type ActOnTicket = z.infer<typeof ActOnTicket>;

export const RateTicket = Satisfaction.extend({ ticketId: IdempotencyKey });
export type RateTicket = z.infer<typeof RateTicket>;

/** "Me too": the requester becomes a contact of the announcement's ticket. */
export const JoinTicket = z.object({ ticketId: IdempotencyKey, announcementId: z.uuid() });
export type JoinTicket = z.infer<typeof JoinTicket>;

/** The body of each kind of command. A ticket's id is the key of its `create-ticket`, a comment's that of its `add-comment`. */
export const COMMANDS = {
  'create-ticket': CreateTicket,
  'add-comment': AddComment,
  'act-on-ticket': ActOnTicket,
  'rate-ticket': RateTicket,
  'join-ticket': JoinTicket,
} as const;
export type CommandKind = keyof typeof COMMANDS;
export type CommandBody<K extends CommandKind = CommandKind> = z.infer<(typeof COMMANDS)[K]>;
export type Command = {
  [K in CommandKind]: { key: IdempotencyKey; kind: K; submittedAt: string; body: CommandBody<K> };
}[CommandKind];

/** The ticket a command is about, or the one it creates. */
export function ticketIdOf(command: Command): string {
  return command.kind === 'create-ticket' ? command.key : command.body.ticketId;
}

/** The files a command names; most kinds name none. */
export function filesOf({ body }: Command): readonly Attachment[] {
  return 'attachments' in body ? body.attachments : [];
}

/** `kind` and `body` are parsed one command at a time, so that one bad command does not hold up the others. */
export const CommandEnvelope = z.object({
  key: IdempotencyKey,
  kind: z.string().max(64),
  submittedAt: Instant,
  body: z.unknown(),
});
export type CommandEnvelope = z.infer<typeof CommandEnvelope>;

export const SyncRequest = z.object({
  /** the last `cursor` answered to this requester; 0 reads everything */
  cursor: z.int().min(0),
  commands: z.array(CommandEnvelope).max(LIMITS.commandsPerSync),
  /** version of the catalogue the agent has; null when it has none */
  catalogueVersion: z.string().max(64).nullable().default(null),
});
export type SyncRequest = z.infer<typeof SyncRequest>;

/**
 * accepted: carried out now or before, the answer to a repeated key being the same;
 * refused: will never be carried out as it is, it reopens as a draft;
 * held: not carried out now, it stays in the outbox and is tried again.
 */
export const CommandResult = z.discriminatedUnion('outcome', [
  z.object({ key: IdempotencyKey, outcome: z.literal('accepted') }),
  z.object({ key: IdempotencyKey, outcome: z.literal('refused'), error: GuichetError }),
  z.object({ key: IdempotencyKey, outcome: z.literal('held'), error: GuichetError }),
]);
export type CommandResult = z.infer<typeof CommandResult>;

/** What the server imposes on its agents. */
export const ServerPolicy = z.object({
  /** largest attachment, 1 MB being 1,048,576 bytes */
  attachmentMegabytes: z.int().min(1),
  /** file name endings without the dot, in lower case, that may be attached; null admits any */
  fileTypes: z.array(z.string()).nullable(),
});
export type ServerPolicy = z.infer<typeof ServerPolicy>;

export const SyncResponse = z.object({
  standing: Standing,
  policy: ServerPolicy.default({ attachmentMegabytes: 25, fileTypes: null }),
  /** one per command, in their order */
  results: z.array(CommandResult),
  tickets: z.array(TicketSnapshot),
  cursor: z.int().min(0),
  /** more changes wait: call again with the new cursor */
  more: z.boolean(),
  /** null when the agent has this very version */
  catalogue: Catalogue.nullable().default(null),
  backendGaps: BackendGaps.default(NO_GAPS),
  /** all that are in force or still to come */
  announcements: z.array(Announcement).default([]),
});
export type SyncResponse = z.infer<typeof SyncResponse>;

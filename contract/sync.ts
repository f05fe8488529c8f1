// The one sync call: commands go down, standing and changed tickets come up.
import { z } from 'zod';
import { Standing } from './enrolment.ts';
import { GuichetError } from './errors.ts';
import { Attachment, TicketSnapshot } from './ticket.ts';
import { IdempotencyKey, Instant, LIMITS, TicketKind } from './words.ts';

export const CreateTicket = z.object({
  ticketKind: TicketKind,
  title: z.string().trim().min(1).max(LIMITS.title),
  description: z.string().max(LIMITS.description),
  attachments: z.array(Attachment).max(LIMITS.attachmentsPerCommand),
});
export type CreateTicket = z.infer<typeof CreateTicket>;

export const AddComment = z.object({
  ticketId: IdempotencyKey,
  body: z.string().trim().min(1).max(LIMITS.comment),
  attachments: z.array(Attachment).max(LIMITS.attachmentsPerCommand),
});
export type AddComment = z.infer<typeof AddComment>;

/** The body of each kind of command. A ticket's id is the key of its `create-ticket`, a comment's that of its `add-comment`. */
export const COMMANDS = { 'create-ticket': CreateTicket, 'add-comment': AddComment } as const;
export type CommandKind = keyof typeof COMMANDS;
export type CommandBody<K extends CommandKind = CommandKind> = z.infer<(typeof COMMANDS)[K]>;
export type Command = {
  [K in CommandKind]: { key: IdempotencyKey; kind: K; submittedAt: string; body: CommandBody<K> };
}[CommandKind];

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

export const SyncResponse = z.object({
  standing: Standing,
  /** one per command, in their order */
  results: z.array(CommandResult),
  tickets: z.array(TicketSnapshot),
  cursor: z.int().min(0),
  /** more changes wait: call again with the new cursor */
  more: z.boolean(),
});
export type SyncResponse = z.infer<typeof SyncResponse>;

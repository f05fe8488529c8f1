// Parses one command from its envelope, or returns an error that a user understands.
import { z } from 'zod';
import { LIMITS, MEGABYTE } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { COMMANDS, type Command, type CommandEnvelope } from '../../contract/sync.ts';

const Content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create-ticket'), body: COMMANDS['create-ticket'] }),
  z.object({ kind: z.literal('add-comment'), body: COMMANDS['add-comment'] }),
  z.object({ kind: z.literal('act-on-ticket'), body: COMMANDS['act-on-ticket'] }),
  z.object({ kind: z.literal('rate-ticket'), body: COMMANDS['rate-ticket'] }),
  z.object({ kind: z.literal('join-ticket'), body: COMMANDS['join-ticket'] }),
]);

/** Errors: command-unknown, a specific error for empty or long texts and too many files, else command-invalid. */
export function parseCommand({ kind, body, ...envelope }: CommandEnvelope): Result<Command> {
  if (!Object.hasOwn(COMMANDS, kind)) return err('command-unknown');
  const parsed = Content.safeParse({ kind, body });
  if (!parsed.success) return refusal(parsed.error.issues);
  const content = parsed.data;
  if (content.kind === 'add-comment' && content.body.body === '' && content.body.attachments.length === 0) {
    return err('text-empty');
  }
  return ok({ ...envelope, ...content });
}

function refusal(issues: readonly z.core.$ZodIssue[]): Result<never> {
  const first = issues[0];
  const place = first?.path.slice(1).join('.');
  if (first?.code === 'too_small' && place === 'title') return err('title-empty');
  if (first?.code === 'too_big') {
    if (place === 'title') return err('title-too-long', { limit: LIMITS.title });
    if (place === 'description') return err('text-too-long', { limit: LIMITS.description });
    if (place === 'body' || place === 'comment') return err('text-too-long', { limit: LIMITS.comment });
    if (place === 'attachments') return err('attachments-too-many', { limit: LIMITS.attachmentsPerCommand });
  }
  if (first?.code === 'custom' && place === 'attachments') {
    return err('attachments-too-large', { limitMegabytes: LIMITS.attachmentBytesPerCommand / MEGABYTE });
  }
  return err('command-invalid', {
    issues: issues.map((issue) => ({ path: issue.path.slice(1).join('.'), message: issue.message })),
  });
}

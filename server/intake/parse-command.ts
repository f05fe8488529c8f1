// Reads one command out of its envelope, or says in the user's words why it cannot be taken.
import type { z } from 'zod';
import { err, ok, type Result } from '../../contract/result.ts';
import { COMMANDS, type Command, type CommandEnvelope } from '../../contract/sync.ts';
import { LIMITS, unreachable } from '../../contract/words.ts';

/** command-unknown, or what is wrong with the body: a title or a text that is empty or too long, else command-invalid with its issues. */
export function parseCommand({ kind, body, ...envelope }: CommandEnvelope): Result<Command> {
  if (!isKnown(kind)) return err('command-unknown');
  switch (kind) {
    case 'create-ticket': {
      const parsed = COMMANDS[kind].safeParse(body);
      return parsed.success ? ok({ ...envelope, kind, body: parsed.data }) : refusal(parsed.error.issues);
    }
    case 'add-comment': {
      const parsed = COMMANDS[kind].safeParse(body);
      return parsed.success ? ok({ ...envelope, kind, body: parsed.data }) : refusal(parsed.error.issues);
    }
    default:
      return unreachable(kind);
  }
}

function isKnown(kind: string): kind is Command['kind'] {
  return Object.hasOwn(COMMANDS, kind);
}

function refusal(issues: readonly z.core.$ZodIssue[]): Result<never> {
  const first = issues[0];
  const field = first?.path.length === 1 ? first.path[0] : undefined;
  if (first?.code === 'too_small') {
    if (field === 'title') return err('title-empty');
    if (field === 'body') return err('text-empty');
  }
  if (first?.code === 'too_big') {
    if (field === 'title') return err('title-too-long', { limit: LIMITS.title });
    if (field === 'description') return err('text-too-long', { limit: LIMITS.description });
    if (field === 'body') return err('text-too-long', { limit: LIMITS.comment });
  }
  return err('command-invalid', {
    issues: issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  });
}

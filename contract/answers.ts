// What makes an answer to a field of a category's form one that can be sent: the same where it is given and where it goes.
import type { FormField, KnownField } from './catalogue.ts';
import { LIMITS, unreachable } from './constants.ts';
import type { DraftAnswer } from './draft-ipc.ts';

export type AnswerProblem =
  | { kind: 'missing' }
  | { kind: 'not-a-number' }
  | { kind: 'too-small'; limit: number }
  | { kind: 'too-large'; limit: number }
  | { kind: 'not-a-date' }
  | { kind: 'not-an-option' }
  | { kind: 'too-long'; length: number; limit: number }
  /** asked for by a newer server, in a way this program cannot show */
  | { kind: 'newer' };

/** Whether this program can show the field as it is meant: what is parsed as a newer one has no hint. */
export function isKnownField(asked: FormField): asked is KnownField {
  return 'hint' in asked;
}

const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A number as people type it, with a point or a comma, and spaces between thousands; null when it is none. */
export function numberTyped(value: string): number | null {
  const typed = value.replace(/\s/g, '');
  return NUMBER.test(typed) ? Number(typed.replace(',', '.')) : null;
}

/** A day there is, as 2026-01-31. */
function isDay(value: string): boolean {
  if (!DATE.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function valueProblem(asked: KnownField, value: string, reference: string | null): AnswerProblem | null {
  switch (asked.type) {
    case 'number': {
      const number = numberTyped(value);
      if (number === null) return { kind: 'not-a-number' };
      if (asked.min !== null && number < asked.min) return { kind: 'too-small', limit: asked.min };
      if (asked.max !== null && number > asked.max) return { kind: 'too-large', limit: asked.max };
      return null;
    }
    case 'date':
      return isDay(value) ? null : { kind: 'not-a-date' };
    case 'choice':
      return asked.options.some(({ id }) => id === reference) ? null : { kind: 'not-an-option' };
    case 'person':
      return reference?.includes('@') ? null : { kind: 'missing' };
    case 'text':
    case 'long-text':
      return null;
    default:
      return unreachable(asked);
  }
}

/** The answer given to a field; IT may call one `constructor`, which every object answers to. */
export function answerOf(
  answers: Readonly<Record<string, DraftAnswer>>,
  id: FormField['id'],
): DraftAnswer | undefined {
  return Object.hasOwn(answers, id) ? answers[id] : undefined;
}

/** Why the ticket cannot be sent with this answer; null when it can. */
export function answerProblem(asked: FormField, answer: DraftAnswer | undefined): AnswerProblem | null {
  if (!isKnownField(asked)) return asked.required ? { kind: 'newer' } : null;
  const value = answer?.value.trim() ?? '';
  if (value === '') return asked.required ? { kind: 'missing' } : null;
  const { length } = value;
  if (length > LIMITS.answer) return { kind: 'too-long', length, limit: LIMITS.answer };
  return valueProblem(asked, value, answer?.reference ?? null);
}

// Checks the answers to the fields of a category's form. The form and the main process use the same checks.
import type { FormField, KnownField } from './catalogue.ts';
import { LIMITS, unreachable } from './constants.ts';
import type { DraftAnswer } from './draft-ipc.ts';

/** Why an answer cannot be sent. */
export type AnswerProblem =
  | { kind: 'missing' }
  | { kind: 'not-a-number' }
  | { kind: 'too-small'; limit: number }
  | { kind: 'too-large'; limit: number }
  | { kind: 'not-a-date' }
  | { kind: 'not-an-option' }
  | { kind: 'too-long'; length: number; limit: number }
  /** a required field of a newer server, which this program cannot show */
  | { kind: 'newer' };

/** Returns whether this program can show the field. A field that was parsed as NewerField has no hint. */
export function isKnownField(field: FormField): field is KnownField {
  return 'hint' in field;
}

const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Parses a number as people type it, with a point or a comma and spaces between thousands. Returns null for any other
 * text.
 */
export function numberTyped(value: string): number | null {
  const typed = value.replace(/\s/g, '');
  return NUMBER.test(typed) ? Number(typed.replace(',', '.')) : null;
}

/** Returns whether the value is a day that exists, written as 2026-01-31. */
function isDay(value: string): boolean {
  if (!DATE.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function valueProblem(field: KnownField, value: string, reference: string | null): AnswerProblem | null {
  switch (field.type) {
    case 'number': {
      const number = numberTyped(value);
      if (number === null) return { kind: 'not-a-number' };
      if (field.min !== null && number < field.min) return { kind: 'too-small', limit: field.min };
      if (field.max !== null && number > field.max) return { kind: 'too-large', limit: field.max };
      return null;
    }
    case 'date':
      return isDay(value) ? null : { kind: 'not-a-date' };
    case 'choice':
      return field.options.some(({ id }) => id === reference) ? null : { kind: 'not-an-option' };
    case 'person':
      return reference?.includes('@') ? null : { kind: 'missing' };
    case 'text':
    case 'long-text':
      return null;
    default:
      return unreachable(field);
  }
}

/** Returns the answer to a field. A field may be named `constructor`, which every object inherits: hence `hasOwn`. */
export function answerOf(
  answers: Readonly<Record<string, DraftAnswer>>,
  id: FormField['id'],
): DraftAnswer | undefined {
  return Object.hasOwn(answers, id) ? answers[id] : undefined;
}

/** Returns why the ticket cannot be sent with this answer, or null when it can. */
export function answerProblem(field: FormField, answer: DraftAnswer | undefined): AnswerProblem | null {
  if (!isKnownField(field)) return field.required ? { kind: 'newer' } : null;
  const value = answer?.value.trim() ?? '';
  if (value === '') return field.required ? { kind: 'missing' } : null;
  const { length } = value;
  if (length > LIMITS.answer) return { kind: 'too-long', length, limit: LIMITS.answer };
  return valueProblem(field, value, answer?.reference ?? null);
}

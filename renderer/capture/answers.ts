// What a category's form asks and what was answered: what is missing or cannot be used, and what fields begin with.
import { type FormField, isKnownField, type KnownField, type Subcategory } from '../../contract/catalogue.ts';
import type { DraftAnswer, PersonalSettings } from '../../contract/ipc.ts';
import { LIMITS, unreachable } from '../../contract/words.ts';

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

const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A number as people type it, with a comma or a point; null when it is none. */
export function numberTyped(value: string): number | null {
  const typed = value.trim().replace(/[\s\u00a0\u202f]/g, '');
  return NUMBER.test(typed) ? Number(typed.replace(',', '.')) : null;
}

function valueProblem(asked: KnownField, { value, reference }: DraftAnswer): AnswerProblem | null {
  switch (asked.type) {
    case 'number': {
      const number = numberTyped(value);
      if (number === null) return { kind: 'not-a-number' };
      if (asked.min !== null && number < asked.min) return { kind: 'too-small', limit: asked.min };
      if (asked.max !== null && number > asked.max) return { kind: 'too-large', limit: asked.max };
      return null;
    }
    case 'date':
      return DATE.test(value) && !Number.isNaN(Date.parse(value)) ? null : { kind: 'not-a-date' };
    case 'choice':
      return asked.options.some(({ id }) => id === reference) ? null : { kind: 'not-an-option' };
    case 'person':
      return reference === null ? { kind: 'missing' } : null;
    case 'text':
    case 'long-text':
      return null;
    default:
      return unreachable(asked);
  }
}

/** Why the ticket cannot be sent with this answer; null when it can. */
export function answerProblem(asked: FormField, answer: DraftAnswer | undefined): AnswerProblem | null {
  if (!isKnownField(asked)) return asked.required ? { kind: 'newer' } : null;
  if (answer === undefined || answer.value.trim() === '') return asked.required ? { kind: 'missing' } : null;
  const { length } = answer.value;
  if (length > LIMITS.answer) return { kind: 'too-long', length, limit: LIMITS.answer };
  return valueProblem(asked, answer);
}

/** What of the personal settings a field may begin with. */
export type PrefillSettings = Pick<PersonalSettings, 'phone' | 'site' | 'room'>;

/** The answers a form begins with: those already given stay, empty ones are filled from the personal settings. */
export function prefilled(
  { fields }: Subcategory,
  answers: Record<string, DraftAnswer>,
  settings: PrefillSettings,
): Record<string, DraftAnswer> {
  const filled = { ...answers };
  for (const asked of fields) {
    if (!isKnownField(asked) || asked.type !== 'text' || asked.prefill === null) continue;
    const value = settings[asked.prefill];
    if (value !== '' && filled[asked.id] === undefined) filled[asked.id] = { value, reference: null };
  }
  return filled;
}

// Makes the ticket that is sent of what the form holds, and says what is still missing.
import type { Catalogue, FormField, KnownField, Subcategory } from '../../contract/catalogue.ts';
import { isKnownField } from '../../contract/catalogue.ts';
import type { Requester } from '../../contract/enrolment.ts';
import type { DraftAnswer, DraftContent } from '../../contract/ipc.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { CreateTicket, SentFact } from '../../contract/sync.ts';
import type { Answer } from '../../contract/ticket.ts';
import { Email, type Language, LIMITS, unreachable } from '../../contract/words.ts';
import { findLeaf } from '../catalogue/category.ts';

export interface Writing {
  catalogue: Catalogue | null;
  /** in which labels are sent, as the requester sees them */
  language: Language;
  me: Requester | null;
  /** as they were shown */
  facts: readonly SentFact[];
}

/**
 * All but the attachments. Errors: `title-empty`, `title-too-long`, `text-too-long`, `category-gone`, `form-newer`,
 * `answers-incomplete`.
 */
export function composeTicket(
  content: DraftContent,
  writing: Writing,
): Result<Omit<CreateTicket, 'attachments'>> {
  const title = content.title.trim();
  if (title === '') return err('title-empty');
  if (title.length > LIMITS.title) return err('title-too-long', { limit: LIMITS.title });
  if (content.description.length > LIMITS.description) return textTooLong(LIMITS.description);
  const leaf = findLeaf(writing.catalogue, content.categoryId)?.subcategory ?? null;
  if (content.categoryId !== null && !leaf) return err('category-gone');
  const answers = leaf ? answersTo(leaf, content.answers, writing.language) : ok([]);
  if (!answers.ok) return answers;
  return ok({
    ticketKind: leaf?.kind ?? content.ticketKind,
    title,
    description: content.description,
    categoryId: content.categoryId,
    answers: answers.value,
    impact: content.impact,
    urgency: content.urgency,
    ...peopleOf(content, writing.me),
    facts: writing.facts.filter(({ name }) => !content.withheldFacts.includes(name)),
  });
}

export const textTooLong = (limit: number) => err('text-too-long', { limit });

/** Nobody is named twice, nor the writer, who takes part anyway. */
function peopleOf(
  { onBehalfOf, contacts }: DraftContent,
  me: Requester | null,
): Pick<CreateTicket, 'onBehalfOf' | 'contacts'> {
  const requester = onBehalfOf?.email === me?.email ? null : onBehalfOf;
  const named = new Set([me?.email, requester?.email]);
  const invited: Requester[] = [];
  for (const { email, fullName } of contacts) {
    if (!named.has(email)) invited.push({ email, fullName });
    named.add(email);
  }
  return {
    onBehalfOf: requester && { email: requester.email, fullName: requester.fullName },
    contacts: invited,
  };
}

/** Only the fields of this leaf: answers to those of one that was left again stay behind. */
function answersTo(
  { fields }: Subcategory,
  given: DraftContent['answers'],
  language: Language,
): Result<Answer[]> {
  const answers: Answer[] = [];
  for (const field of fields) {
    if (!isKnown(field)) {
      if (field.required) return err('form-newer');
      continue;
    }
    const read = answerTo(field, given[field.id], language);
    if (read === 'unusable' || (read === null && field.required)) return err('answers-incomplete');
    if (read) answers.push({ field: field.id, label: field.label[language], ...read });
  }
  return ok(answers);
}

function isKnown(field: FormField): field is KnownField {
  return isKnownField(field);
}

type Read = Pick<Answer, 'value' | 'reference'> | null | 'unusable';

/** Null for no answer. */
function answerTo(field: KnownField, given: DraftAnswer | undefined, language: Language): Read {
  const value = given?.value.trim() ?? '';
  const reference = given?.reference ?? null;
  if (value === '') return null;
  if (value.length > LIMITS.answer) return 'unusable';
  const said = { value, reference: null };
  switch (field.type) {
    case 'text':
    case 'long-text':
      return said;
    case 'number':
      return isNumberWithin(value, field) ? said : 'unusable';
    case 'date':
      return isDay(value) ? said : 'unusable';
    case 'choice': {
      const option = field.options.find(({ id }) => id === reference);
      return option ? { value: option.label[language], reference: option.id } : 'unusable';
    }
    case 'person':
      return Email.safeParse(reference).success ? { value, reference } : 'unusable';
    default:
      return unreachable(field);
  }
}

/** With a point or a comma, and spaces between thousands, as people type it. */
function isNumberWithin(value: string, { min, max }: { min: number | null; max: number | null }): boolean {
  const typed = value.replace(/\s/g, '');
  if (!/^[+-]?\d+(?:[.,]\d+)?$/.test(typed)) return false;
  const number = Number(typed.replace(',', '.'));
  return (min === null || number >= min) && (max === null || number <= max);
}

/** A day there is, as 2026-01-31. */
function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

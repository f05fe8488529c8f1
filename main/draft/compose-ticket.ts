// Builds the ticket to send from the form's content, or returns what is missing.
import { answerOf, answerProblem, isKnownField } from '../../contract/answers.ts';
import type { Catalogue, KnownField, Subcategory } from '../../contract/catalogue.ts';
import type { Requester } from '../../contract/enrolment.ts';
import type { DraftAnswer, DraftContent } from '../../contract/ipc.ts';
import { type Language, LIMITS, unreachable } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { CreateTicket, SentFact } from '../../contract/sync.ts';
import type { Answer } from '../../contract/ticket.ts';
import { findLeaf } from '../catalogue/category.ts';

export interface ComposeContext {
  catalogue: Catalogue | null;
  /** the language of the labels sent, as shown to the requester */
  language: Language;
  me: Requester | null;
  /** as they were shown */
  facts: readonly SentFact[];
}

/**
 * Everything but the attachments. Errors: `title-empty`, `title-too-long`, `text-too-long`, `category-gone`,
 * `form-newer`, `answers-incomplete`.
 */
export function composeTicket(
  content: DraftContent,
  context: ComposeContext,
): Result<Omit<CreateTicket, 'attachments'>> {
  const title = content.title.trim();
  if (title === '') return err('title-empty');
  if (title.length > LIMITS.title) return err('title-too-long', { limit: LIMITS.title });
  if (content.description.length > LIMITS.description) return textTooLong(LIMITS.description);
  const leaf = findLeaf(context.catalogue, content.categoryId)?.subcategory ?? null;
  if (content.categoryId !== null && !leaf) return err('category-gone');
  const answers = leaf ? answersTo(leaf, content.answers, context.language) : ok([]);
  if (!answers.ok) return answers;
  return ok({
    ticketKind: leaf?.kind ?? content.ticketKind,
    title,
    description: content.description,
    categoryId: content.categoryId,
    answers: answers.value,
    impact: content.impact,
    urgency: content.urgency,
    ...peopleOf(content, context.me),
    facts: context.facts.filter(({ name }) => !content.withheldFacts.includes(name)),
  });
}

export const textTooLong = (limit: number) => err('text-too-long', { limit });

/** Removes duplicates, and the author, who takes part anyway. */
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

/** Only the fields of this leaf: answers to another leaf's fields are dropped. */
function answersTo(
  { fields }: Subcategory,
  draftAnswers: DraftContent['answers'],
  language: Language,
): Result<Answer[]> {
  const answers: Answer[] = [];
  for (const field of fields) {
    const answer = answerOf(draftAnswers, field.id);
    const problem = answerProblem(field, answer);
    if (problem) return err(problem.kind === 'newer' ? 'form-newer' : 'answers-incomplete');
    if (!isKnownField(field) || !answer?.value.trim()) continue;
    answers.push({ field: field.id, label: field.label[language], ...answerTo(field, answer, language) });
  }
  return ok(answers);
}

/** The answer as shown, with its reference. */
function answerTo(
  field: KnownField,
  { value, reference }: DraftAnswer,
  language: Language,
): Pick<Answer, 'value' | 'reference'> {
  switch (field.type) {
    case 'choice': {
      const option = field.options.find(({ id }) => id === reference);
      return { value: option?.label[language] ?? value, reference };
    }
    case 'person':
      return { value: value.trim(), reference };
    case 'text':
    case 'long-text':
    case 'number':
    case 'date':
      return { value: value.trim(), reference: null };
    default:
      return unreachable(field);
  }
}

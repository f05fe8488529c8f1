// The form that corrects a ticket: every field holds what was chosen until all of them are valid.
import { answerProblem, isKnownField } from '../../contract/answers.ts';
import type { FormField, KnownField } from '../../contract/catalogue.ts';
import { Correction, type DeskTicket } from '../../contract/console.ts';
import type { Person } from '../../contract/people.ts';
import type { Impact, Language, Priority, TicketKind, Urgency } from '../../contract/primitives.ts';
import type { Answer } from '../../contract/ticket.ts';
import type { Parsed } from '../ui/use-form.ts';
import type { CategoryOption } from './category-choices.ts';

/** By the id of the field: what was typed, or the id of the option. */
export type TypedAnswers = ReadonlyMap<string, string>;

export interface CorrectForm {
  /** null: as it is */
  requester: Person | null;
  formerStays: boolean;
  /** null: as it is */
  category: CategoryOption | null;
  answers: TypedAnswers;
  kind: TicketKind;
  impact: Impact | null;
  urgency: Urgency | null;
  /** null: as impact and urgency give it */
  priority: Priority | null;
  reason: string;
  /** another category: to the team whose rules take it */
  byRules: boolean;
}

export function formOf(ticket: DeskTicket): CorrectForm {
  const { kind, impact, urgency, priority, priorityReason, answers } = ticket;
  return {
    requester: null,
    formerStays: true,
    category: null,
    answers: new Map(answers.map(({ field, value, reference }) => [field, reference ?? value])),
    kind,
    impact,
    urgency,
    priority: priorityReason === null ? null : priority,
    reason: priorityReason ?? '',
    byRules: false,
  };
}

/** Whether the field has to be answered: of another category, or where it was answered before. Mails answer no form. */
export function isDemanded(
  field: FormField,
  { category }: Pick<CorrectForm, 'category'>,
  { answers }: Pick<DeskTicket, 'answers'>,
): boolean {
  return field.required && (category !== null || answers.some((one) => one.field === field.id));
}

/**
 * `organisationId` is the one that was chosen, whose requester has to be named where it is another; `fields` are those of the category's
 * form. Names wrong fields such as `reason` or `answer.room`.
 */
export function parseForm(
  form: CorrectForm,
  ticket: DeskTicket,
  { organisationId, fields }: { organisationId: string; fields: readonly FormField[] },
  language: Language,
): Parsed<Correction> {
  const { requester, formerStays, category, kind, impact, urgency, priority, reason, byRules } = form;
  const known = fields.filter(isKnownField);
  const filled = known.flatMap((field) => answerTo(field, form.answers, ticket, language));
  const wrong = new Set(
    filled
      .filter(({ field, value, reference }) => {
        const of = known.find(({ id }) => id === field);
        return of?.type !== 'person' && of && answerProblem(of, { value, reference }) !== null;
      })
      .map(({ field }) => `answer.${field}`),
  );
  for (const field of known)
    if (isDemanded(field, form, ticket) && !filled.some((answer) => answer.field === field.id))
      wrong.add(`answer.${field.id}`);
  const isMoved = organisationId !== ticket.organisationId;
  if (isMoved && requester === null) wrong.add('requester');
  // answers to the form of another category stay readable
  const others = ticket.answers.filter(({ field }) => !known.some(({ id }) => id === field));
  const parsed = Correction.safeParse({
    ...(isMoved && { organisationId }),
    ...(requester && { requester: { email: requester.email, formerStays: formerStays && !isMoved } }),
    ...(category && { category: category.choice, byRules }),
    answers: [...filled, ...others],
    kind,
    ...(impact && { impact }),
    ...(urgency && { urgency }),
    priority: priority === null ? null : { level: priority, reason },
  });
  if (parsed.error)
    for (const { path } of parsed.error.issues)
      wrong.add(path.at(-1) === 'reason' ? 'reason' : path.join('.'));
  return parsed.success && wrong.size === 0 ? { ok: true, value: parsed.data } : { ok: false, wrong };
}

/** Returns the answer, as the ticket has it where it was not changed; none for an empty one. */
function answerTo(
  field: KnownField,
  answers: TypedAnswers,
  ticket: DeskTicket,
  language: Language,
): Answer[] {
  const typed = answers.get(field.id)?.trim() ?? '';
  if (typed === '') return [];
  const former = ticket.answers.find(({ field: id }) => id === field.id);
  if (former && (former.reference ?? former.value) === typed) return [former];
  const option = field.type === 'choice' ? field.options.find(({ id }) => id === typed) : undefined;
  const label = field.label[language];
  return [
    option
      ? { field: field.id, label, value: option.label[language], reference: option.id }
      : { field: field.id, label, value: typed, reference: null },
  ];
}

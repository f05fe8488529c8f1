// The problems that prevent sending, each at the field that it concerns.
import { type AnswerProblem, answerOf, answerProblem } from '../../contract/answers.ts';
import { LIMITS } from '../../contract/constants.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { DraftContent } from '../../contract/ipc.ts';
import type { CategoryChoice } from '../category/use-catalogue.ts';

/** Where a problem is shown, in the order of the form. */
export type FormPlace =
  | 'form'
  | 'title'
  | 'description'
  | 'category'
  | `answer:${string}`
  | 'kind'
  | 'impact'
  | 'urgency'
  | 'on-behalf-of'
  | 'contacts'
  | 'attachments';

export type Problem = { kind: 'failure'; error: GuichetError } | AnswerProblem;
export type Problems = ReadonlyMap<FormPlace, Problem>;

type PlacedProblem = readonly [FormPlace, Problem | null];

function tooLong(text: string, limit: number): Problem | null {
  return text.length > limit ? { kind: 'too-long', length: text.length, limit } : null;
}

function titleProblem({ title }: DraftContent, attempted: boolean): Problem | null {
  const isMissing = attempted && title.trim() === '';
  return isMissing
    ? { kind: 'failure', error: { code: 'title-empty' } }
    : tooLong(title.trim(), LIMITS.title);
}

function answerProblems({ answers }: DraftContent, chosen: CategoryChoice): PlacedProblem[] {
  if (chosen.kind !== 'leaf') return [];
  return chosen.leaf.subcategory.fields.map((field) => [
    `answer:${field.id}`,
    answerProblem(field, answerOf(answers, field.id)),
  ]);
}

/** Returns whether no answer can solve the problem: it is then shown before Send. */
function isLasting([, problem]: PlacedProblem): boolean {
  return problem?.kind === 'newer';
}

/**
 * Returns the problems in the order of the form. A text that is too long is shown during typing, missing answers only after
 * Send was pressed. A category that is gone is only known once the catalogue was read; the main process checks again.
 * @param attempted whether Send was pressed
 */
export function problemsOf(content: DraftContent, chosen: CategoryChoice, attempted: boolean): Problems {
  const gone: Problem | null =
    chosen.kind === 'gone' ? { kind: 'failure', error: { code: 'category-gone' } } : null;
  const answers = answerProblems(content, chosen);
  const placed: PlacedProblem[] = [
    ['title', titleProblem(content, attempted)],
    ['description', tooLong(content.description, LIMITS.description)],
    ['category', gone],
    ...(attempted ? answers : answers.filter(isLasting)),
  ];
  const problems = new Map<FormPlace, Problem>();
  for (const [place, problem] of placed) if (problem !== null) problems.set(place, problem);
  return problems;
}

/** Returns where a failure of Send is shown. */
export function placeOfFailure({ code, details }: GuichetError, content: DraftContent): FormPlace {
  switch (code) {
    case 'title-empty':
    case 'title-too-long':
      return 'title';
    case 'text-too-long':
    case 'text-empty':
      return 'description';
    case 'category-gone':
    case 'form-newer':
      return 'category';
    case 'person-unknown':
      if (details?.name === undefined) return 'form';
      return details.name === content.onBehalfOf?.fullName ? 'on-behalf-of' : 'contacts';
    case 'attachments-too-many':
    case 'attachments-too-large':
    case 'attachment-too-large':
    case 'attachment-type-refused':
      return 'attachments';
    default:
      return 'form';
  }
}

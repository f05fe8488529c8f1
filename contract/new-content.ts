// The content of a new draft, and the check whether a draft has more than that. The main process and the form share
// both.
import type { DraftContent } from './draft-ipc.ts';

/** The content of a new draft. */
export const NEW_CONTENT: DraftContent = {
  title: '',
  description: '',
  categoryId: null,
  answers: {},
  ticketKind: 'incident',
  impact: null,
  urgency: null,
  onBehalfOf: null,
  contacts: [],
  withheldFacts: [],
};

/** Returns whether a person has written or chosen anything: there is then something to save or to discard. */
export function hasContent({
  title,
  description,
  categoryId,
  answers,
  onBehalfOf,
  contacts,
}: DraftContent): boolean {
  const texts = [title, description, ...Object.values(answers).map(({ value }) => value)];
  const isChosen = categoryId !== null || onBehalfOf !== null || contacts.length > 0;
  return isChosen || texts.some((text) => text.trim() !== '');
}

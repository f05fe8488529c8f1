// What a draft begins with, and whether there is more in it by now: the same for the main process and for the form.
import type { DraftContent } from './draft-ipc.ts';

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

/** Whether anything in it took somebody the trouble to write or to choose: there is then something to keep, or to discard. */
export function isBegun({
  title,
  description,
  categoryId,
  answers,
  onBehalfOf,
  contacts,
}: DraftContent): boolean {
  const written = [title, description, ...Object.values(answers).map(({ value }) => value)];
  const isChosen = categoryId !== null || onBehalfOf !== null || contacts.length > 0;
  return isChosen || written.some((text) => text.trim() !== '');
}

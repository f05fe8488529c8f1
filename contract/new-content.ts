// What a draft begins with: the same for the main process and for the form.
import type { DraftContent } from './ipc.ts';

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

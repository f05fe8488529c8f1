// What a draft held when a command was made of it.
import { FACT_NAMES } from '../../contract/facts.ts';
import type { DraftContent } from '../../contract/ipc.ts';
import type { CreateTicket } from '../../contract/sync.ts';

/** What the form held when this was sent; the facts that were not sent with it stay taken out. */
export function contentOf(body: CreateTicket): DraftContent {
  const { title, description, categoryId, ticketKind, impact, urgency, onBehalfOf, contacts } = body;
  const answers = body.answers.map(({ field, value, reference }) => [field, { value, reference }]);
  const sent = new Set(body.facts.map(({ name }) => name));
  return {
    title,
    description,
    categoryId,
    answers: Object.fromEntries(answers),
    ticketKind,
    impact,
    urgency,
    onBehalfOf: onBehalfOf && { ...onBehalfOf, site: null },
    contacts: contacts.map((contact) => ({ ...contact, site: null })),
    withheldFacts: FACT_NAMES.filter((name) => !sent.has(name)),
  };
}

/** The application that its facts named; null where none was sent. */
export function applicationOf({ facts }: CreateTicket): string | null {
  return facts.find(({ name }) => name === 'application')?.value ?? null;
}

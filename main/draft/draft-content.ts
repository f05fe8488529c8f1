// Rebuilds a draft's content from a command.
import { FACT_NAMES } from '../../contract/facts.ts';
import type { DraftContent } from '../../contract/ipc.ts';
import type { CreateTicket } from '../../contract/sync.ts';

/** The form's content when the command was submitted. Facts that were not sent stay withheld. */
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

/** The value of the fact `application`; null when it was not sent. */
export function applicationOf({ facts }: CreateTicket): string | null {
  return facts.find(({ name }) => name === 'application')?.value ?? null;
}

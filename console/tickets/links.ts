// What the links of a ticket say: the backend it lives on, and why a number is missing.
import type { TicketLink } from '../../contract/backends.ts';
import type { DeskTicket } from '../../contract/console.ts';
import type { Phrase } from '../ui/texts.ts';

/** The tier 1 link of a ticket that lives on another backend; null for a ticket of the built-in desk. */
export function linkElsewhere({ links }: Pick<DeskTicket, 'links'>): TicketLink | null {
  return links.find(({ tier, backendId }) => tier === 1 && backendId !== 'built-in') ?? null;
}

/** The phrase in place of a missing number: not sent yet, awaited, or never sent by this backend. */
export function missingNumberPhrase({ sent, numberDueAt }: Pick<TicketLink, 'sent' | 'numberDueAt'>): Phrase {
  if (!sent) return 'tickets.notSentYet';
  return numberDueAt === null ? 'tickets.numberNotTold' : 'tickets.numberAwaited';
}

// On which desk a ticket lives, and so where it is worked on.
import type { TicketLink } from '../../contract/backends.ts';
import type { DeskTicket } from '../../contract/console.ts';
import type { Phrase } from '../ui/texts.ts';

/** The backend it lives on, where that is not the built-in desk; null for a ticket that is worked on here. */
export function linkElsewhere({ links }: Pick<DeskTicket, 'links'>): TicketLink | null {
  return links.find(({ tier, backendId }) => tier === 1 && backendId !== 'built-in') ?? null;
}

/** What stands in the place of a number that is not known: it may be on its way, or never be told. */
export function missingNumberPhrase({ sent, numberDueAt }: Pick<TicketLink, 'sent' | 'numberDueAt'>): Phrase {
  if (!sent) return 'tickets.notSentYet';
  return numberDueAt === null ? 'tickets.numberNotTold' : 'tickets.numberAwaited';
}

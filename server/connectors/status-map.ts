// The map of a backend's settings from its own words for states to ours.
import type { TicketStatus } from '../../contract/primitives.ts';

export type Statuses = Readonly<Record<string, TicketStatus>>;

/** Null for a word that the map does not name. Capitals, spaces around it and composed accents make no difference. */
export function statusNamed(statuses: Statuses, word: string): TicketStatus | null {
  const wanted = fold(word);
  return Object.entries(statuses).find(([name]) => fold(name) === wanted)?.[1] ?? null;
}

function fold(word: string): string {
  return word.normalize('NFC').trim().toLowerCase();
}

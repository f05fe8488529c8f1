// Looks up one of a backend's own statuses in the map of its settings.
import type { TicketStatus } from '../../contract/primitives.ts';

export type Statuses = Readonly<Record<string, TicketStatus>>;

/** Returns null for a status that the map does not name. Case, outer spaces and composed accents are ignored. */
export function statusNamed(statuses: Statuses, word: string): TicketStatus | null {
  const wanted = fold(word);
  return Object.entries(statuses).find(([name]) => fold(name) === wanted)?.[1] ?? null;
}

function fold(word: string): string {
  return word.normalize('NFC').trim().toLowerCase();
}

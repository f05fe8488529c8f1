// Looks up a backend's own status in the status map of its settings.
import type { TicketStatus } from '../../contract/primitives.ts';

export type Statuses = Readonly<Record<string, TicketStatus>>;

/** Returns null for a status that the map does not name. Case, outer spaces and composed accents are ignored. */
export function statusNamed(statuses: Statuses, name: string): TicketStatus | null {
  const folded = normalise(name);
  return Object.entries(statuses).find(([mapped]) => normalise(mapped) === folded)?.[1] ?? null;
}

function normalise(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

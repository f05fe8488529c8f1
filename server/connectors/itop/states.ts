// Maps iTop's states to our statuses: its standard states, and a site's own from the settings.
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';

/** Of UserRequest and Incident in iTop 3.2. An escalated ticket was not taken (tto) or not resolved (ttr) in time. */
const OWN_STATES: Record<string, TicketStatus> = {
  new: 'new',
  escalated_tto: 'new',
  waiting_for_approval: 'waiting_for_approval',
  approved: 'approved',
  rejected: 'rejected',
  assigned: 'assigned',
  escalated_ttr: 'assigned',
  pending: 'pending',
  resolved: 'resolved',
  closed: 'closed',
};

/** Returns null for an unmapped state. Case is ignored. */
export function statusOf({ statuses }: ItopSettings, state: string): TicketStatus | null {
  const wanted = fold(state);
  const theirs = Object.entries(statuses).find(([name]) => fold(name) === wanted)?.[1];
  return theirs ?? (Object.hasOwn(OWN_STATES, wanted) ? (OWN_STATES[wanted] ?? null) : null);
}

function fold(state: string): string {
  return state.normalize('NFC').trim().toLowerCase();
}

// What iTop's states mean here: its own, and what a site makes of them.
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';

/** Of UserRequest and Incident as iTop 3.2 comes. An escalated ticket was not taken, or not resolved, in time. */
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

/** Null for a state nobody has said the meaning of. Capitals make no difference. */
export function statusOf({ statuses }: ItopSettings, state: string): TicketStatus | null {
  const wanted = fold(state);
  const theirs = Object.entries(statuses).find(([name]) => fold(name) === wanted)?.[1];
  return theirs ?? (Object.hasOwn(OWN_STATES, wanted) ? (OWN_STATES[wanted] ?? null) : null);
}

function fold(state: string): string {
  return state.normalize('NFC').trim().toLowerCase();
}

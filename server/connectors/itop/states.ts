// What iTop's states mean here: its own, and what a site makes of them.
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import { type Statuses, statusNamed } from '../status-map.ts';

/** Of UserRequest and Incident as iTop 3.2 comes. An escalated ticket was not taken, or not resolved, in time. */
const OWN_STATES: Statuses = {
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

/** Null for a state nobody has said the meaning of. */
export function statusOf({ statuses }: ItopSettings, state: string): TicketStatus | null {
  return statusNamed(statuses, state) ?? statusNamed(OWN_STATES, state);
}

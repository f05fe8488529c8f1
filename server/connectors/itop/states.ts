// Maps iTop's states to our statuses: its standard states, and a site's own from the settings.
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import { type Statuses, statusNamed } from '../status-map.ts';

/** Of UserRequest and Incident in iTop 3.2. An escalated ticket was not taken (tto) or not resolved (ttr) in time. */
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

/** Returns null for an unmapped state. Case is ignored. */
export function statusOf({ statuses }: ItopSettings, state: string): TicketStatus | null {
  return statusNamed(statuses, state) ?? statusNamed(OWN_STATES, state);
}

// Decides which tickets wait for a technician.
import type { TicketStatus } from '../../contract/primitives.ts';

/** Whether a ticket can be worked on and nobody has taken it yet. */
export function isUnassigned(status: TicketStatus): boolean {
  return status === 'new' || status === 'approved';
}

// Which tickets wait for a technician.
import type { TicketStatus } from '../../contract/primitives.ts';

/** Nobody works on it yet and somebody could: Take is the first thing to do. */
export function isUnassigned(status: TicketStatus): boolean {
  return status === 'new' || status === 'approved';
}

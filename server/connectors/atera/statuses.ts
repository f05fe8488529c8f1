// Maps Atera's ticket statuses to ours: the map in the settings overrides the four statuses that every account has.
import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type { Transition } from '../connector.ts';
import { type Statuses, statusNamed } from '../status-map.ts';
import type { Ticket } from './shapes.ts';

type Settings = Pick<AteraSettings, 'statuses'>;

const USUAL: Statuses = {
  open: 'new',
  pending: 'pending',
  resolved: 'resolved',
  closed: 'closed',
};

/** Returns our status of a ticket; null where Atera's is not mapped. An open ticket with a technician is assigned. */
export function statusOf({ statuses }: Settings, ticket: Ticket): TicketStatus | null {
  const word = ticket.TicketStatus ?? '';
  const own = statusNamed(statuses, word);
  if (own !== null) return own;
  const usual = statusNamed(USUAL, word);
  return usual === 'new' && ticket.TechnicianContactID !== null ? 'assigned' : usual;
}

/** Returns the first of Atera's statuses that the settings map to one of ours, else the usual one. */
function statusNameFor({ statuses }: Settings, wanted: readonly TicketStatus[], usual: string): string {
  for (const status of wanted) {
    const own = Object.entries(statuses).find(([, ours]) => ours === status);
    if (own) return own[0];
  }
  return usual;
}

/** Returns Atera's status after an act; null for an act that Atera does not have. */
export function statusNameAfter(settings: Settings, act: Transition['act']): string | null {
  switch (act) {
    case 'close':
      return statusNameFor(settings, ['closed'], 'Closed');
    case 'resolve':
      return statusNameFor(settings, ['resolved'], 'Resolved');
    case 'reopen':
    case 'resume':
      return statusNameFor(settings, ['assigned', 'new'], 'Open');
    case 'set-pending':
      return statusNameFor(settings, ['pending'], 'Pending');
    case 'approve':
    case 'reject':
    case 'assign':
      return null;
  }
}

/** Whether the ticket's status allows the act. With an unmapped status Atera decides. */
export function allowsAct(act: Transition['act'], status: TicketStatus | null): boolean {
  if (status === null) return true;
  switch (act) {
    case 'close':
      return status === 'resolved';
    case 'reopen':
      return status === 'resolved' || status === 'rejected';
    case 'resolve':
      return status !== 'resolved' && status !== 'closed';
    case 'set-pending':
      return status === 'new' || status === 'assigned';
    case 'resume':
      return status === 'pending';
    case 'approve':
    case 'reject':
    case 'assign':
      return false;
  }
}

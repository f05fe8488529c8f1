// Atera's ticket statuses and ours: the map of the settings, over the four that every account has.
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

/** Ours of a ticket; null where the map does not name Atera's. An open ticket that a technician has is assigned. */
export function statusOf({ statuses }: Settings, ticket: Ticket): TicketStatus | null {
  const word = ticket.TicketStatus ?? '';
  const own = statusNamed(statuses, word);
  if (own !== null) return own;
  const usual = statusNamed(USUAL, word);
  return usual === 'new' && ticket.TechnicianContactID !== null ? 'assigned' : usual;
}

/** The first that the settings map to ours, else what every account has. */
function wordFor({ statuses }: Settings, wanted: readonly TicketStatus[], usual: string): string {
  for (const status of wanted) {
    const own = Object.entries(statuses).find(([, ours]) => ours === status);
    if (own) return own[0];
  }
  return usual;
}

/** Atera's status that an act leads to; null for the acts it does not know. */
export function wordAfter(settings: Settings, act: Transition['act']): string | null {
  switch (act) {
    case 'close':
      return wordFor(settings, ['closed'], 'Closed');
    case 'resolve':
      return wordFor(settings, ['resolved'], 'Resolved');
    case 'reopen':
      return wordFor(settings, ['assigned', 'new'], 'Open');
    case 'approve':
    case 'reject':
      return null;
  }
}

/** Whether the ticket's life still allows the act; what Atera calls in words of its own is left to Atera. */
export function isOpenTo(act: Transition['act'], status: TicketStatus | null): boolean {
  if (status === null) return true;
  switch (act) {
    case 'close':
      return status === 'resolved';
    case 'reopen':
      return status === 'resolved' || status === 'rejected';
    case 'resolve':
      return status !== 'resolved' && status !== 'closed';
    case 'approve':
    case 'reject':
      return false;
  }
}

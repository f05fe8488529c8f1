// The default settings of a new iTop, and two common maps of its states.
import { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';

type Statuses = Readonly<Record<string, TicketStatus>>;

/** The states of iTop's ITIL modules, by the codes that its REST services return. */
export const ITOP_STATUSES: Statuses = {
  new: 'new',
  waiting_for_approval: 'waiting_for_approval',
  approved: 'approved',
  rejected: 'rejected',
  escalated_tto: 'new',
  assigned: 'assigned',
  escalated_ttr: 'assigned',
  pending: 'pending',
  resolved: 'resolved',
  closed: 'closed',
};

/** An example: a site that renamed its states. */
export const UNIVERSITY_STATUSES: Statuses = {
  Nouveau: 'new',
  Affectée: 'assigned',
  Réaffectée: 'assigned',
  Assignée: 'assigned',
  Geler: 'pending',
  'En attente utilisateur': 'pending',
  Reporter: 'pending',
  Résolue: 'resolved',
  Fermée: 'closed',
};

/** The defaults of the contract, with the default time zone of iTop's configuration. */
export const ITOP = ItopSettings.parse({
  kind: 'itop',
  url: 'https://example.org',
  user: null,
  timeZone: 'Europe/Paris',
});

// What a new iTop begins with, and the states that its sites have most often.
import { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';

type Statuses = Readonly<Record<string, TicketStatus>>;

/** The states of iTop's ITIL modules, by their codes, which its REST services tell. */
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

/** An example of a site that renamed its states. */
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

/** The contract's own defaults, in the time zone that iTop's configuration begins with. */
export const ITOP = ItopSettings.parse({
  kind: 'itop',
  url: 'https://example.org',
  user: null,
  timeZone: 'Europe/Paris',
});

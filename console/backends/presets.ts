// What a new backend begins with: the states, templates and patterns that most sites of its kind have.
import { AteraSettings as Atera, type AteraSettings } from '../../contract/atera-settings.ts';
import { ItopSettings as Itop } from '../../contract/itop-settings.ts';
import type { TicketStatus } from '../../contract/primitives.ts';

export type Statuses = Readonly<Record<string, TicketStatus>>;

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

const EXAMPLE_URL = 'https://example.org';

/** The contract's own defaults for iTop, in the time zone that iTop's configuration begins with. */
export const ITOP = Itop.parse({
  kind: 'itop',
  url: EXAMPLE_URL,
  user: null,
  timeZone: 'Europe/Paris',
});

/** The contract's own defaults for Atera. */
export const ATERA: AteraSettings = Atera.parse({ kind: 'atera' });

const ABOUT = `{answers}

{requester} <{email}>
{hostname}
{key}
`;

/** The text of an incident is the mail's text. */
export const MAIL_TEMPLATE = `{description}

${ABOUT}`;

/**
 * Octopus makes a service request of the block between two marks, which a site configures in MailIntegration
 * (NewSRBodyEnclosingToken); this is the one of its documentation.
 */
export const OCTOPUS_REQUEST_TEMPLATE = `CreateSR
{category}
{description}
CreateSR

${ABOUT}`;

/** Such as "Incident #12345" or "[#12345]". */
export const NUMBER_PATTERN = '#([0-9]+)';
export const REPLY_TAG = '[#{number}]';

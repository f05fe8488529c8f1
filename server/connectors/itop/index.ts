// iTop 3.2 as a backend, over its REST services (version 1.3).
import type { BackendSecrets } from '../../../contract/backends.ts';
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type { Capabilities, Connector, ConnectorParts } from '../connector.ts';
import type { ConnectorKind } from '../connector-kind.ts';
import { originOf, serversOf } from '../http.ts';
import { transition } from './act.ts';
import { readCatalogue } from './catalogue.ts';
import { changesSince } from './changes.ts';
import { check } from './check.ts';
import { createTicket } from './create-ticket.ts';
import { readAlong } from './cursor.ts';
import { endDoubles } from './doubles.ts';
import { findByKey } from './find.ts';
import { createOrganisations } from './organisations.ts';
import { createRest } from './rest.ts';
import { pageOf, parseRef } from './tickets.ts';
import { addAttachment, addComment, addContact, rate } from './write.ts';

export const itopKind: ConnectorKind<ItopSettings> = {
  create: createItopConnector,
  serversOf,
  receiverOf: originOf,
};

/** States in which ev_assign, ev_reassign, ev_resolve or ev_autoresolve is allowed. */
const OPEN: TicketStatus[] = ['new', 'approved', 'assigned', 'pending'];

const CAPABILITIES: Capabilities = {
  comments: true,
  attachments: 'upload',
  acts: ['close', 'reopen', 'approve', 'reject'],
  resolve: true,
  staff: {
    take: OPEN,
    assign: OPEN,
    'set-pending': ['assigned'],
    resume: ['pending'],
    resolve: OPEN,
    close: ['resolved'],
    reopen: ['resolved', 'rejected'],
    note: [...OPEN, 'waiting_for_approval', 'rejected', 'resolved'],
  },
  rating: true,
  contacts: true,
  changes: true,
  catalogue: true,
  people: true,
};

/** An Incident has no approval. */
const ACTS_ON_INCIDENTS = CAPABILITIES.acts.filter((act) => act !== 'approve' && act !== 'reject');

/** The reference of a ticket is its class and id, such as UserRequest::168; of anything else it is the key. */
export function createItopConnector(
  settings: ItopSettings,
  secrets: BackendSecrets,
  parts: ConnectorParts,
): Connector {
  const itop = { settings, rest: createRest(settings, secrets, parts) };
  const organisations = createOrganisations(itop, parts);
  return {
    capabilities: CAPABILITIES,
    check: () => check(itop),
    createTicket: (ticket) => createTicket(itop, organisations, ticket),
    addComment: (comment) => addComment(itop, comment),
    addAttachment: (attachment) => addAttachment(itop, attachment),
    transition: (operation) => transition(itop, operation),
    rate: (rating) => rate(itop, rating),
    addContact: (contact) => addContact(itop, organisations, contact),
    findByKey: (question) => findByKey(itop, question),
    endDoubles: (question) => endDoubles(itop, question),
    changesSince: (cursor) => changesSince(itop, cursor),
    readAlong,
    actsOn(ticketRef) {
      const ref = ticketRef === null ? null : parseRef(ticketRef);
      return ref?.ok && ref.value.class === 'Incident' ? ACTS_ON_INCIDENTS : CAPABILITIES.acts;
    },
    addressOf: (ticketRef) => pageOf(settings, ticketRef),
    async catalogue(organisation) {
      const id = await organisations.idOf(organisation);
      return id.ok ? readCatalogue(itop, id.value) : id;
    },
    async people(organisation, search) {
      const id = await organisations.idOf(organisation);
      return id.ok ? organisations.search(id.value, search) : id;
    },
    close: () => Promise.resolve(),
  };
}

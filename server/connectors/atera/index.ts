// Atera as a backend (REST API v3): tickets, comments both ways and statuses; files as links to ours.

import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { BackendSecrets } from '../../../contract/backends.ts';
import type { Capabilities, Connector, ConnectorParts } from '../connector.ts';
import type { ConnectorKind } from '../connector-kind.ts';
import { originOf, serversOf } from '../http.ts';
import { failed } from '../results.ts';
import { changesSince, readAlong } from './changes.ts';
import { check } from './check.ts';
import { createAteraClient } from './client.ts';
import { addAttachment, addComment } from './comments.ts';
import { createKeyedLock, createTicket } from './create-ticket.ts';
import { endDoubles } from './doubles.ts';
import { findByKey } from './find.ts';
import { REASONS } from './sentences.ts';
import type { Ticket } from './shapes.ts';
import { statusOf } from './statuses.ts';
import { transition } from './transition.ts';

export const ateraKind: ConnectorKind<AteraSettings> = {
  create: createAteraConnector,
  serversOf,
  receiverOf: originOf,
};

/** Its API assigns no technician by their address. */
function capabilitiesOf({ noteTechnician }: AteraSettings): Capabilities {
  const staff: Capabilities['staff'] = {
    'set-pending': ['new', 'assigned'],
    resume: ['pending'],
    resolve: ['new', 'assigned', 'pending'],
    close: ['resolved'],
    reopen: ['resolved'],
    ...(noteTechnician !== null && { note: ['new', 'assigned', 'pending', 'resolved'] }),
  };
  return { ...ATERA_CAPABILITIES, staff };
}

const ATERA_CAPABILITIES: Omit<Capabilities, 'staff'> = {
  comments: true,
  attachments: 'link',
  acts: ['close', 'reopen'],
  resolve: true,
  rating: false,
  // those invited with the ticket are named in its description; Atera has no field for them
  contacts: false,
  changes: true,
  catalogue: false,
  people: false,
};

export function createAteraConnector(
  settings: AteraSettings,
  secrets: BackendSecrets,
  parts: ConnectorParts,
): Connector {
  const client = createAteraClient(settings, secrets, parts);
  const ateraParts = {
    client,
    settings,
    contactCreation: createKeyedLock(),
    now: () => parts.now(),
    statusOf: (ticket: Ticket) => statusOf(settings, ticket),
  };
  return {
    capabilities: capabilitiesOf(settings),
    check: () => check(client, settings),
    createTicket: (operation) => createTicket(ateraParts, operation),
    addComment: (operation) => addComment(client, operation, settings),
    addAttachment: (operation) => addAttachment(client, operation, settings),
    transition: (operation) => transition(ateraParts, operation),
    rate: async () => failed('refused', REASONS.noRatings),
    addContact: async () => failed('refused', REASONS.noContacts),
    findByKey: (question) => findByKey(ateraParts, question),
    endDoubles: (question) => endDoubles(ateraParts, question),
    changesSince: (cursor) => changesSince(ateraParts, cursor),
    readAlong,
    catalogue: async () => failed('refused', REASONS.noCatalogue),
    people: async () => failed('refused', REASONS.noSearch),
    async close() {},
  };
}

// Tests the contract suite itself on a desk in memory, with all capabilities and with almost none.
import type { Capabilities } from '../../server/connectors/connector.ts';
import {
  createPlainConnector,
  type Line,
  PLAIN_CAPABILITIES,
  PLAIN_ORGANISATION,
  PLAIN_SERVICE,
  PLAIN_TECHNICIAN,
} from '../fakes/plain-desk/connector.ts';
import { createPlainDesk } from '../fakes/plain-desk/desk.ts';
import { connectorContract } from './contract.ts';
import type { BackendTicket, Harness } from './harness.ts';

async function openPlain(capabilities: Capabilities): Promise<Harness> {
  const desk = createPlainDesk();
  const line: Line = { isDown: false, next: null, signedIn: true };
  const known = { email: 'a.requester@contoso.example', fullName: 'A requester' };
  desk.people.push(known);
  const at = (ref: string) => {
    const ticket = desk.tickets.get(ref);
    if (!ticket) throw new Error(`there is no ticket ${ref}`);
    return ticket;
  };
  const read = (ref: string): BackendTicket => {
    const { rating, notes, ...ticket } = structuredClone(at(ref));
    return { ...ticket, notes: notes.map(({ body }) => body), ratings: rating ? [rating] : [] };
  };

  return {
    connector: createPlainConnector(desk, line, capabilities),
    badConnector: createPlainConnector(desk, { ...line, signedIn: false }, capabilities),
    organisation: PLAIN_ORGANISATION,
    known,
    unknown: { email: 'b.requester@contoso.example', fullName: 'Another requester' },
    technician: PLAIN_TECHNICIAN,
    category: PLAIN_SERVICE,
    requesters: async () => desk.people.map(({ email }) => email),
    spoilNext: (mishap, operation) => {
      line.next = { mishap, operation };
    },
    goDown: (isDown) => {
      line.isDown = isDown;
    },
    tickets: async () => [...desk.tickets.keys()].map(read),
    ticket: async (ref) => read(ref),
    replies: async (ref, author, body) => desk.say(at(ref), author, body, null),
    moves: async (ref, status, more) => {
      Object.assign(at(ref), { status, ...more });
      desk.touch(at(ref));
    },
    deletes: async (ref) => {
      desk.tickets.delete(ref);
    },
    setClock: () => {},
    close: async () => {},
  };
}

connectorContract('a desk in memory', () => openPlain(PLAIN_CAPABILITIES));

connectorContract('a desk that only takes tickets', () =>
  openPlain({
    comments: false,
    attachments: 'none',
    acts: [],
    resolve: false,
    staff: {},
    rating: false,
    contacts: false,
    changes: false,
    catalogue: false,
    people: false,
  }),
);

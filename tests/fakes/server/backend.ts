// A backend of the help desk that can be down, lose its answers, and remembers every key.
import type { Answer, Connector, Found, Subject } from '../../../server/connectors/connector.ts';

export interface FakeBackend extends Connector {
  /** what happens to the next operations: `lost` carries out and then fails */
  mood: 'well' | 'down' | 'lost';
  /** by key, their numbers */
  readonly tickets: Map<string, string>;
  /** by key, the ticket and what was done to it, such as `comment` or `close` */
  readonly acts: Map<string, { ticketRef: string; what: string }>;
  /** the calls in their order, such as `createTicket <key>` */
  readonly calls: string[];
}

export function createBackend(): FakeBackend {
  const tickets = new Map<string, string>();
  const acts: FakeBackend['acts'] = new Map();
  const calls: string[] = [];

  function carryOut(call: string, key: string, write: () => Found): Answer<Found> {
    calls.push(`${call} ${key}`);
    if (backend.mood === 'down') return failed('the backend is down');
    if (tickets.has(key) || acts.has(key)) throw new Error(`${call} a second time for ${key}`);
    const value = write();
    return backend.mood === 'lost' ? failed('the answer was lost') : { ok: true, value };
  }

  function actOn(call: string, { key, ticketRef }: Subject, what: string): Answer<Found> {
    return carryOut(call, key, () => {
      if (!tickets.has(ticketRef)) throw new Error(`${call} before its ticket ${ticketRef}`);
      acts.set(key, { ticketRef, what });
      return found(key);
    });
  }

  function found(key: string): Found {
    const status = acts.get(key)?.what === 'close' ? 'closed' : null;
    return { ref: key, number: tickets.get(key) ?? null, status };
  }

  const backend: FakeBackend = {
    kind: 'fake',
    mood: 'well',
    tickets,
    acts,
    calls,
    createTicket: async ({ key }) =>
      carryOut('createTicket', key, () => {
        tickets.set(key, `F-${tickets.size + 1}`);
        return found(key);
      }),
    addComment: async (operation) => actOn('addComment', operation, 'comment'),
    transition: async (operation) => actOn('transition', operation, operation.act),
    rate: async (operation) => actOn('rate', operation, `rated ${operation.score}`),
    addContact: async (operation) => actOn('addContact', operation, `contact ${operation.contact.email}`),
    async findByKey(key) {
      calls.push(`findByKey ${key}`);
      if (backend.mood === 'down') return failed('the backend is down');
      return { ok: true, value: tickets.has(key) || acts.has(key) ? found(key) : null };
    },
  };
  return backend;
}

function failed(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

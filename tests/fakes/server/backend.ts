// A backend of the help desk that can be down, lose its answers, and remembers every key.
import type { Answer, Connector, Found } from '../../../server/connectors/connector.ts';

export interface FakeBackend extends Connector {
  /** what happens to the next operations: `lost` carries out and then fails */
  mood: 'well' | 'down' | 'lost';
  readonly tickets: Map<string, string>;
  readonly comments: Map<string, string>;
  /** the calls in their order, such as `createTicket <key>` */
  readonly calls: string[];
}

export function createBackend(): FakeBackend {
  const tickets = new Map<string, string>();
  const comments = new Map<string, string>();
  const calls: string[] = [];
  const backend: FakeBackend = {
    kind: 'fake',
    mood: 'well',
    tickets,
    comments,
    calls,
    async createTicket({ key }) {
      calls.push(`createTicket ${key}`);
      if (backend.mood === 'down') return failed('the backend is down');
      const number = `F-${tickets.size + 1}`;
      if (tickets.has(key)) throw new Error(`a second ticket for ${key}`);
      tickets.set(key, number);
      return backend.mood === 'lost'
        ? failed('the answer was lost')
        : { ok: true, value: { ref: key, number } };
    },
    async addComment({ key, ticketRef }) {
      calls.push(`addComment ${key}`);
      if (backend.mood === 'down') return failed('the backend is down');
      if (!tickets.has(ticketRef)) throw new Error(`a comment before its ticket ${ticketRef}`);
      if (comments.has(key)) throw new Error(`a second comment for ${key}`);
      comments.set(key, ticketRef);
      return backend.mood === 'lost' ? failed('the answer was lost') : { ok: true, value: { ref: key } };
    },
    async findByKey(key): Promise<Answer<Found | null>> {
      calls.push(`findByKey ${key}`);
      if (backend.mood === 'down') return failed('the backend is down');
      const number = tickets.get(key);
      if (number !== undefined) return { ok: true, value: { ref: key, number } };
      return { ok: true, value: comments.has(key) ? { ref: key, number: null } : null };
    },
  };
  return backend;
}

function failed(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

// A backend of the help desk in memory that can be down, lose its answers, be slow, and remembers every key.

import type { TicketStatus } from '../../../contract/primitives.ts';
import { RequesterAct } from '../../../contract/ticket.ts';
import type {
  Answer,
  BackendComment,
  Capabilities,
  Connector,
  Failure,
  Found,
  NewTicket,
  Subject,
  TicketChange,
} from '../../../server/connectors/connector.ts';

/** A ticket as it lies there. */
interface KeptTicket {
  ref: string;
  number: string;
  asked: NewTicket;
  status: TicketStatus;
  technician: string | null;
  solution: string | null;
  comments: BackendComment[];
  files: string[];
  contacts: string[];
}

export interface FakeBackend extends Connector {
  /** what happens to the next operations: `lost` carries out and then fails */
  mood: 'well' | 'down' | 'lost' | 'limited' | 'refusing' | 'gone';
  /** what it can do, which a test may narrow */
  capabilities: Capabilities;
  /** how its own words for a status read, where it has no counterpart in ours */
  ownWords: string | null;
  /** by key, their numbers */
  readonly tickets: Map<string, string>;
  /** by key, the ticket and what was done to it, such as `comment` or `close` */
  readonly acts: Map<string, { ticketRef: string; what: string }>;
  /** the calls in their order, such as `createTicket <key>` */
  readonly calls: string[];
  /** operations under way at this moment, and the most there ever were */
  readonly busy: { now: number; most: number };
  /** Until it is called again with null, every operation waits for what this answers. */
  delayBy(wait: (() => Promise<unknown>) | null): void;
  /** The only ticket, or the one that was made by this key. */
  ticket(key?: string): KeptTicket;
  /** Somebody of its staff. */
  replies(author: string, body: string, key?: string): void;
  moves(status: TicketStatus, more?: { solution?: string; technician?: string }): void;
}

/** In the place of the built-in desk, which has the files and whose changes are made here. */
const AT_HOME: Capabilities = {
  comments: true,
  attachments: 'ours',
  acts: RequesterAct.options,
  resolve: true,
  rating: true,
  contacts: true,
  changes: false,
  catalogue: false,
  people: false,
};

/** Another system, to which everything has to be sent. */
export const ELSEWHERE: Partial<Capabilities> = { attachments: 'upload', changes: true };

/** Where each act leads. */
const REACHED: Readonly<Record<string, TicketStatus>> = {
  close: 'closed',
  reopen: 'assigned',
  approve: 'approved',
  reject: 'rejected',
  resolve: 'resolved',
};

const FAILURES: Readonly<Record<Exclude<FakeBackend['mood'], 'well' | 'lost'>, Failure>> = {
  down: { kind: 'unreachable', reason: { en: 'the backend is down', fr: 'le système est en panne' } },
  limited: {
    kind: 'limited',
    reason: { en: 'asked too often', fr: 'trop souvent interrogé' },
    retryAfter: 60_000,
  },
  refusing: { kind: 'refused', reason: { en: 'a right is missing', fr: 'un droit manque' } },
  gone: { kind: 'gone', reason: { en: 'the ticket is gone', fr: 'le ticket n’est plus là' } },
};

/** `prefix` begins its numbers. */
export function createBackend(prefix = 'F', abilities: Partial<Capabilities> = {}): FakeBackend {
  const tickets = new Map<string, string>();
  const kept = new Map<string, KeptTicket>();
  const acts: FakeBackend['acts'] = new Map();
  const calls: string[] = [];
  const busy = { now: 0, most: 0 };
  /** what changed, oldest first: a cursor is a place in it */
  const changed: string[] = [];
  let wait: (() => Promise<unknown>) | null = null;

  async function carryOut(call: string, key: string, write: () => Found): Promise<Answer<Found>> {
    calls.push(`${call} ${key}`);
    busy.now += 1;
    busy.most = Math.max(busy.most, busy.now);
    try {
      await wait?.();
      const { mood } = backend;
      if (mood !== 'well' && mood !== 'lost') return { ok: false, failure: FAILURES[mood] };
      if (tickets.has(key) || acts.has(key)) throw new Error(`${call} a second time for ${key}`);
      const value = write();
      return mood === 'lost' ? lost() : { ok: true, value };
    } finally {
      busy.now -= 1;
    }
  }

  function actOn(
    call: string,
    { key, ticketRef }: Subject,
    what: string,
    change: (ticket: KeptTicket) => void,
  ) {
    return carryOut(call, key, () => {
      const ticket = kept.get(ticketRef);
      if (!ticket) throw new Error(`${call} before its ticket ${ticketRef}`);
      acts.set(key, { ticketRef, what });
      change(ticket);
      changed.push(ticketRef);
      return found(key);
    });
  }

  function found(key: string): Found {
    const act = acts.get(key);
    const status = act && act.what in REACHED ? (kept.get(act.ticketRef)?.status ?? null) : null;
    return { ref: key, number: tickets.get(key) ?? null, status };
  }

  function ticketOf(key = [...kept.keys()][0] ?? ''): KeptTicket {
    const ticket = kept.get(key);
    if (!ticket) throw new Error(`there is no ticket ${key}`);
    return ticket;
  }

  function changeOf(ref: string): TicketChange {
    const { number, status, technician, solution, comments } = ticketOf(ref);
    const { ownWords } = backend;
    return {
      ref,
      number,
      technician,
      solution,
      status: ownWords === null ? status : null,
      backendStatus: ownWords ?? `its ${status}`,
      comments: [...comments],
    };
  }

  const backend: FakeBackend = {
    mood: 'well',
    capabilities: { ...AT_HOME, ...abilities },
    ownWords: null,
    tickets,
    acts,
    calls,
    busy,
    delayBy(by) {
      wait = by;
    },
    ticket: ticketOf,
    replies(author, body, key) {
      const ticket = ticketOf(key);
      const ref = String(ticket.comments.length + 1);
      ticket.comments.push({ ref, author, body, createdAt: '2030-01-02T08:00:00.000Z', key: null });
      changed.push(ticket.ref);
    },
    moves(status, more = {}) {
      const ticket = ticketOf();
      Object.assign(ticket, { status, ...more });
      changed.push(ticket.ref);
    },
    check: async () => [{ name: 'reachable', why: null }],
    createTicket: async (asked) =>
      carryOut('createTicket', asked.key, () => {
        const { key } = asked;
        const number = `${prefix}-${tickets.size + 1}`;
        tickets.set(key, number);
        const nothing = { technician: null, solution: null, comments: [], files: [] };
        const contacts = asked.contacts.map(({ email }) => email);
        kept.set(key, { ref: key, number, asked, status: 'new', ...nothing, contacts });
        return found(key);
      }),
    addComment: async (operation) =>
      actOn('addComment', operation, 'comment', ({ comments }) => {
        const { key, author, body } = operation;
        const createdAt = '2030-01-02T08:00:00.000Z';
        comments.push({ ref: String(comments.length + 1), author: author.fullName, body, createdAt, key });
      }),
    addAttachment: async (operation) =>
      actOn(
        'addAttachment',
        operation,
        `file ${operation.name}`,
        ({ files }) => void files.push(operation.name),
      ),
    transition: async (operation) =>
      actOn('transition', operation, operation.act, (ticket) => {
        ticket.status = REACHED[operation.act] ?? ticket.status;
        if (operation.act === 'resolve') ticket.solution = operation.solution;
      }),
    rate: async (operation) => actOn('rate', operation, `rated ${operation.score}`, () => {}),
    addContact: async (operation) =>
      actOn('addContact', operation, `contact ${operation.contact.email}`, (ticket) => {
        ticket.contacts = operation.contacts.map(({ email }) => email);
      }),
    async findByKey({ key }) {
      calls.push(`findByKey ${key}`);
      if (backend.mood === 'down') return { ok: false, failure: FAILURES.down };
      return { ok: true, value: tickets.has(key) || acts.has(key) ? found(key) : null };
    },
    async changesSince(cursor) {
      if (backend.mood === 'down') return { ok: false, failure: FAILURES.down };
      const from = cursor === null ? changed.length : Number(cursor);
      const refs = [...new Set(changed.slice(from))];
      return {
        ok: true,
        value: { tickets: refs.map(changeOf), cursor: String(changed.length), more: false },
      };
    },
    catalogue: async () => ({ ok: true, value: [] }),
    people: async () => ({ ok: true, value: [] }),
    close: async () => {},
  };
  return backend;
}

function lost(): Answer<never> {
  return {
    ok: false,
    failure: { kind: 'unreachable', reason: { en: 'the answer was lost', fr: 'la réponse s’est perdue' } },
  };
}

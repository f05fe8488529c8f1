// A fake backend in memory that records every key, and can be slow, be down or lose its answers.

import type { TicketStatus } from '../../../contract/primitives.ts';
import { RequesterAct } from '../../../contract/ticket.ts';
import type {
  BackendComment,
  Capabilities,
  Connector,
  Failure,
  Found,
  NewTicket,
  OperationResult,
  Subject,
  TicketChange,
} from '../../../server/connectors/connector.ts';

/** A ticket in the fake backend. */
interface FakeTicket {
  ref: string;
  number: string;
  content: NewTicket;
  status: TicketStatus;
  technician: string | null;
  solution: string | null;
  pendingReason: string | null;
  comments: BackendComment[];
  files: string[];
  contacts: string[];
  /** internal notes of staff, with their authors */
  notes: string[];
}

export interface FakeBackend extends Connector {
  /**
   * the outcome of the next operations; with `lost` they are carried out, but the answer is lost; with `slow` the answer is lost
   * too, and they are carried out by `finish`
   */
  mood: 'well' | 'down' | 'lost' | 'slow' | 'limited' | 'refusing' | 'gone' | 'barred' | 'read-only';
  /** names of files that it crashes at */
  readonly crashesAt: Set<string>;
  /** a test may change these */
  capabilities: Capabilities;
  /** a status of its own that is not mapped to ours; null reports the mapped status */
  unmappedStatus: string | null;
  /** ticket numbers by key */
  readonly tickets: Map<string, string>;
  /** other operations by key, such as `comment` or `close` */
  readonly acts: Map<string, { ticketRef: string; what: string }>;
  /** all calls, oldest first, such as `createTicket <key>` */
  readonly calls: string[];
  /** how often it was asked for its changes */
  readonly polled: { times: number };
  /** number of running operations, now and at most */
  readonly busy: { now: number; most: number };
  /** Carries out what was asked while it was slow. */
  finish(): void;
  /** what `endDoubles` has ended */
  readonly ended: string[];
  /** Every operation waits for the promise of `wait`, until this is called with null. */
  delayBy(wait: (() => Promise<unknown>) | null): void;
  /** Returns the ticket with this key, by default the first. */
  ticket(key?: string): FakeTicket;
  /** Adds a reply of one of its technicians. */
  replies(author: string, body: string, key?: string): void;
  /** Adds a comment of somebody who is not proven to write for the backend. */
  isAnsweredBy(sender: string, body: string): void;
  moves(
    status: TicketStatus,
    more?: { solution?: string; technician?: string; pendingReason?: string },
  ): void;
}

/** Capabilities of the built-in desk: it has the files already, and reports no changes. */
export const BUILT_IN_CAPABILITIES: Capabilities = {
  comments: true,
  attachments: 'ours',
  acts: RequesterAct.options,
  resolve: true,
  staff: {},
  rating: true,
  contacts: true,
  changes: false,
  catalogue: false,
  people: false,
};

/** Capabilities of another system, which receives files and reports changes. */
export const ELSEWHERE: Partial<Capabilities> = { attachments: 'upload', changes: true };

const OPEN: TicketStatus[] = ['new', 'assigned', 'pending'];

/** What a system takes from staff here that takes everything. */
export const TAKES_STAFF: Capabilities['staff'] = {
  take: OPEN,
  assign: OPEN,
  'set-pending': ['assigned'],
  resume: ['pending'],
  resolve: OPEN,
  close: ['resolved'],
  reopen: ['resolved'],
  note: [...OPEN, 'resolved'],
};

/** The status after each act. */
const STATUS_AFTER: Readonly<Record<string, TicketStatus>> = {
  close: 'closed',
  reopen: 'assigned',
  approve: 'approved',
  reject: 'rejected',
  resolve: 'resolved',
  'set-pending': 'pending',
  resume: 'assigned',
  assign: 'assigned',
};

const FAILURES: Readonly<Record<Exclude<FakeBackend['mood'], 'well' | 'lost' | 'slow'>, Failure>> = {
  down: {
    kind: 'unreachable',
    reason: { en: 'the backend is down', fr: 'le système est en panne' },
    isOver: true,
  },
  barred: { kind: 'barred', reason: { en: 'the password is wrong', fr: 'le mot de passe est faux' } },
  'read-only': {
    kind: 'barred',
    reason: { en: 'it is read-only', fr: 'il est en lecture seule' },
    perhaps: true,
  },
  limited: {
    kind: 'limited',
    reason: { en: 'asked too often', fr: 'trop souvent interrogé' },
    retryAfter: 60_000,
  },
  refusing: { kind: 'refused', reason: { en: 'a right is missing', fr: 'un droit manque' } },
  gone: { kind: 'gone', reason: { en: 'the ticket is gone', fr: 'le ticket n’est plus là' } },
};

const CRASH: OperationResult<never> = {
  ok: false,
  failure: { kind: 'unreachable', reason: { en: 'HTTP 500', fr: 'HTTP 500' }, isOver: true },
};

/** `prefix` is the start of its ticket numbers. */
export function createBackend(prefix = 'F', abilities: Partial<Capabilities> = {}): FakeBackend {
  const tickets = new Map<string, string>();
  const byKey = new Map<string, FakeTicket>();
  const acts: FakeBackend['acts'] = new Map();
  const calls: string[] = [];
  const busy = { now: 0, most: 0 };
  /** references of changed tickets, oldest first; a cursor is an index */
  const changed: string[] = [];
  let wait: (() => Promise<unknown>) | null = null;
  const late: (() => void)[] = [];
  /** what it has twice, by key */
  const doubles = new Map<string, string>();
  const ended: string[] = [];
  const polled = { times: 0 };
  const crashesAt = new Set<string>();

  async function carryOut(call: string, key: string, write: () => Found): Promise<OperationResult<Found>> {
    calls.push(`${call} ${key}`);
    busy.now += 1;
    busy.most = Math.max(busy.most, busy.now);
    try {
      await wait?.();
      const { mood } = backend;
      if (mood === 'slow') {
        late.push(() => {
          const isDouble = tickets.has(key) || acts.has(key);
          if (isDouble) doubles.set(key, `late ${call}`);
          else write();
        });
        return lost();
      }
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
    change: (ticket: FakeTicket) => void,
  ) {
    return carryOut(call, key, () => {
      const ticket = byKey.get(ticketRef);
      if (!ticket) throw new Error(`${call} before its ticket ${ticketRef}`);
      acts.set(key, { ticketRef, what });
      change(ticket);
      changed.push(ticketRef);
      return found(key);
    });
  }

  function found(key: string): Found {
    const act = acts.get(key);
    const status = act && act.what in STATUS_AFTER ? (byKey.get(act.ticketRef)?.status ?? null) : null;
    return { ref: key, number: tickets.get(key) ?? null, status };
  }

  function ticketOf(key = [...byKey.keys()][0] ?? ''): FakeTicket {
    const ticket = byKey.get(key);
    if (!ticket) throw new Error(`there is no ticket ${key}`);
    return ticket;
  }

  function changeOf(ref: string): TicketChange {
    const { number, status, technician, solution, pendingReason, comments } = ticketOf(ref);
    const { unmappedStatus } = backend;
    return {
      ref,
      number,
      technician,
      solution,
      pendingReason,
      status: unmappedStatus === null ? status : null,
      backendStatus: unmappedStatus ?? `its ${status}`,
      comments: [...comments],
    };
  }

  const backend: FakeBackend = {
    mood: 'well',
    capabilities: { ...BUILT_IN_CAPABILITIES, ...abilities },
    unmappedStatus: null,
    tickets,
    acts,
    calls,
    busy,
    crashesAt,
    ended,
    polled,
    finish() {
      for (const act of late.splice(0)) act();
    },
    async endDoubles({ key }) {
      calls.push(`endDoubles ${key}`);
      const refusal = refusalOf(backend.mood);
      if (refusal) return refusal;
      const double = doubles.get(key);
      if (double === undefined) return { ok: true, value: { ended: [], left: [] } };
      doubles.delete(key);
      ended.push(double);
      return { ok: true, value: { ended: [double], left: [] } };
    },
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
    isAnsweredBy(sender, body) {
      const ticket = ticketOf();
      const ref = String(ticket.comments.length + 1);
      const createdAt = '2030-01-02T08:00:00.000Z';
      ticket.comments.push({ ref, author: 'Support', body, createdAt, key: null, unprovenSender: sender });
      changed.push(ticket.ref);
    },
    moves(status, more = {}) {
      const ticket = ticketOf();
      Object.assign(ticket, { status, ...more });
      changed.push(ticket.ref);
    },
    check: async () => [{ name: 'reachable', problem: null }],
    createTicket: async (content) =>
      carryOut('createTicket', content.key, () => {
        const { key } = content;
        const number = `${prefix}-${tickets.size + 1}`;
        tickets.set(key, number);
        const nothing = {
          technician: null,
          solution: null,
          pendingReason: null,
          comments: [],
          files: [],
          notes: [],
        };
        const contacts = content.contacts.map(({ email }) => email);
        byKey.set(key, { ref: key, number, content, status: 'new', ...nothing, contacts });
        return found(key);
      }),
    addComment: async (operation) =>
      actOn('addComment', operation, 'comment', ({ comments, notes }) => {
        const { key, author, body, internal } = operation;
        if (internal) return void notes.push(`${author.fullName}: ${body}`);
        const createdAt = '2030-01-02T08:00:00.000Z';
        comments.push({ ref: String(comments.length + 1), author: author.fullName, body, createdAt, key });
      }),
    async addAttachment(operation) {
      const { name, key } = operation;
      if (crashesAt.has(name)) {
        calls.push(`addAttachment ${key}`);
        return CRASH;
      }
      return actOn('addAttachment', operation, `file ${name}`, ({ files }) => void files.push(name));
    },
    transition: async (operation) =>
      actOn('transition', operation, operation.act, (ticket) => {
        ticket.status = STATUS_AFTER[operation.act] ?? ticket.status;
        if (operation.act === 'resolve') ticket.solution = operation.solution;
        if (operation.act === 'assign') ticket.technician = operation.to.fullName;
      }),
    rate: async (operation) => actOn('rate', operation, `rated ${operation.score}`, () => {}),
    addContact: async (operation) =>
      actOn('addContact', operation, `contact ${operation.contact.email}`, (ticket) => {
        ticket.contacts = operation.contacts.map(({ email }) => email);
      }),
    async findByKey({ key }) {
      calls.push(`findByKey ${key}`);
      const refusal = refusalOf(backend.mood);
      if (refusal) return refusal;
      return { ok: true, value: tickets.has(key) || acts.has(key) ? found(key) : null };
    },
    async changesSince(cursor) {
      polled.times += 1;
      const refusal = refusalOf(backend.mood);
      if (refusal) return refusal;
      const from = cursor === null ? changed.length : Number(cursor);
      const refs = [...new Set(changed.slice(from))];
      return {
        ok: true,
        value: { tickets: refs.map(changeOf), cursor: String(changed.length), more: false },
      };
    },
    addressOf: (ticketRef) => `https://backend.example/${ticketRef}`,
    catalogue: async () => ({ ok: true, value: [] }),
    people: async () => ({ ok: true, value: [] }),
    close: async () => {},
  };
  return backend;
}

/** What a question gets from a backend that is down, or refuses the account; null where it is answered. */
function refusalOf(mood: FakeBackend['mood']): (OperationResult<never> & { ok: false }) | null {
  return mood === 'down' || mood === 'barred' ? { ok: false, failure: FAILURES[mood] } : null;
}

function lost(): OperationResult<never> {
  return {
    ok: false,
    failure: { kind: 'unreachable', reason: { en: 'the answer was lost', fr: 'la réponse s’est perdue' } },
  };
}

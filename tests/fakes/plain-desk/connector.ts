// The connector to the desk in memory, with a simulated line: lost answers, broken connections, rate limits.
import { buffer } from 'node:stream/consumers';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type {
  Capabilities,
  Connector,
  Failure,
  Found,
  NewTicket,
  OperationResult,
  Transition,
} from '../../../server/connectors/connector.ts';
import type { Operation } from '../../../server/storage/operation.ts';
import type { Mishap } from '../../connectors/harness.ts';
import type { PlainDesk, PlainTicket } from './desk.ts';

/** The state of the line to the desk. */
export interface Line {
  isDown: boolean;
  next: { mishap: Mishap; operation: Operation } | null;
  signedIn: boolean;
}

const PAGE = 50;

const OPEN: TicketStatus[] = ['new', 'approved', 'assigned', 'pending'];

export const PLAIN_CAPABILITIES: Capabilities = {
  comments: true,
  attachments: 'upload',
  acts: ['close', 'reopen', 'approve', 'reject'],
  resolve: true,
  staff: {
    take: OPEN,
    assign: OPEN,
    'set-pending': ['assigned'],
    resume: ['pending'],
    resolve: ['assigned'],
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

export const PLAIN_ORGANISATION = 'Contoso';
export const PLAIN_SERVICE = { id: 'printing', name: 'Office > Printing' };

const WRONG_PASSWORD = {
  en: 'The desk does not take this password.',
  fr: 'Le centre n’accepte pas ce mot de passe.',
};

export function createPlainConnector(
  desk: PlainDesk,
  line: Line,
  capabilities: Capabilities = PLAIN_CAPABILITIES,
): Connector {
  const write = (
    operation: Operation,
    isDeclared: boolean,
    ref: string | null,
    work: (ticket: PlainTicket) => Found,
  ) =>
    writeOver(line, operation, () => {
      if (!isDeclared)
        return fail({
          kind: 'refused',
          reason: { en: 'this desk does not do that', fr: 'ce centre ne le fait pas' },
        });
      const ticket = ref === null ? null : desk.tickets.get(ref);
      if (ticket === undefined)
        return fail({
          kind: 'gone',
          reason: { en: 'there is no such ticket', fr: 'ce ticket n’existe pas' },
        });
      return done(work(ticket as PlainTicket));
    });
  const can = capabilities;

  return {
    capabilities,
    check: async () =>
      line.isDown
        ? [
            {
              name: 'reachable',
              problem: { en: 'The desk does not answer.', fr: 'Le centre ne répond pas.' },
            },
          ]
        : [
            { name: 'reachable', problem: null },
            { name: 'sign-in', problem: line.signedIn ? null : WRONG_PASSWORD },
          ],
    createTicket: (content) =>
      writeOver(line, 'create-ticket', () => done(foundTicket(openTicket(desk, content)))),
    addComment: ({ key, ticketRef, author, body, internal }) =>
      write('add-comment', internal ? can.staff.note !== undefined : can.comments, ticketRef, (ticket) => {
        if (internal) ticket.notes.push({ body: `${author.fullName}: ${body}`, key });
        else desk.say(ticket, author.fullName, body, key);
        return plain(key);
      }),
    async addAttachment({ key, ticketRef, name, open }) {
      const bytes = await buffer(await open());
      return write('add-attachment', can.attachments === 'upload', ticketRef, (ticket) => {
        ticket.attachments.push({ name, bytes, key });
        return plain(key);
      });
    },
    transition: async (content) => {
      const { key, ticketRef, act } = content;
      if (content.byStaff && refusesStaff(desk, can, content))
        return fail({ kind: 'refused', reason: NOT_NOW });
      const isDeclared =
        content.byStaff || (act === 'resolve' ? can.resolve : can.acts.some((one) => one === act));
      return write('transition', isDeclared, ticketRef, (ticket) => {
        desk.act(ticket, act);
        if (act === 'assign') ticket.technician = content.to.fullName;
        if (act === 'set-pending') ticket.pendingReason = content.reason;
        if (act === 'resolve' && ticket.status === 'resolved') ticket.solution = content.solution;
        ticket.acts.add(key);
        return { ...plain(key), status: ticket.status };
      });
    },
    rate: ({ key, ticketRef, score, comment }) =>
      write('rate', can.rating, ticketRef, (ticket) => {
        ticket.rating = { score, comment };
        ticket.acts.add(key);
        return plain(key);
      }),
    addContact: ({ key, ticketRef, contacts }) =>
      write('add-contact', can.contacts, ticketRef, (ticket) => {
        ticket.contactEmails = contacts.map(({ email }) => email);
        ticket.acts.add(key);
        return plain(key);
      }),
    findByKey: async ({ key }) => readOver(line, () => find(desk, key)),
    changesSince: async (cursor) => readOver(line, () => changesAfter(desk, cursor)),
    readAlong: (cursor, ref) => `${cursor} ${ref}`,
    catalogue: async (organisation) =>
      readOver(line, () =>
        organisation !== PLAIN_ORGANISATION
          ? []
          : [
              {
                id: PLAIN_SERVICE.id,
                kind: 'incident' as const,
                path: [
                  { en: 'Office', fr: 'Bureau' },
                  { en: 'Printing', fr: 'Impression' },
                ],
              },
            ],
      ),
    people: async (_organisation, search) =>
      readOver(line, () =>
        desk.people.filter(({ email, fullName }) => email.includes(search) || fullName.includes(search)),
      ),
    close: async () => {},
  };
}

const NOT_NOW = { en: 'the ticket does not allow it', fr: 'le ticket ne le permet pas' };

export const PLAIN_TECHNICIAN = { email: 'a.technician@contoso.example', fullName: 'A technician' };

/** Whether staff ask for what the desk does not take from them, does not allow in this status, or for somebody it does not know. */
function refusesStaff(desk: PlainDesk, can: Capabilities, content: Transition): boolean {
  const { act, ticketRef } = content;
  const status = desk.tickets.get(ticketRef)?.status;
  if (act === 'approve' || act === 'reject' || status === undefined) return false;
  if (act === 'assign' && content.to.email !== PLAIN_TECHNICIAN.email) return true;
  return !can.staff[act]?.includes(status) && !(act === 'close' && status === 'closed');
}

function openTicket(desk: PlainDesk, content: NewTicket): PlainTicket {
  const { requester, contacts, answers, hostname } = content;
  if (!desk.people.some(({ email }) => email === requester.email)) desk.people.push(requester);
  const lines = answers.map(({ label, value }) => `${label}: ${value}`);
  return desk.open({
    key: content.key,
    title: content.title,
    description: [content.description, ...lines, hostname].join('\n'),
    requesterEmail: requester.email,
    contactEmails: contacts.map(({ email }) => email),
  });
}

function find(desk: PlainDesk, key: string): Found | null {
  for (const ticket of desk.tickets.values()) {
    if (ticket.key === key) return { ...foundTicket(ticket), requester: ticket.requesterEmail };
    if (ticket.acts.has(key)) return { ...plain(key), status: ticket.status };
    const things = [...ticket.comments, ...ticket.attachments, ...ticket.notes];
    if (things.some((thing) => thing.key === key)) return plain(key);
  }
  return null;
}

/** A cursor is the number of a change, and the tickets to read whatever has changed. */
function changesAfter(desk: PlainDesk, cursor: string | null) {
  const { page, cursor: next, more } = desk.changesAfter(cursor, PAGE);
  return {
    tickets: page.map((ticket) => ({
      ref: ticket.ref,
      number: ticket.number,
      status: ticket.status,
      backendStatus: ticket.status,
      technician: ticket.technician,
      solution: ticket.solution,
      comments: structuredClone(ticket.comments),
    })),
    cursor: next,
    more,
  };
}

async function readOver<T>(line: Line, read: () => T): Promise<OperationResult<T>> {
  return refusalOf(line) ?? done(read());
}

async function writeOver(
  line: Line,
  operation: Operation,
  work: () => OperationResult<Found>,
): Promise<OperationResult<Found>> {
  const refusal = refusalOf(line);
  if (refusal) return refusal;
  const mishap = line.next?.operation === operation ? line.next.mishap : null;
  if (mishap) line.next = null;
  if (mishap === 'limited')
    return fail({ kind: 'limited', reason: { en: 'too many calls', fr: 'trop d’appels' }, retryAfter: 1000 });
  if (mishap === 'broken')
    return fail({
      kind: 'unreachable',
      reason: { en: 'the connection broke', fr: 'la connexion s’est rompue' },
    });
  const answer = work();
  return mishap === 'lost'
    ? fail({ kind: 'unreachable', reason: { en: 'no answer came', fr: 'aucune réponse n’est venue' } })
    : answer;
}

function refusalOf({ isDown, signedIn }: Line): { ok: false; failure: Failure } | null {
  if (isDown)
    return fail({ kind: 'unreachable', reason: { en: 'the desk is down', fr: 'le centre est en panne' } });
  return signedIn ? null : fail({ kind: 'barred', reason: WRONG_PASSWORD });
}

function foundTicket({ ref, number, status }: PlainTicket): Found {
  return { ref, number, status };
}

function plain(key: string): Found {
  return { ref: key, number: null, status: null };
}

function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

function fail(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure };
}

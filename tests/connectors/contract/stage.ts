// A harness with the common steps of contract tests.
import { expect } from 'vitest';
import type { TicketStatus } from '../../../contract/primitives.ts';
import type {
  Connector,
  Failure,
  Found,
  NewTicket,
  TicketChange,
} from '../../../server/connectors/connector.ts';
import { newAct, newTicket } from '../content.ts';
import { call, deliver, type Job } from '../deliver.ts';
import type { BackendTicket, Harness, Mishap } from '../harness.ts';

export interface Stage {
  harness: Harness;
  connector: Connector;
  /** Delivers the job; the first attempt must succeed. */
  send(job: Job): Promise<Found>;
  /** Delivers the job; the first attempt fails in this way, and a retry must succeed. */
  sendThrough(mishap: Mishap, job: Job): Promise<Found>;
  /** Tries the job once; it must fail. */
  fail(job: Job): Promise<Failure>;
  create(more?: Partial<NewTicket>): Promise<Found>;
  /** Returns the backend's tickets with this title. */
  titled(title: string): Promise<BackendTicket[]>;
  /** Creates a ticket, and moves it to this status in the backend. Returns its reference. */
  createIn(status: TicketStatus): Promise<string>;
  /** Reads all changes after the cursor; returns the last change of each ticket. */
  read(cursor: string | null): Promise<{ cursor: string; tickets: Map<string, TicketChange> }>;
}

/** More pages than any test needs: a connector that returns more never ends. */
const MOST_PAGES = 500;

export function openStage(harness: Harness): Stage {
  const { connector } = harness;
  const stage: Stage = {
    harness,
    connector,
    async send(job) {
      const { found, failures } = await deliver(connector, job);
      expect(failures).toEqual([]);
      return found;
    },
    async sendThrough(mishap, job) {
      harness.spoilNext(mishap, job.operation);
      const { found, failures } = await deliver(connector, job);
      expect(failures.map(({ kind }) => kind)).toEqual([mishap === 'limited' ? 'limited' : 'unreachable']);
      return found;
    },
    async fail(job) {
      const answer = await call(connector, job);
      if (answer.ok) throw new Error(`${job.operation} succeeded`);
      const { en, fr } = answer.failure.reason;
      expect(en).not.toBe('');
      // a quoted message of the backend is part of a sentence in each language
      expect(fr).not.toBe(en);
      return answer.failure;
    },
    create: (more) => stage.send({ operation: 'create-ticket', content: newTicket(harness, more) }),
    async titled(title) {
      const line = asLine(title);
      return (await harness.tickets()).filter((ticket) => asLine(ticket.title).includes(line));
    },
    async createIn(status) {
      const { ref } = await stage.create();
      for (const step of stepsTo(status)) {
        const more = step === 'resolved' ? { solution: 'The paper tray was empty.' } : {};
        await harness.moves(ref, step, more);
      }
      return ref;
    },
    read: (cursor) => readAll(connector, cursor),
  };
  return stage;
}

/** Reduces a title to one line, as every backend does. */
function asLine(title: string): string {
  return title.replaceAll(/\s+/g, ' ').trim();
}

/** Returns the statuses that lead to this one, itself included. */
function stepsTo(status: TicketStatus): TicketStatus[] {
  switch (status) {
    case 'new':
      return [];
    case 'waiting_for_approval':
    case 'assigned':
      return [status];
    case 'approved':
    case 'rejected':
      return ['waiting_for_approval', status];
    case 'pending':
    case 'resolved':
      return ['assigned', status];
    case 'closed':
      return ['assigned', 'resolved', 'closed'];
  }
}

async function readAll(connector: Connector, from: string | null) {
  const tickets = new Map<string, TicketChange>();
  let cursor = from;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await connector.changesSince(cursor);
    if (!answer.ok) throw new Error(`changes were not read: ${answer.failure.reason.en}`);
    for (const ticket of answer.value.tickets) tickets.set(ticket.ref, ticket);
    cursor = answer.value.cursor;
    if (!answer.value.more) return { cursor, tickets };
  }
  throw new Error(`more than ${MOST_PAGES} pages of changes`);
}

/** Returns an act of the known requester. */
export function actOf(stage: Stage, ref: string, act: 'close' | 'reopen' | 'approve' | 'reject'): Job {
  return { operation: 'transition', content: newAct(ref, stage.harness.known, act) };
}

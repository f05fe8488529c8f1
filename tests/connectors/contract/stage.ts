// A harness with the steps that most tests of the contract begin with.
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
  /** Goes through at the first try. */
  send(job: Job): Promise<Found>;
  /** Its first try ends in this, and it goes through all the same. */
  sendThrough(mishap: Mishap, job: Job): Promise<Found>;
  /** Fails at its only try. */
  fail(job: Job): Promise<Failure>;
  create(more?: Partial<NewTicket>): Promise<Found>;
  /** Those that lie there under this title. */
  titled(title: string): Promise<BackendTicket[]>;
  /** A ticket that the backend's side has brought this far. */
  createIn(status: TicketStatus): Promise<string>;
  /** Reads changes until there are no more; each ticket as it was told last. */
  read(cursor: string | null): Promise<{ cursor: string; tickets: Map<string, TicketChange> }>;
}

/** More pages than any test fills: one more is a connector that never ends. */
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
      if (answer.ok) throw new Error(`${job.operation} went through`);
      const { en, fr } = answer.failure.reason;
      expect(en).not.toBe('');
      // what the backend itself said stands in both, and never alone
      expect(fr).not.toBe(en);
      return answer.failure;
    },
    create: (more) => stage.send({ operation: 'create-ticket', content: newTicket(harness, more) }),
    async titled(title) {
      const words = asLine(title);
      return (await harness.tickets()).filter((ticket) => asLine(ticket.title).includes(words));
    },
    async createIn(status) {
      const { ref } = await stage.create();
      for (const step of waysTo(status)) {
        const more = step === 'resolved' ? { solution: 'The paper tray was empty.' } : {};
        await harness.moves(ref, step, more);
      }
      return ref;
    },
    read: (cursor) => readAll(connector, cursor),
  };
  return stage;
}

/** A title as one line, which is what every backend makes of it. */
function asLine(title: string): string {
  return title.replaceAll(/\s+/g, ' ').trim();
}

/** The statuses on the way to one, itself included, as design.md section 5 has them. */
function waysTo(status: TicketStatus): TicketStatus[] {
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
  throw new Error(`${MOST_PAGES} pages of changes, and always more`);
}

/** An act of the known requester. */
export function actOf(stage: Stage, ref: string, act: 'close' | 'reopen' | 'approve' | 'reject'): Job {
  return { operation: 'transition', content: newAct(ref, stage.harness.known, act) };
}

// The contract suite for the built-in desk, which adds ticket numbers and keys to the rows of intake.
import { systemClock } from '../../server/clock.ts';
import type { Connector, Found, OperationResult } from '../../server/connectors/connector.ts';
import { createBuiltInConnector } from '../../server/desk/built-in.ts';
import type { Operation } from '../../server/storage/operation.ts';
import { openServerRows, type ServerRows } from '../fakes/built-in-desk/server-rows.ts';
import { openOwnStorage } from '../fakes/server/own-storage.ts';
import { connectorContract } from './contract.ts';
import type { Harness, Mishap } from './harness.ts';

type Spoil = (
  operation: Operation,
  call: () => Promise<OperationResult<Found>>,
) => Promise<OperationResult<Found>>;

async function openHarness(): Promise<Harness> {
  const { db, close } = await openOwnStorage();
  const rows = await openServerRows(db);
  let next: { mishap: Mishap; operation: Operation } | null = null;
  const spoil: Spoil = async (operation, call) => {
    const mishap = next?.operation === operation ? next.mishap : null;
    if (mishap) next = null;
    if (mishap === 'broken') return unreachable();
    const answer = await call();
    return mishap === 'lost' ? unreachable() : answer;
  };
  const only = async (ref: string) => {
    const found = (await rows.tickets()).find((ticket) => ticket.ref === ref);
    if (!found) throw new Error(`there is no ticket ${ref}`);
    return found;
  };

  return {
    connector: withServer(createBuiltInConnector({ db, clock: systemClock }), rows, spoil),
    cannot: {
      limited: 'the desk is a part of our server and limits nobody',
      down: 'the desk is a part of our server: when it is down, so are we',
      deletes: 'the desk deletes no tickets',
    },
    organisation: 'Contoso',
    known: { email: 'a.requester@contoso.example', fullName: 'A requester' },
    unknown: { email: 'b.requester@contoso.example', fullName: 'Another requester' },
    category: null,
    spoilNext: (mishap, operation) => {
      next = { mishap, operation };
    },
    goDown: () => {},
    tickets: () => rows.tickets(),
    ticket: only,
    replies: async () => {},
    moves: (ref, status) => rows.move(ref, status),
    deletes: async () => {},
    setClock: null,
    async close() {
      await close();
    },
  };
}

/** Adds what the server does around the connector: intake before an operation, and updates from its answer. */
function withServer(desk: Connector, rows: ServerRows, spoil: Spoil): Connector {
  const record = async (ref: string | null, answer: OperationResult<Found>) => {
    if (answer.ok && answer.value.status !== null)
      await rows.move(ref ?? answer.value.ref, answer.value.status);
    return answer;
  };
  return {
    ...desk,
    async createTicket(ticket) {
      await rows.insertTicket(ticket);
      return record(null, await spoil('create-ticket', () => desk.createTicket(ticket)));
    },
    async addComment(comment) {
      await rows.insertComment(comment);
      return spoil('add-comment', () => desk.addComment(comment));
    },
    transition: async (operation) =>
      record(operation.ticketRef, await spoil('transition', () => desk.transition(operation))),
    async rate(rating) {
      await rows.storeRating(rating);
      return spoil('rate', () => desk.rate(rating));
    },
    async addContact(contact) {
      await rows.insertContact(contact);
      return spoil('add-contact', () => desk.addContact(contact));
    },
    async findByKey(question) {
      const answer = await desk.findByKey(question);
      if (answer.ok && answer.value) await record(question.ticketRef, { ok: true, value: answer.value });
      return answer;
    },
  };
}

function unreachable(): OperationResult<never> {
  return {
    ok: false,
    failure: {
      kind: 'unreachable',
      reason: { en: 'the process died meanwhile', fr: 'le processus est mort entre-temps' },
    },
  };
}

connectorContract('the built-in desk', openHarness);

// Deliveries that are parked at one backend for one reason are listed with their number, and decided on together.
import { afterEach, expect, test } from 'vitest';
import { ParkedDelivery, type SettledAlike } from '../../../contract/backends.ts';
import { type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import type { FakeStaff, TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const READ_ONLY = { en: 'It is read-only.', fr: 'Il est en lecture seule.' };
const GONE = { en: 'The ticket is gone.', fr: 'Le ticket n’existe plus.' };

let desk: TestServer;
let administrator: FakeStaff;
let agent: FakeAgent;
afterEach(() => desk.close());

async function open(): Promise<FakeBackend> {
  const backend = createBackend('B', ELSEWHERE);
  desk = (await openWithBackends({ backend }, 'backend')).desk;
  administrator = await desk.administrator();
  agent = await desk.activeAgent('requester@contoso.example');
  return backend;
}

/** Parks the creations of new tickets, each a second after the one before. */
async function park(count: number, reason: object): Promise<string[]> {
  const keys: string[] = [];
  for (let made = 0; made < count; made += 1) {
    desk.clock.advance(1000);
    const command = ticketCommand();
    await agent.sync([command]);
    await areIn('done', [command.key]);
    await desk.alter(
      "UPDATE delivery SET state = 'parked', last_error = ?, updated_at = ? WHERE key = ?",
      JSON.stringify(reason),
      desk.clock.now().toISOString(),
      command.key,
    );
    keys.push(command.key);
  }
  return keys;
}

async function parked(): Promise<ParkedDelivery[]> {
  return ParkedDelivery.array().parse((await administrator.ask('/deliveries?state=parked')).body);
}

async function decide(decision: 'retry' | 'discard', id: string | undefined): Promise<SettledAlike> {
  return (await administrator.ask(`/deliveries/${id}/${decision}-alike`, { method: 'POST' }))
    .body as SettledAlike;
}

/** Waits until all deliveries of these keys are in a state. */
async function areIn(state: string, keys: readonly string[]): Promise<void> {
  const rows = () => desk.rows('SELECT key FROM delivery WHERE state = ?', state);
  const isIn = async () => {
    const inState = new Set((await rows()).map(({ key }) => key));
    return keys.every((key) => inState.has(key));
  };
  await until(isIn, `everything is ${state}`);
}

test('of many with one reason the list shows the first twenty and their number, and no other reason is hidden', async () => {
  await open();
  const many = await park(23, READ_ONLY);
  const [gone] = await park(1, GONE);
  const list = await parked();
  expect(list.map(({ ticketId }) => ticketId)).toEqual([...many.slice(0, 20), gone]);
  expect(list.map(({ alike }) => alike)).toEqual([...Array(20).fill(23), 1]);
});

test('all with one reason are sent again at once, the others stay, and each is audited', async () => {
  const backend = await open();
  const keys = await park(22, READ_ONLY);
  const others = await park(2, GONE);
  const made = backend.tickets.size;
  expect(await decide('retry', (await parked())[5]?.id)).toEqual({ settled: 22, left: 0 });
  await areIn('done', keys);
  await areIn('parked', others);
  expect(backend.tickets.size).toBe(made);
  expect(await desk.rows("SELECT id FROM audit WHERE act = 'retry-delivery'")).toHaveLength(22);
  expect((await parked()).map(({ alike }) => alike)).toEqual([2, 2]);
});

test('all with one reason are discarded by an administrator, and cannot be decided on twice', async () => {
  await open();
  const keys = await park(3, GONE);
  const other = await park(1, READ_ONLY);
  const [first] = await parked();
  const technician = await desk.technician();
  const discard = `/deliveries/${first?.id}/discard-alike`;
  expect((await technician.ask(discard, { method: 'POST' })).status).toBe(403);
  expect(await decide('discard', first?.id)).toEqual({ settled: 3, left: 0 });
  await areIn('discarded', keys);
  await areIn('parked', other);
  expect(await desk.rows("SELECT id FROM audit WHERE act = 'discard-delivery'")).toHaveLength(3);
  expect(codeOf(await administrator.ask(discard, { method: 'POST' }))).toBe('not-found');
});

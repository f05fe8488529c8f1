// Deliveries: each reaches its backend once, in order within its ticket, whatever fails in between.
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import { DAY, HOUR, SECOND } from '../../../server/clock.ts';
import { commentCommand, enrolAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend } from '../../fakes/server/backend.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { fillDisk } from '../../fakes/server/full-disk.ts';
import { ask } from '../../fakes/server/http.ts';
import { runNode } from '../../fakes/server/program.ts';
import { ENROLMENT_KEY, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
afterEach(() => desk.close());

async function openWithBackend() {
  const backend = createBackend();
  desk = await openTestServer({ overrides: { connector: () => backend } });
  return { backend, agent: await desk.activeAgent('requester@contoso.example') };
}

/** Waits until the delivery of `key` has this state after this number of attempts. */
function rested(key: string, attempt: number, state: string): Promise<unknown> {
  return until(
    async () =>
      (
        await desk.rows(
          'SELECT id FROM delivery WHERE key = ? AND attempt = ? AND state = ?',
          key,
          attempt,
          state,
        )
      )[0],
    `delivery ${state} after ${attempt}`,
  );
}

async function attemptsOf(key: string): Promise<number> {
  return Number((await desk.rows('SELECT attempt FROM delivery WHERE key = ?', key))[0]?.attempt);
}

test('a failed create is tried again, after a search for the ticket', async () => {
  const { backend, agent } = await openWithBackend();
  backend.mood = 'down';
  const command = ticketCommand();
  await agent.sync([command]);
  await rested(command.key, 1, 'waiting');
  backend.mood = 'well';
  desk.clock.advance(HOUR);
  await rested(command.key, 2, 'done');
  const { key } = command;
  expect(backend.calls).toEqual([`createTicket ${key}`, `findByKey ${key}`, `createTicket ${key}`]);
  expect((await agent.sync()).tickets[0]?.number).toBe('F-1');
});

test('a lost response of the backend does not create a second ticket or comment', async () => {
  const { backend, agent } = await openWithBackend();
  backend.mood = 'lost';
  const command = ticketCommand();
  const comment = commentCommand(command.key);
  await agent.sync([command, comment]);
  await rested(command.key, 1, 'waiting');
  desk.clock.advance(HOUR);
  await rested(command.key, 2, 'done');
  await rested(comment.key, 1, 'waiting');
  desk.clock.advance(HOUR);
  await rested(comment.key, 2, 'done');
  expect([backend.tickets.size, backend.acts.size]).toEqual([1, 1]);
});

test('a comment waits for its own ticket, and does not block other tickets', async () => {
  const { backend, agent } = await openWithBackend();
  backend.mood = 'down';
  const first = ticketCommand();
  const comment = commentCommand(first.key);
  await agent.sync([first, comment]);
  await rested(first.key, 1, 'waiting');
  backend.mood = 'well';
  const second = ticketCommand();
  await agent.sync([second]);
  await rested(second.key, 1, 'done');
  await rested(comment.key, 0, 'waiting');
  desk.clock.advance(HOUR);
  await rested(comment.key, 1, 'done');
  expect(backend.calls.filter((call) => call.startsWith('addComment'))).toHaveLength(1);
});

test('a delivery refused three times is parked, and the console shows the reason', async () => {
  const { backend, agent } = await openWithBackend();
  backend.mood = 'refusing';
  const command = ticketCommand();
  await agent.sync([command]);
  for (const attempt of [1, 2]) {
    await rested(command.key, attempt, 'waiting');
    desk.clock.advance(HOUR);
  }
  await rested(command.key, 3, 'parked');
  const technician = await desk.technician();
  const { parked } = DeskTicket.parse((await technician.ask(`/tickets/${command.key}`)).body);
  expect(parked).toMatchObject({ reason: { en: 'a right is missing', fr: 'un droit manque' } });
  // the reason may quote what somebody wrote
  const log = desk.log.lines.join('');
  expect(log).toContain('a delivery failed');
  expect(log).not.toContain('a right is missing');
});

test('deliveries wait for a backend that is down for a day, and are parked after a week', async () => {
  const { backend, agent } = await openWithBackend();
  backend.mood = 'down';
  const [first, second] = [ticketCommand(), ticketCommand()];
  await agent.sync([first]);
  await rested(first.key, 1, 'waiting');
  desk.clock.advance(DAY);
  await until(async () => (await attemptsOf(first.key)) > 1);
  await rested(first.key, await attemptsOf(first.key), 'waiting');
  backend.mood = 'well';
  desk.clock.advance(HOUR);
  await until(() => backend.tickets.size === 1);
  await desk.delivered();
  backend.mood = 'down';
  await agent.sync([second]);
  await rested(second.key, 1, 'waiting');
  desk.clock.advance(7 * DAY);
  await rested(second.key, 2, 'parked');
});

test('a delivery to a deleted ticket is parked at once, the next ones are tried, and it can be discarded', async () => {
  const { backend, agent } = await openWithBackend();
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.delivered();
  const [lost, later] = [commentCommand(command.key), commentCommand(command.key)];
  backend.mood = 'gone';
  await agent.sync([lost]);
  await rested(lost.key, 1, 'parked');
  backend.mood = 'well';
  await agent.sync([later]);
  await rested(later.key, 1, 'done');
  const { cursor } = await agent.sync();
  const administrator = await desk.administrator();
  const { parked } = DeskTicket.parse((await administrator.ask(`/tickets/${command.key}`)).body);
  const discard = `/deliveries/${parked?.deliveryId}/discard`;
  expect((await administrator.ask(discard, { method: 'POST' })).status).toBe(204);
  expect(codeOf(await administrator.ask(discard, { method: 'POST' }))).toBe('not-found');
  expect((await agent.sync([], cursor)).tickets).toMatchObject([{ id: command.key }]);
  expect([...backend.acts.keys()]).toEqual([later.key]);
  expect(await desk.rows('SELECT state, attempt FROM delivery WHERE key = ?', lost.key)).toEqual([
    { state: 'discarded', attempt: 1 },
  ]);
  expect(await desk.rows("SELECT subject_id FROM audit WHERE act = 'discard-delivery'")).toEqual([
    { subject_id: parked?.deliveryId },
  ]);
});

test('discarding a create also discards its waiting deliveries, and the ticket stays readable', async () => {
  const { backend, agent } = await openWithBackend();
  backend.mood = 'refusing';
  const command = ticketCommand();
  await agent.sync([command, commentCommand(command.key)]);
  await rested(command.key, 1, 'waiting');
  await desk.alter("UPDATE delivery SET state = 'parked' WHERE operation = 'create-ticket'");
  const administrator = await desk.administrator();
  const { parked } = DeskTicket.parse((await administrator.ask(`/tickets/${command.key}`)).body);
  await administrator.ask(`/deliveries/${parked?.deliveryId}/discard`, { method: 'POST' });
  expect(await desk.rows('SELECT DISTINCT state FROM delivery')).toEqual([{ state: 'discarded' }]);
  expect((await agent.sync()).tickets).toMatchObject([{ number: null, status: 'new' }]);
  const late = commentCommand(command.key);
  expect(await agent.verdicts(late)).toEqual(['accepted']);
  await rested(late.key, 1, 'parked');
});

test('a rate limit pauses all deliveries for its duration, and does not count as an attempt', async () => {
  const { backend, agent } = await openWithBackend();
  backend.mood = 'limited';
  const [first, second] = [ticketCommand(), ticketCommand()];
  await agent.sync([first]);
  await until(() => backend.calls.length === 1, 'the backend is called');
  await rested(first.key, 0, 'waiting');
  backend.mood = 'well';
  await agent.sync([second]);
  desk.clock.advance(59 * SECOND);
  await agent.sync();
  expect(backend.tickets.size).toBe(0);
  desk.clock.advance(SECOND);
  await desk.delivered();
  expect(backend.calls.filter((call) => call.startsWith('findByKey'))).toEqual([]);
  expect(backend.tickets.size).toBe(2);
});

test('staff can retry a parked delivery once, and it is audited', async () => {
  const { backend, agent } = await openWithBackend();
  backend.mood = 'down';
  const command = ticketCommand();
  await agent.sync([command]);
  await rested(command.key, 1, 'waiting');
  await desk.alter("UPDATE delivery SET state = 'parked', attempt = 10");
  backend.mood = 'well';
  const technician = await desk.technician();
  const { parked } = DeskTicket.parse((await technician.ask(`/tickets/${command.key}`)).body);
  const retry = `/deliveries/${parked?.deliveryId}/retry`;
  expect((await technician.ask(retry, { method: 'POST' })).status).toBe(204);
  await rested(command.key, 2, 'done');
  expect(codeOf(await technician.ask(retry, { method: 'POST' }))).toBe('not-found');
  expect(await desk.rows("SELECT subject_id FROM audit WHERE act = 'retry-delivery'")).toEqual([
    { subject_id: parked?.deliveryId },
  ]);
});

test('a connector that throws does not lose the delivery', async () => {
  const backend = createBackend();
  const thrower = {
    ...backend,
    createTicket: async () => {
      throw new Error('a bug in the connector');
    },
  };
  desk = await openTestServer({ overrides: { connector: () => thrower } });
  const agent = await desk.activeAgent('requester@contoso.example');
  const command = ticketCommand();
  await agent.sync([command]);
  await rested(command.key, 1, 'waiting');
  const [row] = await desk.rows('SELECT last_error FROM delivery');
  expect(JSON.parse(String(row?.last_error)).en).toBe(
    'Guichet had an unexpected problem: a bug in the connector',
  );
});

test('a delivery whose outcome could not be stored is tried again', async () => {
  const { backend, agent } = await openWithBackend();
  const isDone = { table: 'delivery', event: 'update', when: "new.state = 'done'" } as const;
  const freeOfDone = await fillDisk(desk, isDone);
  const command = ticketCommand();
  await agent.sync([command]);
  const failures = () => desk.log.lines.filter((line) => line.includes('the delivery worker failed')).length;
  await until(() => failures() === 1);
  const freeOfWaiting = await fillDisk(desk, { ...isDone, when: "new.state = 'waiting'" });
  desk.clock.advance(10 * SECOND);
  await until(() => failures() === 2);
  await freeOfDone();
  await freeOfWaiting();
  expect(failures()).toBe(2);
  desk.clock.advance(10 * SECOND);
  await rested(command.key, 2, 'done');
  expect(backend.tickets.size).toBe(1);
});

test('a command that fails the call does not stop the delivery of earlier ones', async () => {
  const { agent } = await openWithBackend();
  await fillDisk(desk, { table: 'ticket', event: 'insert', when: "new.title = 'The last straw'" });
  const commands = [ticketCommand(), ticketCommand({ title: 'The last straw' })];
  expect(codeOf(await agent.ask('/v1/sync', { json: { cursor: 0, commands } }))).toBe('internal');
  await rested(commands[0]?.key ?? '', 1, 'done');
});

test('stopping finishes the running delivery', async () => {
  const backend = createBackend();
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let goOn = () => {};
  const patient = {
    ...backend,
    createTicket: async (operation: Parameters<typeof backend.createTicket>[0]) => {
      begin();
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      return backend.createTicket(operation);
    },
  };
  desk = await openTestServer({ overrides: { connector: () => patient } });
  const agent = await desk.activeAgent('requester@contoso.example');
  await agent.sync([ticketCommand()]);
  await begun;
  const stopped = desk.stop();
  goOn();
  await stopped;
  expect(await desk.rows('SELECT state FROM delivery')).toEqual([{ state: 'done' }]);
  await desk.start();
});

test('a server killed between the backend’s commit and its own creates one ticket', async () => {
  desk = await openTestServer();
  const { identity, secret } = await desk.activeAgent('requester@contoso.example');
  await desk.stop();
  const script = path.join(import.meta.dirname, '..', '..', 'fakes', 'server', 'dying-server.ts');
  const dying = runNode(script, [], desk.settings);
  const url = await dying.printed(/^server: (\S+)$/m);
  const doomed = await enrolAgent(url, ENROLMENT_KEY, { identity, secret });
  const command = ticketCommand();
  // the response may be lost with the server; only the commit counts
  await doomed.ask('/v1/sync', { json: { cursor: 0, commands: [command] } }).catch(() => null);
  expect(await dying.ended()).toBe('SIGKILL');
  expect(await desk.rows('SELECT state, attempt FROM delivery')).toEqual([{ state: 'sending', attempt: 1 }]);
  expect(await desk.rows('SELECT number FROM ticket')).toEqual([{ number: null }]);

  await desk.start();
  await rested(command.key, 2, 'done');
  expect(await desk.rows('SELECT number FROM desk_ticket')).toEqual([{ number: 1 }]);
  const agent = await enrolAgent(desk.url, ENROLMENT_KEY, { identity, secret });
  const { results, tickets } = await agent.sync([command]);
  expect(results).toMatchObject([{ outcome: 'accepted' }]);
  expect(tickets).toMatchObject([{ id: command.key, number: 'R-000001' }]);
  expect((await ask(`${desk.url}/healthz`)).body).toEqual({ status: 'ok' });
});

// Each backend has its own lane: a limited number of tickets in parallel, each in order, independent of other lanes.
import { afterEach, expect, test } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../server/clock.ts';
import { commentCommand, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
afterEach(() => desk.close());

/** A promise that the test resolves with `open`. */
function barrier() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, wait: () => opened };
}

async function count(state: string): Promise<number> {
  return (await desk.rows('SELECT id FROM delivery WHERE state = ?', state)).length;
}

test('eight tickets are delivered in parallel, and within a ticket deliveries wait for earlier ones', async () => {
  const backend = createBackend();
  const gate = barrier();
  backend.delayBy(gate.wait);
  desk = await openTestServer({ overrides: { connector: () => backend } });
  const agent = await desk.activeAgent('requester@contoso.example');
  const tickets = Array.from({ length: 10 }, () => ticketCommand());
  for (const ticket of tickets) await agent.sync([ticket, commentCommand(ticket.key)]);
  await until(() => backend.busy.now === 8);
  expect([await count('sending'), await count('waiting')]).toEqual([8, 12]);
  gate.open();
  await desk.delivered();
  expect(backend.busy.most).toBe(8);
  const createIndex = (key: string) => backend.calls.indexOf(`createTicket ${key}`);
  for (const { key } of tickets) {
    const comment = [...backend.acts].find(([, { ticketRef }]) => ticketRef === key)?.[0];
    expect(backend.calls.indexOf(`addComment ${comment}`)).toBeGreaterThan(createIndex(key));
  }
});

test('one slow backend does not delay another', async () => {
  const [slow, quick] = [createBackend('S', ELSEWHERE), createBackend('Q', ELSEWHERE)];
  const gate = barrier();
  slow.delayBy(gate.wait);
  const opened = await openWithBackends({ slow, quick }, 'slow');
  desk = opened.desk;
  const agent = await desk.activeAgent('requester@contoso.example');
  const send = async (times: number) => {
    for (let sent = 0; sent < times; sent += 1) await agent.sync([ticketCommand()]);
  };
  await send(20);
  await until(() => slow.busy.now === 8);
  await desk.alter('UPDATE route SET backend_id = ?', opened.ids.quick);
  await send(30);
  await until(async () => (await count('done')) === 30);
  expect([quick.tickets.size, slow.tickets.size, slow.busy.now]).toEqual([30, 0, 8]);
  gate.open();
  await desk.delivered();
  expect(slow.tickets.size).toBe(20);
});

test('the breaker opens after five failures, and then one delivery probes the backend', async () => {
  const [unreachable, other] = [createBackend('H', ELSEWHERE), createBackend('O', ELSEWHERE)];
  const opened = await openWithBackends({ unreachable, other }, 'unreachable', {
    environment: { DELIVERY_PARALLEL: '1' },
  });
  desk = opened.desk;
  const agent = await desk.activeAgent('requester@contoso.example');
  // its changes are read from now on
  desk.clock.advance(MINUTE);
  await until(
    async () =>
      (await desk.rows("SELECT id FROM backend WHERE name = 'unreachable' AND cursor IS NOT NULL")).length >
      0,
  );
  unreachable.mood = 'down';
  const creates = () => unreachable.calls.filter((call) => call.startsWith('createTicket')).length;
  for (let sent = 1; sent <= 5; sent += 1) {
    await agent.sync([ticketCommand()]);
    await until(async () => creates() === sent && (await count('sending')) === 0);
  }
  const health = async () => {
    const { body } = await (await desk.administrator()).ask('/backends');
    return (body as { name: string; health: Record<string, unknown> }[]).find(
      ({ name }) => name === 'unreachable',
    )?.health;
  };
  await until(async () => (await health())?.breaker === 'open');
  for (let sent = 0; sent < 3; sent += 1) await agent.sync([ticketCommand()]);
  desk.clock.advance(4 * SECOND);
  await agent.sync();
  expect(unreachable.calls).toHaveLength(5);
  expect(await health()).toMatchObject({
    breaker: 'open',
    waiting: 8,
    lastFailure: { reason: { en: 'the backend is down', fr: 'le système est en panne' } },
  });
  desk.clock.advance(2 * SECOND);
  await until(() => unreachable.calls.length === 6);
  await until(async () => (await count('sending')) === 0);
  await agent.sync();
  expect(unreachable.calls).toHaveLength(6);
  unreachable.mood = 'well';
  desk.clock.advance(60 * SECOND);
  await desk.delivered();
  expect(unreachable.tickets.size).toBe(8);
  expect(await health()).toMatchObject({ breaker: 'closed', waiting: 0, lagSeconds: 0 });
});

test('commands that the backend does not accept are not offered, refused, and not delivered', async () => {
  const mail = createBackend('M', {
    ...ELSEWHERE,
    acts: [],
    rating: false,
    attachments: 'none',
    comments: false,
  });
  desk = (await openWithBackends({ mail }, 'mail')).desk;
  const agent = await desk.activeAgent('requester@contoso.example');
  const ticket = ticketCommand();
  await agent.sync([ticket]);
  await desk.delivered();
  mail.moves('resolved', { solution: 'Done.' });
  desk.clock.advance(60 * SECOND);
  await until(async () => (await agent.sync()).tickets[0]?.status === 'resolved');
  expect((await agent.sync()).tickets[0]?.can).toEqual({
    acts: [],
    rate: false,
    comment: false,
    attach: false,
  });
  const close = {
    key: '019c1234-5678-7abc-8def-0123456789ab',
    kind: 'act-on-ticket',
    submittedAt: ticket.submittedAt,
  };
  expect(
    await agent.verdicts(
      { ...close, body: { ticketId: ticket.key, act: 'close' } },
      commentCommand(ticket.key),
    ),
  ).toEqual(['refused not-taken-there', 'refused not-taken-there']);
  expect(await desk.rows('SELECT operation FROM delivery')).toEqual([{ operation: 'create-ticket' }]);
});

test('what was tried while the clock was a day ahead is delivered once it is set right', async () => {
  const backend = createBackend();
  desk = await openTestServer({ overrides: { connector: () => backend } });
  const agent = await desk.activeAgent('requester@contoso.example');
  desk.clock.advance(DAY);
  backend.mood = 'down';
  for (let sent = 0; sent < 5; sent += 1) await agent.sync([ticketCommand()]);
  // the breaker is open, too
  await until(
    async () => (await desk.rows('SELECT left_alone_until AS until FROM backend'))[0]?.until !== null,
  );
  await until(async () => (await count('waiting')) === 5);
  desk.clock.advance(-DAY);
  backend.mood = 'well';
  const last = ticketCommand();
  await agent.sync([last]);
  await until(async () => {
    desk.clock.advance(SECOND);
    return backend.tickets.size === 6;
  });
  expect(desk.clock.now().getTime()).toBeLessThan(Date.parse('2030-01-02T08:00:00.000Z') + 10 * MINUTE);
});

// The change feed: whole snapshots, in order, without gaps.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TicketSnapshot } from '../../../contract/ticket.ts';
import { MINUTE } from '../../../server/clock.ts';
import { commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

/** Reads the feed from `cursor` to its end. Returns the last cursor. */
async function readOn(reader: FakeAgent, cursor: number, seen: Map<string, TicketSnapshot>): Promise<number> {
  let answer = await reader.sync([], cursor);
  for (;;) {
    for (const ticket of answer.tickets) seen.set(ticket.id, ticket);
    if (!answer.more) return answer.cursor;
    answer = await reader.sync([], answer.cursor);
  }
}

test('reading on from the returned cursor repeats no change', async () => {
  await agent.sync([ticketCommand()]);
  const seen = new Map<string, TicketSnapshot>();
  await until(async () => {
    seen.clear();
    await readOn(agent, 0, seen);
    return [...seen.values()].every(({ number }) => number !== null);
  });
  const cursor = await readOn(agent, 0, seen);
  expect(await agent.sync([], cursor)).toMatchObject({ tickets: [], cursor, more: false });
});

test('more than 200 changed tickets are returned in pages, each once', async () => {
  const keys: string[] = [];
  for (let call = 0; call < 11; call += 1) {
    const commands = Array.from({ length: 20 }, () => ticketCommand());
    keys.push(...commands.map(({ key }) => key));
    await agent.sync(commands, 0);
    // as many as one agent may create
    desk.clock.advance(20 * MINUTE);
  }
  await until(async () => (await desk.rows("SELECT id FROM delivery WHERE state <> 'done'")).length === 0);
  const first = await agent.sync();
  expect(first.tickets).toHaveLength(200);
  expect(first.more).toBe(true);
  const second = await agent.sync([], first.cursor);
  expect(second).toMatchObject({ more: false });
  const ids = [...first.tickets, ...second.tickets].map(({ id }) => id);
  expect(ids.sort()).toEqual(keys.sort());
});

test('two agents of one requester that sync at the same time miss no change', async () => {
  const second = await desk.activeAgent('requester@contoso.example');
  const readers = [agent, second].map((reader) => ({
    reader,
    cursor: 0,
    seen: new Map<string, TicketSnapshot>(),
  }));
  const keys: string[] = [];
  for (let round = 0; round < 25; round += 1) {
    await Promise.all(
      readers.map(async (state) => {
        const command = ticketCommand();
        keys.push(command.key);
        const answer = await state.reader.sync([command], state.cursor);
        for (const ticket of answer.tickets) state.seen.set(ticket.id, ticket);
        state.cursor = answer.cursor;
      }),
    );
  }
  await until(async () => (await desk.rows("SELECT id FROM delivery WHERE state <> 'done'")).length === 0);
  for (const state of readers) {
    await readOn(state.reader, state.cursor, state.seen);
    expect([...state.seen.keys()].sort()).toEqual([...keys].sort());
    expect([...state.seen.values()].filter(({ number }) => number === null)).toEqual([]);
  }
});

test('an internal note never reaches the agent, and adds no change to the feed', async () => {
  const command = ticketCommand();
  await agent.sync([command]);
  await until(async () => (await desk.rows("SELECT id FROM delivery WHERE state = 'done'")).length === 1);
  const { cursor } = await agent.sync();
  const technician = await desk.technician();
  const note = { body: 'The requester set it on fire himself.', internal: true };
  expect((await technician.ask(`/tickets/${command.key}/replies`, { json: note })).status).toBe(200);
  expect(await agent.sync([], cursor)).toMatchObject({ tickets: [], cursor });
  await technician.ask(`/tickets/${command.key}/replies`, { json: { body: 'On my way.', internal: false } });
  const { tickets } = await agent.sync([], cursor);
  expect(tickets[0]?.comments.map(({ body }) => body)).toEqual(['On my way.']);
});

test('an agent whose requester changed gets only the new requester’s tickets', async () => {
  const command = ticketCommand();
  await agent.sync([command, commentCommand(command.key)]);
  await desk.confirm(agent, 'second-requester@contoso.example');
  expect(await agent.sync()).toMatchObject({ tickets: [], cursor: 0 });
});

test('an agent without a requester gets no tickets and cursor 0, whatever cursor it sends', async () => {
  const unconfirmed = await desk.activeAgent();
  expect(await unconfirmed.sync([], 7)).toMatchObject({ tickets: [], cursor: 0, more: false });
});

test('a suspended agent gets no tickets, and its cursor still works once it is active again', async () => {
  const { cursor } = await agent.sync([ticketCommand()]);
  await desk.changeState('suspend', [agent]);
  expect(await agent.sync([], 0)).toMatchObject({ tickets: [], cursor: 0 });
  expect(await agent.sync([], cursor)).toMatchObject({ tickets: [], cursor });
  await desk.changeState('activate', [agent]);
  expect((await agent.sync([], 0)).tickets).toHaveLength(1);
});

// Event streams: each event only says that a sync, or a read, is needed.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeviceRow } from '../../../contract/console.ts';
import { SECOND } from '../../../server/clock.ts';
import { type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { type EventListener, listen } from '../../fakes/server/event-listener.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.agent();
});
afterEach(() => desk.close());

function listenAs(who: FakeAgent): Promise<EventListener> {
  return listen(`${desk.url}/v1/events`, who.authorization());
}

async function hears(listener: EventListener, event: string, act: () => Promise<unknown>): Promise<void> {
  const before = listener.events.length;
  await act();
  await until(() => listener.events.slice(before).includes(event), `hears ${event}`);
}

test('an agent gets a sync event at once, and again when it is activated, confirmed or suspended', async () => {
  const stream = await listenAs(agent);
  await until(() => stream.events.length > 0);
  expect(stream.events).toEqual(['sync {}']);
  await hears(stream, 'sync {}', () => desk.changeState('activate', [agent]));
  await hears(stream, 'sync {}', () => desk.confirm(agent, 'requester@contoso.example'));
  await hears(stream, 'sync {}', () => desk.changeState('suspend', [agent]));
});

test('an agent gets an event for the number, for a reply, and for a ticket of its requester’s other agent', async () => {
  await desk.changeState('activate', [agent]);
  await desk.confirm(agent, 'requester@contoso.example');
  const second = await desk.activeAgent('requester@contoso.example');
  const stream = await listenAs(agent);
  await until(() => stream.events.length === 1, 'the stream begins');
  const command = ticketCommand();
  await hears(stream, 'sync {}', () => second.sync([command]));
  await until(() => stream.events.length === 3, 'the event for the number arrives');
  const technician = await desk.technician();
  const json = { body: 'On my way.', internal: false };
  await hears(stream, 'sync {}', () => technician.ask(`/tickets/${command.key}/replies`, { json }));
});

test('an internal note sends no event to the agent', async () => {
  await desk.changeState('activate', [agent]);
  await desk.confirm(agent, 'requester@contoso.example');
  const command = ticketCommand();
  await agent.sync([command]);
  await until(async () => (await desk.rows("SELECT id FROM delivery WHERE state = 'done'")).length === 1);
  const technician = await desk.technician();
  const stream = await listenAs(agent);
  const write = (internal: boolean) =>
    technician.ask(`/tickets/${command.key}/replies`, { json: { body: 'Text', internal } });
  await until(() => stream.events.length === 1);
  await write(true);
  await hears(stream, 'sync {}', () => write(false));
  expect(stream.events).toEqual(['sync {}', 'sync {}']);
});

test('a stream ends when its agent is retired, and cannot be opened again', async () => {
  const stream = await listenAs(agent);
  await desk.changeState('retire', [agent]);
  await until(() => stream.ended());
  expect(stream.events).toEqual(['sync {}', 'sync {}']);
  expect(codeOf(await agent.ask('/v1/events'))).toBe('agent-retired');
});

test('a comment is sent every 25 seconds, so that proxies do not close the connection', async () => {
  const stream = await listenAs(agent);
  await until(() => stream.events.length === 1);
  desk.clock.advance(25 * SECOND);
  await until(() => stream.events.length === 2);
  expect(stream.events[1]).toBe(': still here');
});

test('a stream needs credentials', async () => {
  await expect(listen(`${desk.url}/v1/events`, {})).rejects.toThrow('401');
  await expect(listen(`${desk.url}/v1/console/events`, {})).rejects.toThrow('401');
});

test('a HEAD request does not open a stream', async () => {
  const administrator = await desk.administrator();
  const ownHead = await fetch(`${desk.url}/v1/events`, { method: 'HEAD', headers: agent.authorization() });
  const headers = { cookie: administrator.cookie };
  const consoleHead = await fetch(`${desk.url}/v1/console/events`, { method: 'HEAD', headers });
  expect([ownHead.status, consoleHead.status]).toEqual([404, 404]);
  const devices = DeviceRow.array().parse((await administrator.ask('/devices')).body);
  expect(devices[0]?.agents[0]?.online).toBe(false);
});

test('the console gets events for devices and tickets, and sees which agents are online', async () => {
  const administrator = await desk.administrator();
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: administrator.cookie });
  const online = async () => {
    const devices = DeviceRow.array().parse((await administrator.ask('/devices')).body);
    return devices.flatMap(({ agents }) => agents).find(({ id }) => id === agent.id)?.online;
  };
  expect(await online()).toBe(false);
  let own: EventListener | undefined;
  await hears(stream, 'changed "devices"', async () => {
    own = await listenAs(agent);
  });
  expect(await online()).toBe(true);
  await hears(stream, 'changed "devices"', async () => own?.close());
  await until(async () => (await online()) === false, 'the agent is offline');
  await hears(stream, 'changed "devices"', () => desk.agent());
  await desk.changeState('activate', [agent]);
  await desk.confirm(agent, 'requester@contoso.example');
  await hears(stream, 'changed "tickets"', () => agent.sync([ticketCommand()]));
});

test('open streams do not keep the server from stopping', async () => {
  const stream = await listenAs(agent);
  await desk.stop();
  await until(() => stream.ended());
  await desk.start();
});

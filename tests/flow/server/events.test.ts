// Event streams: each event only says that a sync, or a read, is needed.
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DevicePage } from '../../../contract/console.ts';
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

test('an answer tells how often to call, as the settings say', async () => {
  expect((await agent.sync()).pace).toEqual({ whileStreaming: 900, withoutStream: 60, spread: 60 });
  const POLL = { POLL_SECONDS: '1800', POLL_SECONDS_WITHOUT_STREAM: '90', RETURN_SECONDS: '120' };
  const other = await openTestServer({ environment: POLL });
  const { pace } = await (await other.agent()).sync();
  await other.close();
  expect(pace).toEqual({ whileStreaming: 1800, withoutStream: 90, spread: 120 });
});

/** Sends the text over a bare socket. `read` returns what has come back so far. */
async function bare(text: string) {
  const { hostname, port } = new URL(desk.url);
  const socket = connect(Number(port), hostname);
  let answered = '';
  let ended = false;
  socket.setEncoding('latin1').on('data', (part) => {
    answered += part;
  });
  socket.on('close', () => {
    ended = true;
  });
  socket.on('error', () => undefined);
  socket.write(text);
  return { socket, read: () => answered, ended: () => ended };
}

const requestOf = (who: FakeAgent, version: string) =>
  `GET /v1/events HTTP/${version}\r\nHost: help\r\nAuthorization: ${who.authorization().authorization}\r\n\r\n`;

test.each(['1.0', '1.1'])(
  'the head of a stream is that of any answer, and its end is that of the connection (HTTP/%s)',
  async (version) => {
    const { read, ended, socket } = await bare(requestOf(agent, version));
    await until(() => read().includes('event: sync'));
    const [head = '', body] = read().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    const names = head.toLowerCase().split('\r\n').slice(1);
    expect(names).toEqual(
      expect.arrayContaining([
        'content-type: text/event-stream',
        'cache-control: no-store',
        'x-accel-buffering: no',
        'connection: close',
        'x-content-type-options: nosniff',
      ]),
    );
    expect(head.toLowerCase()).not.toContain('transfer-encoding');
    expect(body).toBe('event: sync\ndata: {}\n\n');
    await desk.changeState('retire', [agent]);
    await until(ended, 'the connection ends');
    socket.destroy();
  },
);

test('what a client sends on its open stream is no request, and does not end the stream', async () => {
  const { read, socket } = await bare(requestOf(agent, '1.1'));
  await until(() => read().includes('event: sync'));
  const before = read();
  await new Promise((sent) => socket.write('GET /healthz HTTP/1.1\r\nHost: help\r\n\r\n'.repeat(1000), sent));
  await desk.changeState('activate', [agent]);
  await until(() => read().length > before.length);
  expect(read().slice(before.length)).toBe('event: sync\ndata: {}\n\n');
  socket.destroy();
});

test('the end of a client is noticed at once', async () => {
  const { read, socket } = await bare(requestOf(agent, '1.1'));
  await until(() => read().includes('event: sync'));
  const administrator = await desk.administrator();
  const online = async () =>
    DevicePage.parse((await administrator.ask('/devices')).body).devices[0]?.agents[0]?.online;
  expect(await online()).toBe(true);
  socket.destroy();
  await until(async () => (await online()) === false, 'the agent is offline');
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
  const devices = DevicePage.parse((await administrator.ask('/devices')).body).devices;
  expect(devices[0]?.agents[0]?.online).toBe(false);
});

test('the console gets events for devices and tickets, and sees which agents are online', async () => {
  const administrator = await desk.administrator();
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: administrator.cookie });
  const online = async () => {
    const devices = DevicePage.parse((await administrator.ask('/devices')).body).devices;
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

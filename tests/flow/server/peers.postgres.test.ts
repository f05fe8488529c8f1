// Servers of one PostgreSQL: what one tells its agents and consoles reaches those of the others, one of them leads, and what
// callers did is counted together.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DevicePage } from '../../../contract/console.ts';
import { MINUTE } from '../../../server/clock.ts';
import type { Capabilities } from '../../../server/connectors/connector.ts';
import { enrolAgent, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { type EventListener, listen } from '../../fakes/server/event-listener.ts';
import { ask } from '../../fakes/server/http.ts';
import {
  ENROLMENT_KEY,
  type FakeStaff,
  openTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
const environment = { SECRET_KEY };

let first: TestServer;
let opened: TestServer[] = [];
beforeEach(async () => {
  first = await openTestServer({ environment });
  opened = [];
});
afterEach(async () => {
  for (const server of opened.reverse()) await server.close();
  await first.close();
});

async function another(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await openTestServer({ environment, ...options, database: first.database });
  opened.push(server);
  return server;
}

const listenAt = (server: TestServer, agent: FakeAgent) =>
  listen(`${server.url}/v1/events`, agent.authorization());

/** A console at another server, with the session of a member of staff. */
const consoleAt = (server: TestServer, staff: FakeStaff) =>
  listen(`${server.url}/v1/console/events`, { cookie: staff.cookie });

async function hears(listener: EventListener, event: string, act: () => Promise<unknown>): Promise<void> {
  const before = listener.events.length;
  await act();
  await until(() => listener.events.slice(before).includes(event), `hears ${event}`);
}

test('an agent and a console of one server hear what happens at the other', async () => {
  const second = await another();
  // the first administrator comes by the link of the server that started last
  const staff = await second.administrator();
  const technician = await first.technician();
  const agent = await first.agent();
  await second.changeState('activate', [agent]);
  await first.confirm(agent, 'requester@contoso.example');
  const stream = await listenAt(second, agent);
  const console = await consoleAt(second, staff);
  await until(() => stream.events.length > 0 && console.events.length > 0);
  const command = ticketCommand();
  await hears(console, 'changed "tickets"', () => agent.sync([command]));
  await first.delivered();
  const json = { body: 'On my way.', internal: false };
  await hears(stream, 'sync {}', () => technician.ask(`/tickets/${command.key}/replies`, { json }));
  await second.changeState('retire', [agent]);
  await until(() => stream.ended());
});

test('a session that ends at one server ends its streams at the other', async () => {
  const technician = await first.technician();
  const second = await another();
  const console = await consoleAt(second, technician);
  await technician.ask('/session', { method: 'DELETE' });
  await until(() => console.ended());
});

test('the list of devices knows who is connected to another server', async () => {
  const second = await another();
  const third = await another();
  const agents = [await second.agent(), await third.agent(), await first.agent()];
  const streams = [
    await listenAt(second, agents[0] as FakeAgent),
    await listenAt(third, agents[1] as FakeAgent),
  ];
  const staff = await third.administrator();
  const online = async () => {
    const { devices } = DevicePage.parse((await staff.ask('/devices')).body);
    return devices.flatMap((device) => device.agents.filter((agent) => agent.online).map(({ id }) => id));
  };
  // each server sees the others within a second
  await until(async () => (await online()).length === 2, 'two are online');
  expect((await online()).sort()).toEqual([agents[0]?.id, agents[1]?.id].sort());
  streams[0]?.close();
  await until(async () => (await online()).length === 1, 'one is online');
});

test('rates and failed sign-ins are counted together', async () => {
  const second = await another();
  const json = { email: 'nobody@contoso.example', password: 'a wrong password', code: null };
  const tryAt = async (server: TestServer) =>
    (await ask(`${server.url}/v1/console/session`, { json, headers: { origin: server.url } })).status;
  // told in between, because the count of one is what the other must know
  const outcomes: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) outcomes.push(await tryAt(tries % 2 === 0 ? first : second));
  await until(async () => (await tryAt(first)) === 429 && (await tryAt(second)) === 429, 'both refuse');
  expect(outcomes).toEqual(Array(6).fill(401));
});

interface Pair {
  desk: TestServer;
  other: TestServer;
  backend: FakeBackend;
}

/** Two servers with one backend elsewhere, in which both can reach the same fake; the first leads. */
async function withBackend(capabilities: Partial<Capabilities> = ELSEWHERE): Promise<Pair> {
  const backend = createBackend('E', capabilities);
  await first.close();
  const { desk, ids } = await openWithBackends({ elsewhere: backend }, 'elsewhere', { environment });
  first = desk;
  const other = await another({ overrides: { backends: { [ids.elsewhere]: backend } } });
  return { desk, other, backend };
}

test('deliveries that one server has stored are carried out by the one that leads, and by the next one after it', async () => {
  const { desk, other, backend } = await withBackend();
  await other.administrator();
  const agent = await other.agent();
  await other.changeState('activate', [agent]);
  await other.confirm(agent, 'requester@contoso.example');
  const tickets = [ticketCommand(), ticketCommand(), ticketCommand()];
  for (const ticket of tickets.slice(0, 2)) await agent.sync([ticket]);
  await other.delivered();
  expect([...backend.tickets.keys()].sort()).toEqual(tickets.slice(0, 2).map(({ key }) => key));
  await desk.stop();
  await agent.sync(tickets.slice(2));
  await until(async () => (await other.rows("SELECT id FROM delivery WHERE state = 'done'")).length === 3);
  expect(backend.tickets.size).toBe(3);
  expect(backend.calls.filter((call) => call.startsWith('createTicket'))).toHaveLength(3);
  await desk.start();
});

test('a server whose connection to the others is cut makes it again, and its agents miss nothing', async () => {
  const second = await another();
  const staff = await second.administrator();
  const agent = await first.agent();
  const stream = await listenAt(second, agent);
  // whatever was on its way has come
  await hears(stream, 'sync {}', () => second.changeState('activate', [agent]));
  const cut = await first.rows(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7238102 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );
  expect(cut).toHaveLength(2);
  const before = stream.events.length;
  await until(() => /connection to the other servers is lost/.test(second.log.lines.join()));
  await until(() => {
    // agents are told over a minute
    second.clock.advance(MINUTE);
    return stream.events.slice(before).includes('sync {}');
  }, 'the agent is told to sync');
  await until(async () => {
    // one that may have missed something is ended: a browser opens it again, and reads its lists
    const console = await consoleAt(second, staff);
    await first.agent();
    const isHeard = () => console.events.includes('changed "devices"');
    await until(() => isHeard() || console.ended());
    return isHeard();
  }, 'the console hears of a new device');
});

test('a server with another key is refused while others use the database', async () => {
  const environment = { SECRET_KEY: Buffer.alloc(32, 8).toString('base64') };
  await expect(openTestServer({ environment, database: first.database })).rejects.toThrow(
    /^SECRET_KEY is not the key of the servers that use this database/,
  );
});

test('servers whose clocks differ by five minutes lose nothing: what the one ahead has stored is delivered that much later', async () => {
  const { desk, other, backend } = await withBackend();
  other.clock.advance(5 * MINUTE);
  await other.administrator();
  const agent = await other.agent();
  await other.changeState('activate', [agent]);
  await other.confirm(agent, 'requester@contoso.example');
  const twin = await enrolAgent(desk.url, ENROLMENT_KEY, { identity: agent.identity, secret: agent.secret });
  const [ahead, behind] = [ticketCommand(), ticketCommand()];
  expect(await agent.verdicts(ahead)).toEqual(['accepted']);
  expect(await twin.verdicts(behind)).toEqual(['accepted']);
  await until(() => backend.tickets.has(behind.key));
  desk.clock.advance(5 * MINUTE);
  await other.delivered();
  expect([...backend.tickets.keys()].sort()).toEqual([ahead.key, behind.key].sort());
  const { tickets } = await twin.sync();
  expect(tickets.map(({ number }) => number)).not.toContain(null);
});

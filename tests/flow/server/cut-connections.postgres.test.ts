// PostgreSQL ends all connections at once, while a delivery to another system is under way: it is made there once. Who says what
// while a server hears nothing is caught up with.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../../server/clock.ts';
import { enrolAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { ask } from '../../fakes/server/http.ts';
import { makePostgresDatabase, type OwnDatabase } from '../../fakes/server/own-database.ts';
import { ENROLMENT_KEY, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const environment = { SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
const EMAIL = 'requester@contoso.example';

let database: OwnDatabase & { databaseUrl: string };
let backend: FakeBackend;
/** the one that leads at first */
let desk: TestServer;
let other: TestServer;
let letGo: () => void;
beforeEach(async () => {
  letGo = () => {};
  database = await makePostgresDatabase();
  backend = createBackend('E', ELSEWHERE);
  const opened = await openWithBackends({ elsewhere: backend }, 'elsewhere', {
    environment,
    database: databaseOf('desk'),
  });
  desk = opened.desk;
  other = await openTestServer({
    environment,
    database: databaseOf('other'),
    overrides: { backends: { [opened.ids.elsewhere]: backend } },
  });
});
afterEach(async () => {
  letGo();
  await other.close();
  await desk.close();
  await database.remove();
});

/** The database, whose connections have the name of their server. */
function databaseOf(server: string): OwnDatabase {
  const url = new URL(database.databaseUrl);
  url.searchParams.set('application_name', server);
  return { ...database, databaseUrl: url.href };
}

const ALL = 'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE ?';

const cut = (servers: string) =>
  database.rows(`SELECT pg_terminate_backend(pid) FROM (${ALL}) AS own`, servers);

/** Whether this server holds the lock of the leader. */
const leads = async (server: string) =>
  (await database.rows(`SELECT pid FROM pg_locks WHERE classid = 7238103 AND pid IN (${ALL})`, server))
    .length > 0;

const callsOf = (call: string, key: string) => backend.calls.filter((one) => one === `${call} ${key}`).length;

test('a delivery under way when all connections end is made once, and the next leader waits for the former one', async () => {
  const agent = await other.activeAgent(EMAIL);
  const atDesk = await enrolAgent(desk.url, ENROLMENT_KEY, agent);
  const [held, later] = [ticketCommand(), ticketCommand()];
  const { promise, resolve } = Promise.withResolvers<void>();
  letGo = resolve;
  backend.delayBy(() => promise);
  expect(await atDesk.verdicts(held)).toEqual(['accepted']);
  await until(() => callsOf('createTicket', held.key) === 1, 'the delivery is under way');
  backend.delayBy(null);
  expect(await leads('desk')).toBe(true);
  // those of the test have no name
  await cut('_%');
  // it would wait for itself: the other one is to lead
  await until(async () => (await leads('other')) || ((await cut('desk')) && false), 'the other one leads');
  const send = () => agent.ask('/v1/sync', { json: { cursor: 0, commands: [later] } });
  await until(async () => (await send()).status === 200, 'the other one accepts');
  await until(() => backend.tickets.has(later.key), 'the next leader delivers');
  expect(callsOf('createTicket', held.key)).toBe(1);
  letGo();
  await until(() => backend.tickets.has(held.key));
  desk.clock.advance(2 * MINUTE);
  other.clock.advance(2 * MINUTE);
  await other.delivered();
  expect(callsOf('createTicket', held.key)).toBe(1);
  expect(backend.tickets.size).toBe(2);
});

test('a session that ended, and an agent that was retired, while a server heard nothing keep no stream there', async () => {
  const agent = await other.activeAgent(EMAIL);
  const kept = await other.activeAgent(null);
  const technician = await desk.technician();
  const streams = await Promise.all(
    [agent, kept].map((one) => listen(`${other.url}/v1/events`, one.authorization())),
  );
  const console = await listen(`${other.url}/v1/console/events`, { cookie: technician.cookie });
  // as at a third server, whose word is lost
  await database.alter(
    "DELETE FROM session WHERE staff_id IN (SELECT id FROM staff WHERE email LIKE 'tech@%')",
  );
  await database.alter("UPDATE agent SET state = 'retired' WHERE id = ?", agent.id);
  await cut('other');
  await until(() => console.ended(), 'the console is cut off');
  await until(() => {
    other.clock.advance(MINUTE / 25);
    return streams[0]?.ended();
  }, 'the agent is cut off');
  expect(streams[1]?.ended()).toBe(false);
  const again = await ask(`${other.url}/v1/console/tickets`, { headers: { cookie: technician.cookie } });
  expect(again.status).toBe(401);
});

test('sign-ins that failed are still known to a server that starts again, and to all', async () => {
  const tryAt = async (server: TestServer) => {
    const json = { email: 'nobody@contoso.example', password: 'a wrong password', code: null };
    return (await ask(`${server.url}/v1/console/session`, { json, headers: { origin: server.url } })).status;
  };
  for (let tries = 0; tries < 6; tries += 1) expect(await tryAt(desk)).toBe(401);
  await other.stop();
  await other.start();
  expect([await tryAt(other), await tryAt(desk)]).toEqual([429, 429]);
});

// A PostgreSQL that answers nothing, as a machine that hangs or a network that drops everything: requests and the end of a server
// do not wait for it, and what was accepted is there once.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SECOND } from '../../../server/clock.ts';
import { RATES } from '../../../server/limits/table.ts';
import { emptyFolder } from '../../fakes/agent-under-test.ts';
import { type Gate, openGate } from '../../fakes/postgres/gate.ts';
import { type RunningPostgres, startPostgres } from '../../fakes/postgres/start-postgres.ts';
import { enrolAgent, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { failureOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { type OwnDatabase, postgresDatabaseAt } from '../../fakes/server/own-database.ts';
import { ENROLMENT_KEY, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';
import { startSimulatedServer } from '../../load/servers.ts';

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
const EMAIL = 'requester@contoso.example';

let postgres: RunningPostgres;
let database: OwnDatabase;
/** what closes before PostgreSQL, the last one first */
let closing: (() => Promise<void>)[];
beforeEach(async () => {
  closing = [];
  postgres = await startPostgres();
  database = postgresDatabaseAt(postgres.url);
});
afterEach(async () => {
  postgres.thaw();
  for (const close of closing.reverse()) await close();
  await database.disconnect();
  await postgres.stop();
});

/** A server that gives PostgreSQL a short time for an answer, and yet more than it takes on a busy machine. */
async function openImpatient(at: OwnDatabase = database): Promise<TestServer> {
  const overrides = { databaseAnswersWithin: 3 * SECOND };
  const desk = await openTestServer({ environment: { SECRET_KEY }, database: at, overrides });
  closing.push(() => desk.close());
  return desk;
}

/** Through a gate that the test may hold. */
async function openBehindGate(): Promise<{ desk: TestServer; gate: Gate }> {
  const gate = await openGate(postgres.url);
  closing.push(() => gate.close());
  return { desk: await openImpatient({ ...database, databaseUrl: gate.url }), gate };
}

async function sendsOnce(agent: FakeAgent, command: ReturnType<typeof ticketCommand>): Promise<void> {
  await until(async () => (await agent.ask('/v1/sync', { json: syncOf(command) })).status === 200, 'answers');
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  for (const table of ['ticket', 'command', 'delivery'])
    expect(await database.rows(`SELECT 1 FROM ${table}`)).toHaveLength(1);
}

const syncOf = (command: ReturnType<typeof ticketCommand>) => ({ cursor: 0, commands: [command] });

test('while PostgreSQL is frozen a request is told so, and afterwards the same server works on', async () => {
  const desk = await openImpatient();
  const agent = await desk.activeAgent(EMAIL);
  const command = ticketCommand();
  await postgres.freeze();
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => agent.ask('/v1/sync', { json: syncOf(command) })),
  );
  postgres.thaw();
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(failureOf(answer)).toMatchObject({ code: 'database-unavailable' });
  }
  await sendsOnce(agent, command);
});

test('a server whose PostgreSQL is frozen ends, and what it accepted is there', async () => {
  const desk = await openImpatient();
  const { identity, secret } = await desk.activeAgent(EMAIL);
  const other = await startSimulatedServer({
    DATABASE_URL: postgres.url,
    SECRET_KEY,
    DATA_DIR: emptyFolder(),
  });
  closing.push(() => other.kill());
  const agent = await enrolAgent(other.url, ENROLMENT_KEY, { identity, secret });
  const command = ticketCommand();
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await postgres.freeze();
  const asked = agent.ask('/v1/sync', { json: syncOf(ticketCommand()) }).catch(() => null);
  await other.stop();
  await asked;
  postgres.thaw();
  await sendsOnce(await enrolAgent(desk.url, ENROLMENT_KEY, { identity, secret }), command);
});

test('a commit whose answer is lost may have been carried out: sent again, the ticket is there once', async () => {
  const { desk, gate } = await openBehindGate();
  const agent = await desk.activeAgent(EMAIL);
  const command = ticketCommand();
  gate.loseAnswerTo('commit\0');
  const answer = await agent.ask('/v1/sync', { json: syncOf(command) });
  expect(answer.status).toBe(503);
  expect(await database.rows('SELECT key FROM command')).toEqual([{ key: command.key }]);
  await sendsOnce(agent, command);
});

test('what was committed without anybody knowing is told within the time in which agents come back', async () => {
  const { desk, gate } = await openBehindGate();
  const agent = await desk.activeAgent(EMAIL);
  const elsewhere = await desk.activeAgent(EMAIL);
  const stream = await listen(`${desk.url}/v1/events`, elsewhere.authorization());
  await until(() => stream.events.includes('sync {}'));
  const before = stream.events.length;
  gate.loseAnswerTo('commit\0');
  expect((await agent.ask('/v1/sync', { json: syncOf(ticketCommand()) })).status).toBe(503);
  await until(() => {
    desk.clock.advance(SECOND);
    return stream.events.slice(before).includes('sync {}');
  }, 'the other agent of this person is told to sync');
  expect((await elsewhere.sync()).tickets).toHaveLength(1);
});

test('while PostgreSQL is read-only a ticket is told so and charged to nobody, and afterwards the same server takes it', async () => {
  const desk = await openImpatient();
  const agent = await desk.activeAgent(EMAIL);
  const command = ticketCommand();
  const administrator = postgresDatabaseAt(
    `${postgres.url}?options=-c%20default_transaction_read_only%3Doff`,
  );
  closing.push(() => administrator.disconnect());
  await administrator.rows('ALTER DATABASE postgres SET default_transaction_read_only = on');
  // only new sessions have it
  await administrator.rows(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'guichet'",
  );
  const sync = () => agent.ask('/v1/sync', { json: syncOf(command) });
  const isReady = async () => (await fetch(`${desk.url}/readyz`)).ok;
  await until(async () => !(await isReady()));
  // more often than an agent may send tickets in an hour
  for (let tries = 0; tries <= RATES.ticketsOfAgent.most; tries += 1)
    expect(failureOf(await sync())).toMatchObject({ status: 503, code: 'database-unavailable' });
  // the clock stands still: noted once a minute, however many meet it
  expect(desk.log.lines.filter((line) => line.includes('the database takes nothing'))).toHaveLength(1);
  await administrator.rows('ALTER DATABASE postgres RESET default_transaction_read_only');
  await sendsOnce(agent, command);
  await until(isReady);
});

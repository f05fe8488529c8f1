// Several servers on one PostgreSQL: what may happen once happens once, whichever server is asked, and at the same time.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enrolAgent, type FakeAgent, newIdentity, ticketCommand } from '../../fakes/server/agent.ts';
import { failureOf } from '../../fakes/server/codes.ts';
import { ask } from '../../fakes/server/http.ts';
import {
  ANYBODY,
  ENROLMENT_KEY,
  firstOrganisation,
  NO_LIMITS,
  openTestServer,
  PASSWORD,
  type TestServer,
} from '../../fakes/server/test-server.ts';

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
let first: TestServer;
let second: TestServer;
beforeEach(async () => {
  first = await openTestServer({ environment: { SECRET_KEY } });
  second = await openTestServer({ environment: { SECRET_KEY }, database: first.database });
});
afterEach(async () => {
  await second.close();
  await first.close();
});

/** The same agent at the second server. */
function atSecond({ identity, secret }: FakeAgent): Promise<FakeAgent> {
  return enrolAgent(second.url, ENROLMENT_KEY, { identity, secret });
}

/** Carries out `act` at both servers in turn, all at the same time. */
function atOnce<T>(count: number, act: (url: string, index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => act(index % 2 === 0 ? first.url : second.url, index)),
  );
}

test('a command that reaches both servers at once is stored once, and both accept it', async () => {
  // the first administrator comes by the link of the server that started last
  await second.administrator();
  const agent = await first.agent();
  await second.changeState('activate', [agent]);
  await first.confirm(agent, 'requester@contoso.example');
  const twin = await atSecond(agent);
  const commands = Array.from({ length: 8 }, () => ticketCommand());
  const verdicts = await Promise.all(
    commands.flatMap((command) => [agent.verdicts(command), twin.verdicts(command)]),
  );
  expect(verdicts.flat()).toEqual(commands.flatMap(() => ['accepted', 'accepted']));
  const stored = await first.rows('SELECT key FROM command ORDER BY key');
  expect(stored.map(({ key }) => key)).toEqual(commands.map(({ key }) => key).sort());
  await first.delivered();
  const numbers = await first.rows('SELECT DISTINCT number FROM ticket WHERE number IS NOT NULL');
  expect(numbers).toHaveLength(commands.length);
  expect(await first.rows('SELECT idempotency_key FROM desk_ticket')).toHaveLength(commands.length);
});

test('a key with two uses left admits two agents', async () => {
  const staff = await second.administrator();
  const { id } = await firstOrganisation(staff);
  const made = await staff.ask(`/organisations/${id}/enrolment-keys`, {
    json: { ...NO_LIMITS, mostUses: 2 },
  });
  const { key } = made.body as { key: string };
  const outcomes = await atOnce(6, (url) =>
    enrolAgent(url, key).then(
      () => 'enrolled',
      (failure: Error) => (/enrolment-key-used-up/.test(failure.message) ? 'used up' : failure.message),
    ),
  );
  expect(outcomes.sort()).toEqual([...Array(2).fill('enrolled'), ...Array(4).fill('used up')]);
  expect(await first.rows('SELECT id FROM agent')).toHaveLength(2);
});

test('an advance activation for two admits two', async () => {
  const staff = await second.administrator();
  const { id } = await firstOrganisation(staff);
  const json = { ...ANYBODY, admits: 2 };
  expect((await staff.ask(`/organisations/${id}/advance-activations`, { json })).status).toBe(200);
  await atOnce(6, (url) => enrolAgent(url, ENROLMENT_KEY));
  expect(await first.rows("SELECT id FROM agent WHERE state = 'active'")).toHaveLength(2);
  expect(await first.rows('SELECT used FROM advance_activation')).toEqual([{ used: 2 }]);
});

test('agents of one computer that enrol at the same time share one device', async () => {
  const { machineId, hostname } = newIdentity();
  await atOnce(6, (url) =>
    enrolAgent(url, ENROLMENT_KEY, { identity: newIdentity({ machineId, hostname }) }),
  );
  expect(await first.rows('SELECT id FROM device')).toHaveLength(1);
  expect(await first.rows('SELECT id FROM agent')).toHaveLength(6);
});

test('one set-up link makes one administrator', async () => {
  const token = second.setupLink()?.split('#')[1];
  const answers = await atOnce(4, (url, index) => {
    const json = { token, email: `admin${index}@contoso.example`, fullName: 'A', password: PASSWORD };
    return ask(`${url}/v1/console/setup`, { json, headers: { origin: url } });
  });
  expect(answers.map(({ status }) => status).sort()).toEqual([
    200,
    ...Array(3).fill(answers.find(({ status }) => status !== 200)?.status),
  ]);
  expect(await first.rows('SELECT id FROM staff')).toHaveLength(1);
});

test('a token allows five tries, however many come at once', async () => {
  await second.administrator();
  const agent = await first.agent();
  await second.changeState('activate', [agent]);
  const email = 'requester@contoso.example';
  await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
  const token = await first.mailedToken(email);
  const wrong = token.startsWith('2') ? token.replace('2', '3') : `2${token.slice(1)}`;
  const twin = await atSecond(agent);
  const codes = await atOnce(9, async (_url, index) => {
    const json = { email, fullName: 'A', token: wrong };
    const answer = await (index % 2 === 0 ? agent : twin).ask('/v1/confirmations', { json });
    return failureOf(answer).code;
  });
  expect(codes.sort()).toEqual([...Array(4).fill('token-locked'), ...Array(5).fill('token-wrong')]);
  const right = await agent.ask('/v1/confirmations', { json: { email, fullName: 'A', token } });
  expect(failureOf(right)).toMatchObject({ code: 'token-locked' });
});

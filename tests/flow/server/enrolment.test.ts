// Enrolment: keys, identities, replaced secrets, rate limits.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeviceRow, Organisation } from '../../../contract/console.ts';
import {
  enrolAgent,
  type FakeAgent,
  newIdentity,
  newSecret,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { type Answer, ask } from '../../fakes/server/http.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
beforeEach(async () => {
  desk = await openTestServer();
});
afterEach(() => desk.close());

function enrolment(enrolmentKey: string) {
  return { enrolmentKey, secret: newSecret(), identity: newIdentity(), agentVersion: '0.1.0' };
}

/** Sends the headers of a sync call; `finish` sends its body. */
async function beginSync(agent: FakeAgent): Promise<{ finish(): Promise<Answer> }> {
  const headers = { ...agent.authorization(), 'content-type': 'application/json', expect: '100-continue' };
  const sync = request(`${desk.url}/v1/sync`, { method: 'POST', headers });
  sync.flushHeaders();
  await once(sync, 'continue');
  return {
    async finish() {
      sync.end(JSON.stringify({ cursor: 0, commands: [] }));
      const [response]: IncomingMessage[] = await once(sync, 'response');
      if (!response) throw new Error('no response');
      return { status: response.statusCode ?? 0, headers: new Headers(), body: await readJson(response) };
    },
  };
}

test('an unknown enrolment key is refused, in the requested language', async () => {
  const json = enrolment('gk_nobody-made-this-key');
  const english = failureOf(await ask(`${desk.url}/v1/enrolments`, { json }));
  expect(english).toMatchObject({ status: 403, code: 'enrolment-key-unknown' });
  expect(english.message).toContain('does not know this enrolment key');
  const headers = { 'accept-language': 'de, fr-CA;q=0.9, en;q=0.5' };
  const french = failureOf(await ask(`${desk.url}/v1/enrolments`, { json, headers }));
  expect(french.message).toContain('ne connaît pas cette clé');
  expect(desk.rows('SELECT * FROM device')).toHaveLength(0);
});

test('a revoked enrolment key is refused, and agents enrolled with it before still work', async () => {
  const early = await desk.agent();
  const administrator = await desk.administrator();
  const [organisation] = Organisation.array().parse((await administrator.ask('/organisations')).body);
  const key = organisation?.enrolmentKeys[0];
  const revoked = await administrator.ask(`/organisations/${organisation?.id}/enrolment-keys/${key?.id}`, {
    method: 'DELETE',
  });
  expect(revoked.status).toBe(204);
  await expect(desk.agent()).rejects.toThrow('enrolment-key-unknown');
  expect((await early.sync()).standing.state).toBe('waiting');
});

test('the database contains neither the enrolment key nor the agent’s secret', async () => {
  const agent = await desk.agent();
  const stored = JSON.stringify([desk.rows('SELECT * FROM enrolment_key'), desk.rows('SELECT * FROM agent')]);
  expect(stored).not.toContain(agent.secret);
  expect(stored).not.toContain('gk_test');
});

test('enrolling again with the same secret updates the identity of the same agent', async () => {
  const agent = await desk.activeAgent();
  const identity = { ...agent.identity, hostname: 'PC-RENAMED', userName: 'CONTOSO\\renamed' };
  const again = await desk.agent({ identity, secret: agent.secret });
  expect(again.id).toBe(agent.id);
  const devices = DeviceRow.array().parse((await (await desk.administrator()).ask('/devices')).body);
  expect(devices).toHaveLength(1);
  expect(devices[0]).toMatchObject({ hostname: 'PC-RENAMED' });
  expect(devices[0]?.agents[0]).toMatchObject({ userName: 'CONTOSO\\renamed', state: 'active' });
});

test('two Windows users of one device are two agents', async () => {
  const first = newIdentity();
  await desk.agent({ identity: first });
  await desk.agent({ identity: { ...first, sid: 'S-1-5-21-9', userName: 'CONTOSO\\other' } });
  const devices = DeviceRow.array().parse((await (await desk.administrator()).ask('/devices')).body);
  expect(devices.map(({ agents }) => agents.length)).toEqual([2]);
});

test('a new secret for the same user does not inherit activation or address, and is audited', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const impostor = await desk.agent({ identity: agent.identity });
  expect(impostor.id).toBe(agent.id);
  expect((await impostor.sync()).standing).toMatchObject({ state: 'waiting', requester: null });
  expect(codeOf(await agent.ask('/v1/sync', { json: { cursor: 0, commands: [] } }))).toBe('agent-unknown');
  const audited = desk.rows("SELECT * FROM audit WHERE act = 'replace-agent-secret'");
  expect(audited).toMatchObject([{ staff_id: null, subject_id: agent.id }]);
});

test('a retired agent stays retired with a new secret', async () => {
  const agent = await desk.activeAgent();
  await desk.changeState('retire', [agent]);
  const back = await desk.agent({ identity: agent.identity });
  expect((await back.sync()).standing.state).toBe('retired');
});

test('a suspended agent stays suspended with a new secret, despite an advance activation', async () => {
  const agent = await desk.activeAgent();
  const administrator = await desk.administrator();
  const [organisation] = Organisation.array().parse((await administrator.ask('/organisations')).body);
  const json = { hostname: null, userName: null };
  await administrator.ask(`/organisations/${organisation?.id}/advance-activations`, { json });
  await desk.changeState('suspend', [agent]);
  const back = await desk.agent({ identity: agent.identity });
  expect((await back.sync()).standing.state).toBe('suspended');
});

test('a request begun with a secret that is replaced meanwhile is refused', async () => {
  const impostor = await desk.agent();
  const late = await beginSync(impostor);
  const agent = await desk.agent({ identity: impostor.identity });
  await desk.changeState('activate', [agent]);
  await desk.confirm(agent, 'requester@contoso.example');
  await agent.sync([ticketCommand()]);
  expect(codeOf(await late.finish())).toBe('agent-unknown');
});

test('a request without valid credentials is refused', async () => {
  const agent = await desk.agent();
  const json = { cursor: 0, commands: [] };
  const attempts = [
    {},
    { authorization: 'Bearer nonsense' },
    { authorization: `Bearer ${agent.id}.${newSecret()}` },
    { authorization: `Basic ${agent.id}.${agent.secret}` },
  ];
  for (const headers of attempts) {
    expect(failureOf(await ask(`${desk.url}/v1/sync`, { json, headers }))).toMatchObject({
      status: 401,
      code: 'agent-unknown',
    });
  }
});

test('enrolments from one address are limited', async () => {
  const json = enrolment('gk_nobody-made-this-key');
  const codes = new Set<string>();
  for (let tries = 0; tries < 130; tries += 1) {
    codes.add(codeOf(await ask(`${desk.url}/v1/enrolments`, { json })));
  }
  expect([...codes]).toEqual(['enrolment-key-unknown', 'too-many-requests']);
  const limited = await ask(`${desk.url}/v1/enrolments`, { json });
  expect(failureOf(limited).details?.retryAfterSeconds).toBeGreaterThan(0);
  expect(limited.headers.get('retry-after')).not.toBeNull();
});

test('a restart does not create the first organisation again', async () => {
  await desk.stop();
  await desk.start();
  expect(desk.rows('SELECT name FROM organisation')).toEqual([{ name: 'Contoso' }]);
  await enrolAgent(desk.url, 'gk_test-key-of-contoso');
});

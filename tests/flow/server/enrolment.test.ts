// Enrolment: keys and their limits, two users of a device, credentials, rate limits.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DevicePage } from '../../../contract/console.ts';
import { enrolAgent, newIdentity, newSecret } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { ask } from '../../fakes/server/http.ts';
import {
  ENROLMENT_KEY,
  firstOrganisation,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';

let desk: TestServer;
beforeEach(async () => {
  desk = await openTestServer();
});
afterEach(() => desk.close());

function enrolment(enrolmentKey: string) {
  return { enrolmentKey, secret: newSecret(), identity: newIdentity(), agentVersion: '0.1.0' };
}

test('an unknown enrolment key is refused, in the requested language', async () => {
  const json = enrolment('gk_nobody-made-this-key');
  const english = failureOf(await ask(`${desk.url}/v1/enrolments`, { json }));
  expect(english).toMatchObject({ status: 403, code: 'enrolment-key-unknown' });
  expect(english.message).toContain('does not know this enrolment key');
  const headers = { 'accept-language': 'de, fr-CA;q=0.9, en;q=0.5' };
  const french = failureOf(await ask(`${desk.url}/v1/enrolments`, { json, headers }));
  expect(french.message).toContain('ne connaît pas cette clé');
  expect(await desk.rows('SELECT * FROM device')).toHaveLength(0);
});

test('a revoked enrolment key is refused, and agents enrolled with it before still work', async () => {
  const early = await desk.agent();
  const administrator = await desk.administrator();
  const organisation = await firstOrganisation(administrator);
  const key = organisation.enrolmentKeys[0];
  const revoked = await administrator.ask(`/organisations/${organisation.id}/enrolment-keys/${key?.id}`, {
    method: 'DELETE',
  });
  expect(revoked.status).toBe(204);
  await expect(desk.agent()).rejects.toThrow('enrolment-key-unknown');
  expect((await early.sync()).standing.state).toBe('waiting');
});

test('the database contains neither the enrolment key nor the agent’s secret', async () => {
  const agent = await desk.agent();
  const stored = JSON.stringify([
    await desk.rows('SELECT * FROM enrolment_key'),
    await desk.rows('SELECT * FROM agent'),
  ]);
  expect(stored).not.toContain(agent.secret);
  expect(stored).not.toContain('gk_test');
});

test('two Windows users of one device are two agents', async () => {
  const first = newIdentity();
  await desk.agent({ identity: first });
  await desk.agent({ identity: { ...first, sid: 'S-1-5-21-9', userName: 'CONTOSO\\other' } });
  const devices = DevicePage.parse((await (await desk.administrator()).ask('/devices')).body).devices;
  expect(devices.map(({ agents }) => agents.length)).toEqual([2]);
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

test.each([
  ['a version', { agentVersion: '1.0\u202Egnp.exe\n' }],
  ['a user name', { identity: newIdentity({ userName: 'CONTOSO\\b\u200bob' }) }],
  ['a host name', { identity: newIdentity({ hostname: 'PC\ufeff-1' }) }],
])('an agent with %s that deceives the eye is refused', async (_what, changes) => {
  const json = { ...enrolment(ENROLMENT_KEY), ...changes };
  expect(codeOf(await ask(`${desk.url}/v1/enrolments`, { json }))).toBe('invalid-request');
  expect(await desk.rows('SELECT * FROM agent')).toHaveLength(0);
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
  expect(await desk.rows('SELECT name FROM organisation')).toEqual([{ name: 'Contoso' }]);
  await enrolAgent(desk.url, 'gk_test-key-of-contoso');
});

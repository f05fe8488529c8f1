// Bodies that never end.
import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../server/clock.ts';
import { COUNTS } from '../../../server/limits/table.ts';
import { attachmentOf, type FakeAgent } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent();
});
afterEach(() => desk.close());

/** Resolves with the status, or with the code of the broken connection. */
function endOf(call: ClientRequest): Promise<unknown> {
  return new Promise((resolve) => {
    call.on('response', (answer) => resolve(answer.resume().statusCode));
    call.on('error', (failure) => resolve('code' in failure ? failure.code : failure));
  });
}

/**
 * Sends the headers and the first byte of a body, and waits until the server has the headers. `isOpen` says whether the
 * server keeps the connection.
 */
async function begin(method: string, path: string, changes: Record<string, string>) {
  const headers = { 'content-length': '1000', expect: '100-continue', ...changes };
  const call = request(`${desk.url}${path}`, { method, headers });
  const ended = endOf(call);
  call.flushHeaders();
  await once(call, 'continue');
  call.write('{');
  return { ended, isOpen: () => call.socket?.destroyed === false };
}

const JSON_BODY = { 'content-type': 'application/json' };

test('a body that never ends does not hold its connection for ever', async () => {
  const staff = { ...JSON_BODY, cookie: (await desk.administrator()).cookie, origin: desk.url };
  const unknown = await Promise.all([
    begin('POST', '/v1/enrolments', JSON_BODY),
    begin('POST', '/v1/console/session', { ...JSON_BODY, origin: desk.url }),
  ]);
  const enrolled = await Promise.all(
    Array.from({ length: 118 }, () => begin('POST', '/v1/sync', { ...JSON_BODY, ...agent.authorization() })),
  );
  const signedIn = await begin('POST', '/v1/console/agents/state', staff);
  desk.clock.advance(MINUTE);
  expect(await Promise.all(unknown.map(({ ended }) => ended))).toEqual(['ECONNRESET', 'ECONNRESET']);
  desk.clock.advance(4 * MINUTE);
  expect(new Set(await Promise.all(enrolled.map(({ ended }) => ended)))).toEqual(new Set(['ECONNRESET']));
  desk.clock.advance(HOUR);
  expect(await signedIn.ended).toBe('ECONNRESET');
});

test('a body that is complete is answered, and an event stream stays open', async () => {
  const response = await fetch(`${desk.url}/v1/events`, { headers: agent.authorization() });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('event: sync');
  desk.clock.advance(2 * HOUR);
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('still here');
  await reader?.cancel();
});

test('an agent that is not active is refused before its body arrives', async () => {
  const content = Buffer.alloc(1000, 1);
  await desk.changeState('suspend', [agent]);
  const refused = await begin('PATCH', `/v1/uploads/${agent.id}-${attachmentOf(content).sha256}`, {
    ...agent.authorization(),
    'content-type': 'application/offset+octet-stream',
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
  });
  expect(await refused.ended).toBe(403);
  desk.clock.advance(HOUR);
});

test.each([
  ['an address that is no route', 'POST', '/nope', JSON_BODY, 404],
  ['bytes to such an address', 'PUT', '/nope', { 'content-type': 'application/octet-stream' }, 404],
  ['a route that takes no body', 'GET', '/healthz', JSON_BODY, 200],
  ['a stranger on a route of agents', 'POST', '/v1/sync', JSON_BODY, 401],
  ['an address that cannot be read', 'POST', '/%zz', JSON_BODY, 400],
])(
  '%s is answered before the body, and its connection is not held',
  async (_, method, path, headers, status) => {
    const length = { 'content-length': String(1024 * 1024 - 1) };
    const calls = await Promise.all(
      Array.from({ length: 50 }, () => begin(method, path, { ...headers, ...length })),
    );
    expect(new Set(await Promise.all(calls.map(({ ended }) => ended)))).toEqual(new Set([status]));
    await until(() => {
      desk.clock.advance(SECOND);
      return !calls.some(({ isOpen }) => isOpen());
    }, 'the connections are closed');
  },
);

test('an agent cannot fill the memory with bodies at the same time', async () => {
  const length = { 'content-length': String(4 * 1024 * 1024 - 1) };
  const headers = { ...JSON_BODY, ...agent.authorization(), ...length };
  const calls = await Promise.all(Array.from({ length: 60 }, () => begin('POST', '/v1/sync', headers)));
  const open = () => calls.filter(({ isOpen }) => isOpen()).length;
  await until(() => open() === COUNTS.bodiesOfAgent, 'the oldest are cut off');
  // what is complete at once is never among them
  expect((await agent.sync()).standing.state).toBe('active');
  desk.clock.advance(HOUR);
});

test('strangers cannot fill the memory with bodies at the same time, nor keep others of their address out', async () => {
  const small = { ...JSON_BODY, 'content-length': String(64 * 1024) };
  const tooMany = { length: COUNTS.bodiesOfAddress + 15 };
  const calls = await Promise.all(Array.from(tooMany, () => begin('POST', '/v1/enrolments', small)));
  const open = () => calls.filter(({ isOpen }) => isOpen()).length;
  await until(() => open() === COUNTS.bodiesOfAddress, 'the oldest are cut off');
  expect((await desk.agent()).id).toMatch(/^[0-9a-f-]{36}$/);
  const large = await begin('POST', '/v1/enrolments', {
    ...JSON_BODY,
    'content-length': String(64 * 1024 + 1),
  });
  expect(await large.ended).toBe(413);
  desk.clock.advance(HOUR);
});

/** Of an agent that is not active, in bytes. */
const LARGEST = 2 * 1024 * 1024;

test('agents that wait count by their address too, and send no large body', async () => {
  const waiting = await Promise.all(Array.from({ length: 40 }, () => desk.agent()));
  const headers = (one: FakeAgent, length: number) => ({
    ...JSON_BODY,
    ...one.authorization(),
    'content-length': String(length),
  });
  const calls = await Promise.all(
    waiting.flatMap((one) => [1, 2, 3].map(() => begin('POST', '/v1/sync', headers(one, LARGEST)))),
  );
  const open = () => calls.filter(({ isOpen }) => isOpen()).length;
  await until(() => open() === COUNTS.bodiesOfAddress, 'the oldest are cut off');
  const [first] = waiting;
  if (!first) throw new Error('no agent waits');
  expect(await (await begin('POST', '/v1/sync', headers(first, LARGEST + 1))).ended).toBe(413);
  // a body without a declared length could be any size
  const response = await fetch(`${desk.url}/v1/sync`, {
    method: 'POST',
    headers: { ...JSON_BODY, ...first.authorization() },
    body: new Blob(['{']).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(codeOf({ status: response.status, headers: response.headers, body: await response.json() })).toBe(
    'body-too-large',
  );
  // it still learns where it stands
  expect((await first.sync()).standing.state).toBe('waiting');
  desk.clock.advance(HOUR);
});

test('another expectation than 100-continue does not lead past the limits', async () => {
  const call = request(`${desk.url}/v1/enrolments`, {
    method: 'POST',
    headers: { ...JSON_BODY, 'content-length': '1000', expect: 'something else' },
  });
  const ended = endOf(call);
  call.write('{');
  // Node sends no continue for it: another request proves that the server has the headers
  await once(call, 'socket');
  await agent.sync();
  await until(() => {
    desk.clock.advance(MINUTE);
    return Promise.race([ended, new Promise((later) => setImmediate(later, null))]);
  }, 'the connection is closed');
  expect(await ended).toBe('ECONNRESET');
});

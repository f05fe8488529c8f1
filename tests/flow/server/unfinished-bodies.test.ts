// Bodies that never end.
import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../server/clock.ts';
import { attachmentOf, type FakeAgent } from '../../fakes/server/agent.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent();
});
afterEach(() => desk.close());

/**
 * Sends the headers and the first byte of a body, and waits until the server has the headers. `ended` resolves with the
 * status, or with the code of the broken connection.
 */
async function begin(method: string, path: string, changes: Record<string, string>) {
  const headers = { 'content-length': '1000', expect: '100-continue', ...changes };
  const call = request(`${desk.url}${path}`, { method, headers });
  const ended = new Promise<unknown>((resolve) => {
    call.on('response', (answer) => resolve(answer.resume().statusCode));
    call.on('error', (failure) => resolve('code' in failure ? failure.code : failure));
  });
  call.flushHeaders();
  await once(call, 'continue');
  call.write('{');
  return { ended };
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

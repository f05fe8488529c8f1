// The HTTP table on a real server: every operation exists and checks who calls it.
import { connect } from 'node:net';
import { text as wholeText } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AGENT_API } from '../../../contract/agent-api.ts';
import { API, SECTIONS } from '../../../contract/api.ts';
import { ApiError, type ErrorCode } from '../../../contract/errors.ts';
import type { Caller, HttpOperation } from '../../../contract/operation.ts';
import { statusOf } from '../../../contract/sentences.ts';
import { describeApi } from '../../../server/http/describe-api.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { type Answer, ask } from '../../fakes/server/http.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
beforeAll(async () => {
  desk = await openTestServer();
});
afterAll(() => desk.close());

const calledBy = (...callers: Caller[]) =>
  Object.entries<HttpOperation>(API).filter(([, operation]) => callers.includes(operation.caller));

function request({ method, path }: HttpOperation, headers: Record<string, string> = {}): Promise<Answer> {
  const address = path.replace(/:\w+/g, '00000000-0000-7000-8000-000000000000');
  return ask(`${desk.url}${address}`, { method, headers: { origin: desk.url, ...headers } });
}

/** The error code of each operation's response. */
function refusals(
  operations: [string, HttpOperation][],
  headers?: Record<string, string>,
): Promise<string[]> {
  return Promise.all(
    operations.map(async ([name, operation]) => `${name}: ${codeOf(await request(operation, headers))}`),
  );
}

/** This code for each operation; a HEAD response has no body, so its status instead. */
function allRefused(operations: [string, HttpOperation][], code: ErrorCode): string[] {
  const expected = ({ method }: HttpOperation) => (method === 'HEAD' ? `status ${statusOf(code)}` : code);
  return operations.map(([name, operation]) => `${name}: ${expected(operation)}`);
}

test('agent operations are refused to anybody else', async () => {
  const operations = calledBy('agent', 'active-agent', 'confirmed-agent');
  const { cookie } = await desk.administrator();
  expect(operations.length).toBeGreaterThan(10);
  expect(await refusals(operations)).toEqual(allRefused(operations, 'agent-unknown'));
  expect(await refusals(operations, { cookie })).toEqual(allRefused(operations, 'agent-unknown'));
});

test('staff operations are refused to anybody else', async () => {
  const operations = calledBy('staff', 'administrator');
  const agent = await desk.activeAgent();
  expect(operations.length).toBeGreaterThan(35);
  expect(await refusals(operations, agent.authorization())).toEqual(allRefused(operations, 'not-signed-in'));
});

test('administrator operations are refused to technicians', async () => {
  const operations = calledBy('administrator');
  const { cookie } = await desk.technician();
  expect(operations.length).toBeGreaterThan(20);
  expect(await refusals(operations, { cookie })).toEqual(allRefused(operations, 'administrator-only'));
});

test('another site cannot change anything through a signed-in browser', async () => {
  const { cookie } = await desk.administrator();
  const operations = Object.entries<HttpOperation>(SECTIONS.console).filter(
    ([, { method }]) => method !== 'GET',
  );
  const foreign = { cookie, origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
  expect(await refusals(operations, foreign)).toEqual(allRefused(operations, 'foreign-origin'));
});

test('operations of active agents are refused to a waiting one', async () => {
  const waiting = await desk.agent();
  const person = await waiting.ask('/v1/people?search=anybody');
  expect(codeOf(person)).toBe('agent-not-active');
  const begun = await waiting.tus(AGENT_API.beginUpload.method, AGENT_API.beginUpload.path);
  expect(codeOf(begun)).toBe('agent-not-active');
});

test('the served API description is that of the table', async () => {
  const { body } = await ask(`${desk.url}${API.readDescription.path}`);
  expect(body).toEqual(JSON.parse(JSON.stringify(describeApi())));
});

test('the error of an invalid request names the wrong fields', async () => {
  const staff = await desk.administrator();
  const wrongBody = await staff.ask('/organisations', { json: { name: '', emailDomains: ['no domain'] } });
  expect(wrongBody).toMatchObject({
    status: 400,
    body: {
      error: { code: 'invalid-request', details: { issues: [{ path: 'name' }, { path: 'emailDomains.0' }] } },
    },
  });
  const wrongQuery = await staff.ask('/tickets?show=everything&unknown=1');
  expect(wrongQuery.body).toMatchObject({ error: { details: { issues: [{ path: 'show' }] } } });
  const wrongParameter = await staff.ask('/tickets/seven');
  expect(wrongParameter.body).toMatchObject({ error: { details: { issues: [{ path: 'id' }] } } });
  expect((await staff.ask('/tickets?unknown=1')).status).toBe(200);
});

test('a body of a type that the server does not read is refused as such', async () => {
  const text = '{"email":"a@b.example","password":"x"}';
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
    const headers = { origin: desk.url, 'content-type': type };
    const answer = await ask(`${desk.url}${API.signIn.path}`, { text, headers });
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({
      status: 415,
      code: 'media-type-unsupported',
    });
  }
});

test('what is no HTTP request is refused with an error like any other', async () => {
  const answerTo = async (text: string) => {
    const socket = connect(Number(new URL(desk.url).port), '127.0.0.1');
    socket.end(text);
    const [head = '', body = ''] = (await wholeText(socket)).split('\r\n\r\n');
    expect(head).toMatch(/\r\ncache-control: no-store\r\n/i);
    expect(head).toMatch(/\r\nx-content-type-options: nosniff\r\n/i);
    return [head.split('\r\n')[0], ApiError.parse(JSON.parse(body)).error.code];
  };
  const bad = ['HTTP/1.1 400 Bad Request', 'invalid-request'];
  const rest = 'HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  expect(await answerTo(`GET /% ${rest}`)).toEqual(bad);
  expect(await answerTo(`INVENTED / ${rest}`)).toEqual(bad);
  expect(await answerTo(`PROPFIND / ${rest}`)).toEqual(['HTTP/1.1 404 Not Found', 'not-found']);
  expect(await answerTo('nonsense\r\n\r\n')).toEqual(['HTTP/1.1 400 Bad Request', 'invalid-request']);
  expect(await answerTo(`GET /healthz?${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`)).toEqual([
    'HTTP/1.1 431 Request Header Fields Too Large',
    'body-too-large',
  ]);
});

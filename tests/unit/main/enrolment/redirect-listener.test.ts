// The listener for the browser: what else may knock at the port, and what the one right request gets.
import { get, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRedirectListener, type RedirectListener } from '../../../../main/enrolment/redirect-listener.ts';

const STATE = 'the-state-of-this-sign-in';
let listener: RedirectListener;
beforeEach(async () => {
  listener = await openRedirectListener((page) => ({ language: 'en', text: page }));
});
afterEach(() => listener.close());

interface Answer {
  status: number | undefined;
  text: string;
  headers: NodeJS.Dict<string | string[]>;
}

function visit(path: string, { method = 'GET', host = `127.0.0.1:${listener.port}` } = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options = { host: '127.0.0.1', port: listener.port, path, method, headers: { host } };
  const sent = request(options, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () =>
      resolve({
        status: answer.statusCode,
        text: Buffer.concat(chunks).toString(),
        headers: answer.headers,
      }),
    );
  });
  sent.on('error', reject);
  sent.end();
  return promise;
}

const RIGHT = `/sign-in?code=the-code&state=${STATE}&iss=https%3A%2F%2Fid.example`;

test('the right request is handed over, and is told to go back to Guichet', async () => {
  const answer = listener.answerFor(STATE);
  const page = await visit(RIGHT);
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('received') });
  expect(await answer).toEqual({ ok: true, value: { code: 'the-code', issuer: 'https://id.example' } });
  expect(page.headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
});

test('a second request is not answered', async () => {
  const answer = listener.answerFor(STATE);
  await visit(RIGHT);
  await answer;
  await expect(visit(RIGHT)).rejects.toThrow('ECONNREFUSED');
});

test.each([
  ['a foreign path', `/other?code=c&state=${STATE}`, {}],
  ['a path that only begins alike', `/sign-in/x?code=c&state=${STATE}`, {}],
  ['a wrong state', '/sign-in?code=c&state=wrong', {}],
  ['no state', '/sign-in?code=c', {}],
  ['two states', `/sign-in?code=c&state=${STATE}&state=wrong`, {}],
  ['no code', `/sign-in?state=${STATE}`, {}],
  ['an absolute address', `http://evil.example/sign-in?code=c&state=${STATE}`, {}],
  ['another method', RIGHT, { method: 'POST' }],
  ['a name that was pointed here (DNS rebinding)', RIGHT, { host: 'evil.example' }],
  ['the name localhost', RIGHT, { host: 'localhost' }],
])('%s is turned away, and the right request still counts', async (_, path, options) => {
  const answer = listener.answerFor(STATE);
  expect(await visit(path, options)).toMatchObject({ status: 404, text: expect.stringContaining('foreign') });
  await visit(RIGHT);
  expect((await answer).ok).toBe(true);
});

test('nothing counts before the sign-in has begun', async () => {
  expect((await visit('/sign-in?code=c&state=null')).status).toBe(404);
});

test('a refusal of the provider is one', async () => {
  const answer = listener.answerFor(STATE);
  await visit(`/sign-in?error=access_denied&error_description=no&state=${STATE}`);
  expect(await answer).toEqual({ ok: false, error: { code: 'sign-in-refused' } });
});

test('a huge request is refused', async () => {
  expect((await visit(`/sign-in?code=${'x'.repeat(20_000)}`)).status).toBe(431);
});

test('other computers cannot reach the port', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  connect({ host: '127.0.0.2', port: listener.port })
    .on('error', (failure: NodeJS.ErrnoException) => resolve(failure.code ?? ''))
    .on('connect', () => resolve('connected'));
  expect(await promise).toBe('ECONNREFUSED');
});

test('closing frees the port', async () => {
  listener.close();
  const { promise, resolve } = Promise.withResolvers<string>();
  get({ host: '127.0.0.1', port: listener.port }, () => resolve('answered')).on(
    'error',
    (failure: NodeJS.ErrnoException) => resolve(failure.code ?? ''),
  );
  expect(await promise).toBe('ECONNREFUSED');
});

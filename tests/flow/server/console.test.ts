// Access to the console: set-up, sessions, origins, roles, audit.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CreatedEnrolmentKey, Organisation } from '../../../contract/console.ts';
import { systemChance } from '../../../server/chance.ts';
import { HOUR, MINUTE } from '../../../server/clock.ts';
import { createPasswords } from '../../../server/staff/passwords.ts';
import { ownPort } from '../../fakes/own-port.ts';
import { enrolAgent } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { ask } from '../../fakes/server/http.ts';
import {
  ANYBODY,
  type FakeStaff,
  firstOrganisation,
  NO_LIMITS,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const PASSWORD = 'correct horse battery staple';
let desk: TestServer;
beforeEach(async () => {
  desk = await openTestServer({ overrides: { passwords: createPasswords(systemChance) } });
});
afterEach(() => desk.close());

function setUp(token: string, changes: Record<string, unknown> = {}) {
  const json = {
    token,
    email: 'admin@contoso.example',
    fullName: 'Desk administrator',
    password: PASSWORD,
    ...changes,
  };
  return ask(`${desk.url}/v1/console/setup`, { json, headers: { origin: desk.url } });
}

function signIn(email: string, password: string) {
  const json = { email, password };
  return ask(`${desk.url}/v1/console/session`, { json, headers: { origin: desk.url } });
}

function tokenOf(link: string | null): string {
  return link?.split('#')[1] ?? '';
}

test('the set-up link creates the first administrator, once', async () => {
  const link = desk.setupLink();
  expect(link).toMatch(new RegExp(`^${desk.url}/setup#[\\w-]{43}$`));
  const made = await setUp(tokenOf(link));
  expect(made.body).toMatchObject({ email: 'admin@contoso.example', role: 'administrator' });
  expect(failureOf(await setUp(tokenOf(link), { email: 'second@contoso.example' }))).toMatchObject({
    status: 403,
    code: 'setup-link-invalid',
  });
  await desk.stop();
  await desk.start();
  expect(desk.setupLink()).toBeNull();
});

test('a restart makes a new set-up link, and the former one is invalid', async () => {
  const former = tokenOf(desk.setupLink());
  await desk.stop();
  await desk.start();
  expect(codeOf(await setUp(former))).toBe('setup-link-invalid');
  expect((await setUp(tokenOf(desk.setupLink()))).status).toBe(200);
});

test('two concurrent uses of the set-up link create one administrator', async () => {
  const token = tokenOf(desk.setupLink());
  const both = await Promise.all([setUp(token), setUp(token, { email: 'second@contoso.example' })]);
  expect(both.map(codeOf).sort()).toEqual(['setup-link-invalid', 'status 200']);
  expect(await desk.rows('SELECT id FROM staff')).toHaveLength(1);
});

test('a password of 11 characters is refused and the set-up link still works', async () => {
  const token = tokenOf(desk.setupLink());
  const refused = failureOf(await setUp(token, { password: 'eleven char' }));
  expect(refused).toMatchObject({ code: 'invalid-request', details: { issues: [{ path: 'password' }] } });
  expect((await setUp(token)).status).toBe(200);
});

test('scripts and other sites cannot read the session cookie, and secrets are stored as hashes', async () => {
  const made = await setUp(tokenOf(desk.setupLink()));
  const [cookie = ''] = made.headers.getSetCookie();
  expect(cookie).toMatch(/^guichet_session=[\w-]{43};/);
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=43200'])
    expect(cookie).toContain(part);
  expect(cookie).not.toContain('Secure');
  const stored = JSON.stringify([
    await desk.rows('SELECT * FROM session'),
    await desk.rows('SELECT * FROM staff'),
  ]);
  expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  expect(stored).not.toContain(PASSWORD);
  expect(stored).not.toContain(cookie.slice('guichet_session='.length, cookie.indexOf(';')));
});

test('the session cookie is Secure when the public address is https', async () => {
  const port = await ownPort();
  const environment = { PUBLIC_URL: 'https://help.contoso.example/', PORT: `${port}` };
  await desk.close();
  desk = await openTestServer({ environment });
  expect(desk.setupLink()).toMatch(/^https:\/\/help\.contoso\.example\/setup#/);
  const json = { email: 'admin@contoso.example', fullName: 'Desk administrator', password: PASSWORD };
  const made = await ask(`http://127.0.0.1:${port}/v1/console/setup`, {
    json: { ...json, token: tokenOf(desk.setupLink()) },
    headers: { origin: 'https://help.contoso.example' },
  });
  for (const cookie of made.headers.getSetCookie()) {
    expect(cookie).toMatch(/^__Host-guichet_\w+=/);
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  }
  // a name without the prefix could come from another host of the domain
  const [pair = ''] = made.headers.getSetCookie()[0]?.split(';') ?? [];
  const read = (cookie: string) =>
    ask(`http://127.0.0.1:${port}/v1/console/session`, { headers: { cookie } });
  expect((await read(pair)).status).toBe(200);
  expect(codeOf(await read(pair.replace('__Host-', '')))).toBe('not-signed-in');
  expect(made.headers.get('strict-transport-security')).toContain('max-age');
});

test('a wrong address and a wrong password get the same response', async () => {
  await desk.administrator();
  const answers = [
    await signIn('admin@contoso.example', 'wrong'),
    await signIn('nobody@contoso.example', PASSWORD),
  ];
  expect(answers.map(codeOf)).toEqual(['credentials-wrong', 'credentials-wrong']);
  expect(answers[0]?.body).toEqual(answers[1]?.body);
});

test('sign-in attempts are limited', async () => {
  const codes: string[] = [];
  for (let tries = 0; tries < 11; tries += 1)
    codes.push(codeOf(await signIn('admin@contoso.example', 'guess')));
  expect(codes.at(-1)).toBe('too-many-requests');
});

test('a password that is guessed first is refused', async () => {
  const token = tokenOf(desk.setupLink());
  for (const password of ['qwerty123456', 'Guichet2026!', 'contoso admin']) {
    expect(codeOf(await setUp(token, { password }))).toBe('password-guessable');
  }
  expect((await setUp(token)).status).toBe(200);
});

test('a session ends after seven days, however much it is used', async () => {
  const administrator = await desk.administrator();
  for (let hours = 10; hours < 7 * 24; hours += 10) {
    desk.clock.advance(10 * HOUR);
    expect((await administrator.ask('/session')).status).toBe(200);
  }
  desk.clock.advance(8 * HOUR);
  expect(codeOf(await administrator.ask('/session'))).toBe('not-signed-in');
});

test('a session ends twelve hours after its last use', async () => {
  const administrator = await desk.administrator();
  desk.clock.advance(11 * HOUR);
  const used = await administrator.ask('/session');
  expect(used.status).toBe(200);
  expect(used.headers.getSetCookie()[0]).toContain('Max-Age=43200');
  desk.clock.advance(11 * HOUR);
  expect((await administrator.ask('/session')).status).toBe(200);
  desk.clock.advance(MINUTE);
  expect((await administrator.ask('/session')).headers.getSetCookie()).toEqual([]);
  desk.clock.advance(12 * HOUR);
  expect(failureOf(await administrator.ask('/session'))).toMatchObject({
    status: 401,
    code: 'not-signed-in',
  });
});

test('after signing out, the cookie is invalid', async () => {
  const administrator = await desk.administrator();
  expect((await administrator.ask('/session', { method: 'DELETE' })).status).toBe(204);
  expect(codeOf(await administrator.ask('/devices'))).toBe('not-signed-in');
});

test('the console API needs a session', async () => {
  for (const path of ['/session', '/organisations', '/devices', '/tickets', '/events']) {
    expect(codeOf(await ask(`${desk.url}/v1/console${path}`))).toBe('not-signed-in');
  }
});

const FOREIGN: [string, Record<string, string>][] = [
  ['another site', { origin: 'https://evil.example' }],
  ['a site of the same name on another port', { origin: 'http://127.0.0.1:1' }],
  ['a page without an origin', { origin: 'null' }],
  ['another site by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
  ['a subdomain by Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
];
test.each(FOREIGN)('a change from %s is refused', async (_who, headers) => {
  const { cookie } = await desk.administrator();
  const json = { name: 'Fabrikam', emailDomains: [] };
  const answer = await ask(`${desk.url}/v1/console/organisations`, { json, headers: { cookie, ...headers } });
  expect(failureOf(answer)).toMatchObject({ status: 403, code: 'foreign-origin' });
  expect(await desk.rows('SELECT id FROM organisation')).toHaveLength(1);
});

test('a change without an origin is refused, and one from this console is not', async () => {
  const { cookie } = await desk.administrator();
  const attempt = (name: string, headers: Record<string, string>) =>
    ask(`${desk.url}/v1/console/organisations`, {
      json: { name, emailDomains: [] },
      headers: { cookie, ...headers },
    });
  expect(codeOf(await attempt('One', {}))).toBe('foreign-origin');
  expect((await attempt('Two', { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  expect((await attempt('Three', { origin: desk.url })).status).toBe(200);
});

test('behind a proxy a forged X-Forwarded-Host makes no site the own one', async () => {
  await desk.close();
  const PORT = String(await ownPort());
  const PUBLIC_URL = `http://localhost:${PORT}`;
  desk = await openTestServer({ environment: { TRUST_PROXY: 'true', PORT, PUBLIC_URL } });
  const attempt = (headers: Record<string, string>) =>
    ask(`${desk.url}/v1/console/session`, {
      json: { email: 'a@contoso.example', password: 'guess', code: null },
      headers,
    });
  const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
  expect(codeOf(await attempt({ ...forged, origin: 'http://evil.example' }))).toBe('foreign-origin');
  expect(codeOf(await attempt({ ...forged, origin: PUBLIC_URL }))).toBe('credentials-wrong');
});

test('a form of another site is refused, as it is not JSON', async () => {
  const { cookie } = await desk.administrator();
  const answer = await ask(`${desk.url}/v1/console/organisations`, {
    text: '{"name":"Fabrikam","emailDomains":[]}',
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' },
  });
  expect(codeOf(answer)).toBe('media-type-unsupported');
});

test('administrator acts are refused to a technician', async () => {
  const technician = await desk.technician();
  const organisation = await firstOrganisation(technician);
  const agent = await desk.agent();
  const path = `/organisations/${organisation.id}`;
  const acts: [string, Parameters<FakeStaff['ask']>[1]][] = [
    ['/organisations', { json: { name: 'Fabrikam', emailDomains: [] } }],
    [`${path}/enrolment-keys`, { json: NO_LIMITS }],
    [`${path}/enrolment-keys/${organisation.enrolmentKeys[0]?.id}`, { method: 'DELETE' }],
    [`${path}/advance-activations`, { json: ANYBODY }],
    [`${path}/advance-activations/${organisation.id}`, { method: 'DELETE' }],
    ['/agents/state', { json: { act: 'activate', selection: { agentIds: [agent.id] } } }],
  ];
  for (const [route, options] of acts) {
    expect(failureOf(await technician.ask(route, options))).toMatchObject({
      status: 403,
      code: 'administrator-only',
    });
  }
  expect((await agent.sync()).standing.state).toBe('waiting');
});

test('two organisations cannot have names that differ only by case', async () => {
  const administrator = await desk.administrator();
  const json = { name: ' CONTOSO ', emailDomains: [] };
  expect(failureOf(await administrator.ask('/organisations', { json }))).toMatchObject({
    status: 409,
    code: 'organisation-exists',
  });
});

test('an enrolment key from the console works, and is never shown again', async () => {
  const administrator = await desk.administrator();
  const made = await administrator.ask('/organisations', {
    json: { name: 'Fabrikam', emailDomains: ['Fabrikam.example'] },
  });
  const { id, emailDomains } = Organisation.parse(made.body);
  expect(emailDomains).toEqual(['fabrikam.example']);
  const created = await administrator.ask(`/organisations/${id}/enrolment-keys`, { json: NO_LIMITS });
  const { key, summary } = CreatedEnrolmentKey.parse(created.body);
  expect(key).toMatch(/^gk_[\w-]{43}$/);
  expect(key.endsWith(summary.ending)).toBe(true);
  await enrolAgent(desk.url, key);
  expect(JSON.stringify((await administrator.ask('/organisations')).body)).not.toContain(key);
});

test('a failed sign-in is audited, with the address and without the password', async () => {
  await desk.administrator();
  await signIn('admin@contoso.example', 'not the password');
  await signIn('nobody@contoso.example', 'not the password');
  const [staff] = await desk.rows('SELECT id FROM staff');
  const failed = await desk.rows(
    "SELECT subject_id, details FROM audit WHERE act = 'sign-in-failed' ORDER BY at, id",
  );
  expect(failed).toMatchObject([{ subject_id: staff?.id }, { subject_id: 'unknown' }]);
  expect(JSON.stringify(failed)).toContain('nobody@contoso.example');
  expect(JSON.stringify(failed)).not.toContain('not the password');
});

test('the event stream of a console ends when its session is ended, and when it expires', async () => {
  const administrator = await desk.administrator();
  const own = { cookie: administrator.cookie };
  const other = await signIn('admin@contoso.example', PASSWORD);
  const cookie = other.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const [first, second] = [
    await listen(`${desk.url}/v1/console/events`, own),
    await listen(`${desk.url}/v1/console/events`, { cookie }),
  ];
  await ask(`${desk.url}/v1/console/session`, { method: 'DELETE', headers: { cookie, origin: desk.url } });
  await until(() => second.ended(), 'the stream of the ended session ends');
  expect(first.ended()).toBe(false);
  desk.clock.advance(12 * HOUR);
  await until(() => first.ended(), 'the stream of the expired session ends');
});

test('every act of staff is audited, without secrets', async () => {
  const administrator = await desk.administrator();
  const agent = await desk.agent();
  const made = await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  const { id } = Organisation.parse(made.body);
  const created = await administrator.ask(`/organisations/${id}/enrolment-keys`, { json: NO_LIMITS });
  const { key, summary } = CreatedEnrolmentKey.parse(created.body);
  await administrator.ask(`/organisations/${id}/enrolment-keys/${summary.id}`, { method: 'DELETE' });
  const path = `/organisations/${id}/advance-activations`;
  const activation = await administrator.ask(path, { json: { ...ANYBODY, hostname: 'PC-1' } });
  const { id: activationId } = activation.body as { id: string };
  await administrator.ask(`${path}/${activationId}`, { method: 'DELETE' });
  for (const act of ['activate', 'suspend', 'retire'] as const) await desk.changeState(act, [agent]);
  await administrator.ask('/session', { method: 'DELETE' });
  await signIn('admin@contoso.example', PASSWORD);
  const [staff] = await desk.rows('SELECT id FROM staff');
  const audit = await desk.rows('SELECT * FROM audit WHERE staff_id = ? ORDER BY id', staff?.id);
  expect(audit.map(({ act, subject_kind, subject_id }) => [act, subject_kind, subject_id])).toEqual([
    ['setup', 'staff', staff?.id],
    ['create-organisation', 'organisation', id],
    ['create-enrolment-key', 'enrolment-key', summary.id],
    ['revoke-enrolment-key', 'enrolment-key', summary.id],
    ['add-advance-activation', 'organisation', id],
    ['remove-advance-activation', 'organisation', id],
    ['activate', 'agent', agent.id],
    ['suspend', 'agent', agent.id],
    ['retire', 'agent', agent.id],
    ['sign-out', 'staff', staff?.id],
    ['sign-in', 'staff', staff?.id],
  ]);
  expect(audit.every(({ at }) => at === '2030-01-02T08:00:00.000Z')).toBe(true);
  const everything = JSON.stringify(await desk.rows('SELECT * FROM audit')) + desk.log.lines.join('');
  for (const secret of [key, PASSWORD, agent.secret, administrator.cookie]) {
    expect(everything).not.toContain(secret);
  }
});

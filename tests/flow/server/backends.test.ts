// Backends in the console: added, tested, changed and removed by administrators; secrets are never returned.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { NUMBER_PATTERN } from '../../../console/backends/mail/presets.ts';
import { Backend, ConnectionCheck, ListedBackend, type Route } from '../../../contract/backends.ts';
import { ATERA_KEY, type FakeAtera, openFakeAtera } from '../../fakes/atera/server.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { ask } from '../../fakes/server/http.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let atera: FakeAtera;
let administrator: FakeStaff;
const others: Server[] = [];

beforeEach(async () => {
  atera = await openFakeAtera();
  desk = await openTestServer();
  administrator = await desk.administrator();
});
afterEach(async () => {
  await desk.close();
  await atera.close();
  for (const server of others.splice(0)) server.close();
});

function ateraSetUp(changes: { name?: string; url?: string; secrets?: Record<string, string> } = {}) {
  const { name = 'Atera', url = atera.url, secrets = { token: ATERA_KEY } } = changes;
  return { name, settings: { kind: 'atera', url }, secrets };
}

async function addAtera(changes: Parameters<typeof ateraSetUp>[0] = {}): Promise<Backend> {
  return Backend.parse((await administrator.ask('/backends', { json: ateraSetUp(changes) })).body);
}

async function listed(staff = administrator): Promise<ListedBackend[]> {
  return ListedBackend.array().parse((await staff.ask('/backends')).body);
}

async function checksOf(path: string, json: unknown = {}): Promise<string[] | string> {
  const answer = await administrator.ask(path, { json });
  if (answer.status !== 200) return codeOf(answer);
  const checks = ConnectionCheck.array().parse(answer.body);
  return checks.map(({ name, problem }) => `${name} ${problem === null ? 'is fine' : 'is not'}`);
}

const put = (json: unknown) => ({ method: 'PUT', json });
const change = (id: string, json: unknown) => administrator.ask(`/backends/${id}`, put(json));
const remove = (id: string) => administrator.ask(`/backends/${id}`, { method: 'DELETE' });
const toDefault = (backendId: string): Route[] => [
  { organisationId: null, entryId: null, backendId: backendId as Route['backendId'] },
];

const ALL_FINE = ['reachable is fine', 'sign-in is fine', 'read-tickets is fine', 'write-tickets is fine'];

test('a new server has the built-in desk as default, in good health', async () => {
  const [builtIn, ...more] = await listed();
  expect(more).toEqual([]);
  expect(builtIn).toMatchObject({
    id: 'built-in',
    kind: 'built-in',
    settings: { kind: 'built-in', closeAfterDays: null },
  });
  expect(builtIn?.health).toEqual({
    unreadable: false,
    breaker: 'closed',
    retryAt: null,
    lastFailure: null,
    waiting: 0,
    parked: 0,
    lagSeconds: 0,
    polledAt: null,
    overdueNumbers: 0,
    leftOut: null,
    mails: null,
    warning: null,
  });
  expect((await administrator.ask('/routes')).body).toEqual(toDefault('built-in'));
});

describe('secrets', () => {
  test('appear in no response, audit, log or database column', async () => {
    const { id } = await addAtera();
    const answers = [
      await administrator.ask('/backends'),
      await change(id, ateraSetUp({ name: 'Atera again', secrets: {} })),
      await administrator.ask(`/backends/${id}/test`, { method: 'POST' }),
      await administrator.ask('/backends/test', { json: { ...ateraSetUp({ secrets: {} }), id } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const tables = [await desk.rows('SELECT * FROM backend'), await desk.rows('SELECT * FROM audit')];
    const everything = JSON.stringify([answers.map(({ body }) => body), tables]) + desk.log.lines.join('');
    expect(everything).not.toContain(ATERA_KEY);
    expect(everything).not.toContain(Buffer.from(ATERA_KEY).toString('base64'));
    const [, listedAtera] = await listed();
    expect(listedAtera).toMatchObject({ name: 'Atera again', storedSecrets: ['token'] });
  });

  test('stay when omitted, and are deleted when empty', async () => {
    const { id } = await addAtera();
    await change(id, ateraSetUp({ secrets: {} }));
    expect(await checksOf(`/backends/${id}/test`)).toEqual(ALL_FINE);
    await change(id, ateraSetUp({ secrets: { token: '' } }));
    expect((await listed())[1]?.storedSecrets).toEqual([]);
    expect(await checksOf(`/backends/${id}/test`)).toEqual(['reachable is fine', 'sign-in is not']);
  });

  test('are not sent to another address until they are entered again', async () => {
    const { id } = await addAtera();
    const elsewhere = await openFakeAtera();
    try {
      const moved = ateraSetUp({ url: elsewhere.url, secrets: {} });
      expect(await checksOf('/backends/test', { ...moved, id })).toBe('backend-secrets-needed');
      expect(failureOf(await change(id, moved))).toMatchObject({
        status: 422,
        code: 'backend-secrets-needed',
      });
      expect(elsewhere.calls).toEqual([]);
      expect((await change(id, ateraSetUp({ url: elsewhere.url }))).status).toBe(200);
      expect(await checksOf(`/backends/${id}/test`)).toEqual(ALL_FINE);
      expect(elsewhere.calls).not.toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  test('sealed with another key have to be entered again, and everything else works', async () => {
    const { id } = await addAtera();
    await desk.alter("UPDATE backend SET sealed_secrets = 'AAAA' WHERE id = ?", id);
    expect((await listed())[1]?.storedSecrets).toEqual([]);
    expect(await checksOf(`/backends/${id}/test`)).toEqual(['sign-in is not']);
    expect(codeOf(await change(id, ateraSetUp({ secrets: {} })))).toBe('backend-secrets-needed');
    expect((await change(id, ateraSetUp())).status).toBe(200);
    expect(await checksOf(`/backends/${id}/test`)).toEqual(ALL_FINE);
  });
});

function mailSetUp(more: Record<string, unknown> = {}) {
  const settings = {
    kind: 'mail',
    to: 'desk@example.org',
    replyTo: 'guichet@example.org',
    imap: null,
    smtp: { host: 'smtp.example.org', port: 587, secure: false, user: null },
    template: '{description}',
    serviceRequestTemplate: '{description}',
    numberPattern: NUMBER_PATTERN,
    ...more,
  };
  return { name: 'Octopus', settings, secrets: {} };
}

test('a mail backend warns while no mail server vouches for senders of the mails that it reads', async () => {
  const imap = { host: 'imap.example.org', port: 993, secure: true, user: 'guichet' };
  const warningOf = async (settings: Record<string, unknown>) => {
    const { body } = await administrator.ask('/backends', { json: mailSetUp(settings) });
    return Backend.parse(body).health.warning;
  };
  expect((await warningOf({ imap }))?.fr).toContain('approbations comprises');
  expect(await warningOf({ imap, authServer: 'mx.example.org' })).toBeNull();
  expect(await warningOf({ imap: null })).toBeNull();
  expect((await listed()).map(({ health }) => health.warning !== null)).toEqual([false, true, false, false]);
});

describe('the patterns of a mail backend', () => {
  test.each([
    ['numberPattern', 'INC-(\\d+'],
    ['numberPattern', 'INC-\\d+'],
    ['statusPattern', 'Statut : ((.+)'],
  ] as const)('are refused when unusable: %s %s', async (field, pattern) => {
    const { id } = Backend.parse((await administrator.ask('/backends', { json: mailSetUp() })).body);
    const wrong = mailSetUp({ [field]: pattern });
    for (const answer of [await administrator.ask('/backends', { json: wrong }), await change(id, wrong)]) {
      const { status, code, details } = failureOf(answer);
      expect([status, code, details?.name]).toEqual([422, 'pattern-unusable', pattern]);
      expect(details?.issues?.map(({ path }) => path)).toEqual([`settings.${field}`]);
    }
    expect((await listed()).map(({ settings }) => settings)).toMatchObject([{}, mailSetUp().settings]);
  });
});

describe('testing a connection', () => {
  test('works before saving, and reports what is missing', async () => {
    expect(await checksOf('/backends/test', ateraSetUp())).toEqual(ALL_FINE);
    const wrong = ateraSetUp({ secrets: { token: 'wrong' } });
    expect(await checksOf('/backends/test', wrong)).toEqual(['reachable is fine', 'sign-in is not']);
    atera.goDown(true);
    expect(await checksOf('/backends/test', ateraSetUp())).toEqual(['reachable is not']);
    expect(await listed()).toHaveLength(1);
  });

  test('does not follow a redirect, which would get the key', async () => {
    const redirecting = createServer((_request, response) => {
      response.writeHead(307, { location: `${atera.url}/tickets` }).end();
    });
    others.push(redirecting.listen(0, '127.0.0.1'));
    await once(redirecting, 'listening');
    const { port } = redirecting.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/api/v3`;
    expect(await checksOf('/backends/test', ateraSetUp({ url }))).toEqual(['reachable is not']);
    expect(atera.calls).toEqual([]);
  });

  test.each([
    'file:///etc/passwd',
    'ftp://contoso.example/',
    'contoso.example',
    'https://user:pass@contoso.example/',
  ])('refuses the address %s', async (url) => {
    expect(await checksOf('/backends/test', ateraSetUp({ url }))).toBe('invalid-request');
    expect(codeOf(await administrator.ask('/backends', { json: ateraSetUp({ url }) }))).toBe(
      'invalid-request',
    );
  });

  test('of an unknown backend is not found', async () => {
    expect(await checksOf(`/backends/${v7()}/test`)).toBe('not-found');
    expect(await checksOf('/backends/test', { ...ateraSetUp(), id: v7() })).toBe('not-found');
    expect(await checksOf('/backends/built-in/test')).toEqual(['reachable is fine']);
  });
});

test('a backend’s kind cannot change, and there is only one built-in desk', async () => {
  const { id } = await addAtera();
  const builtIn = { name: 'Our desk', settings: { kind: 'built-in' }, secrets: {} };
  expect(codeOf(await administrator.ask('/backends', { json: builtIn }))).toBe('invalid-request');
  expect(codeOf(await change(id, builtIn))).toBe('invalid-request');
  expect(codeOf(await change('built-in', ateraSetUp()))).toBe('invalid-request');
  expect(codeOf(await change(v7(), ateraSetUp()))).toBe('not-found');
  expect((await change('built-in', builtIn)).status).toBe(200);
  expect((await listed()).map(({ name }) => name)).toEqual(['Our desk', 'Atera']);
});

test('a backend can be removed once no route leads to it, the built-in desk never', async () => {
  const { id } = await addAtera();
  expect((await administrator.ask('/routes', put(toDefault(id)))).status).toBe(200);
  expect(failureOf(await remove(id))).toMatchObject({ status: 409, code: 'backend-in-use' });
  await administrator.ask('/routes', put(toDefault('built-in')));
  expect((await remove(id)).status).toBe(204);
  expect(codeOf(await remove(id))).toBe('not-found');
  expect(codeOf(await remove('built-in'))).toBe('backend-in-use');
  expect(await listed()).toHaveLength(1);
});

test('routes need exactly one default and existing backends', async () => {
  const { id } = await addAtera();
  const refused = async (routes: unknown) => codeOf(await administrator.ask('/routes', put(routes)));
  expect(await refused([])).toBe('invalid-request');
  expect(await refused([...toDefault(id), ...toDefault('built-in')])).toBe('invalid-request');
  expect(await refused(toDefault(v7()))).toBe('route-target-unknown');
  const routes = [{ organisationId: null, entryId: 'network', backendId: id }, ...toDefault('built-in')];
  expect((await administrator.ask('/routes', put(routes))).body).toEqual(routes);
  expect((await administrator.ask('/routes')).body).toEqual(routes);
});

test('a technician sees names and health of backends, and may change nothing', async () => {
  const { id } = await addAtera();
  const technician = await desk.technician();
  const rows = await listed(technician);
  expect(
    rows.map(({ name, kind, settings, storedSecrets }) => ({ name, kind, settings, storedSecrets })),
  ).toEqual([
    { name: 'Guichet', kind: 'built-in', settings: null, storedSecrets: [] },
    { name: 'Atera', kind: 'atera', settings: null, storedSecrets: [] },
  ]);
  expect(JSON.stringify(rows)).not.toContain(atera.url);
  const acts: [string, Parameters<FakeStaff['ask']>[1]][] = [
    ['/backends', { json: ateraSetUp() }],
    [`/backends/${id}`, put(ateraSetUp())],
    [`/backends/${id}`, { method: 'DELETE' }],
    [`/backends/${id}/test`, { method: 'POST' }],
    ['/backends/test', { json: ateraSetUp() }],
    ['/routes', {}],
    ['/routes', put(toDefault(id))],
    [`/backends/${id}/catalogue?organisation=${v7()}`, {}],
    [`/backends/${id}/catalogue?organisation=${v7()}`, { method: 'POST' }],
    [`/deliveries/${v7()}/discard`, { method: 'POST' }],
  ];
  for (const [path, options] of acts) {
    expect(codeOf(await technician.ask(path, options))).toBe('administrator-only');
  }
});

test('every act on a backend is audited', async () => {
  const { id } = await addAtera();
  await change(id, ateraSetUp());
  await administrator.ask(`/backends/${id}/test`, { method: 'POST' });
  await administrator.ask('/routes', put(toDefault('built-in')));
  await remove(id);
  const audit = await desk.rows("SELECT * FROM audit WHERE subject_kind = 'backend' ORDER BY id");
  expect(audit.map(({ act, subject_id }) => [act, subject_id])).toEqual([
    ['add-backend', id],
    ['change-backend', id],
    ['test-backend', id],
    ['change-routes', 'built-in'],
    ['remove-backend', id],
  ]);
  expect(JSON.parse(String(audit[0]?.details))).toEqual({
    name: 'Atera',
    kind: 'atera',
    secrets: 'token',
    address: new URL(atera.url).host,
  });
});

test('the catalogue of a backend without one is an error, not an empty catalogue', async () => {
  const { id } = await addAtera();
  const [organisation] = await desk.rows('SELECT id FROM organisation');
  const path = `/backends/${id}/catalogue?organisation=${organisation?.id}`;
  for (const options of [{}, { method: 'POST' }]) {
    expect(failureOf(await administrator.ask(path, options))).toMatchObject({
      status: 502,
      code: 'backend-failed',
      details: { name: 'Atera' },
    });
  }
});

test('the console is notified of changed backends', async () => {
  const { events, close } = await listen(`${desk.url}/v1/console/events`, { cookie: administrator.cookie });
  try {
    await addAtera();
    await until(() => events.includes('changed "backends"'));
  } finally {
    close();
  }
});

test('the API description contains the backends', async () => {
  const { body } = await ask(`${desk.url}/v1/openapi.json`);
  const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(body);
  const described = ['', '/{id}', '/{id}/test', '/test', '/{id}/catalogue'].map((path) =>
    Object.keys(paths[`/v1/console/backends${path}`] ?? {}).toSorted(),
  );
  expect(described).toEqual([['get', 'post'], ['delete', 'put'], ['post'], ['post'], ['get', 'post']]);
  expect(Object.keys(paths['/v1/console/routes'] ?? {}).toSorted()).toEqual(['get', 'put']);
});

describe('a link-local address', () => {
  const saved = (host: string) => ({ ...ateraSetUp({ url: `http://${host}/api/v3` }), name: host });

  test.each(['169.254.169.254', '0xa9fea9fe', '[fe80::1]', '[::ffff:169.254.169.254]'])(
    'such as %s is refused when it is entered',
    async (host) => {
      expect(codeOf(await administrator.ask('/backends', { json: saved(host) }))).toBe(
        'backend-address-link-local',
      );
      const { id } = await addAtera();
      expect(codeOf(await change(id, saved(host)))).toBe('backend-address-link-local');
      expect(await listed()).toHaveLength(2);
    },
  );

  test('is never called, neither to test it nor because it was saved before', async () => {
    const answer = await administrator.ask('/backends/test', {
      json: { ...saved('169.254.169.254'), id: null },
    });
    expect(ConnectionCheck.array().parse(answer.body)[0]?.problem?.en).toContain(
      '169.254.169.254 (link-local)',
    );
    const { id } = await addAtera();
    const [row] = await desk.rows('SELECT settings FROM backend WHERE id = ?', id);
    const settings = { ...JSON.parse(String(row?.settings)), url: 'http://169.254.169.254/' };
    await desk.alter('UPDATE backend SET settings = ? WHERE id = ?', JSON.stringify(settings), id);
    await desk.alter('UPDATE backend SET revision = revision + 1 WHERE id = ?', id);
    const again = ConnectionCheck.array().parse(
      (await administrator.ask(`/backends/${id}/test`, { json: {} })).body,
    );
    expect(again[0]?.problem?.fr).toContain('169.254.169.254 (link-local)');
  });

  test('is refused for a mailbox as for the server that sends', async () => {
    const mail = {
      kind: 'mail',
      to: 'desk@desk.example',
      replyTo: 'guichet@contoso.example',
      smtp: { host: '127.0.0.1', port: 1, secure: false, user: null },
      imap: { host: '169.254.169.254', port: 143, secure: false, user: 'guichet' },
      numberPattern: NUMBER_PATTERN,
      template: '{description}',
      serviceRequestTemplate: '{description}',
    };
    const json = { name: 'Octopus', settings: mail, secrets: { imapPassword: 'secret' } };
    expect(codeOf(await administrator.ask('/backends', { json }))).toBe('backend-address-link-local');
    const checks = await administrator.ask('/backends/test', { json: { ...json, id: null } });
    const problems = ConnectionCheck.array()
      .parse(checks.body)
      .map(({ problem }) => problem?.en);
    expect(problems.join(' ')).toContain('169.254.169.254 (link-local)');
  });
});

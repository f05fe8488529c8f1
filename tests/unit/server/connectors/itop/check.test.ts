import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ItopSettings } from '../../../../../contract/itop-settings.ts';
import type { Failure } from '../../../../../server/connectors/connector.ts';
import { createItopConnector } from '../../../../../server/connectors/itop/index.ts';
import { newTicket } from '../../../../connectors/content.ts';
import { openItop } from '../../../../fakes/itop/harness.ts';
import { PASSWORD, TOKEN } from '../../../../fakes/itop/server.ts';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

const PARTS = { fetch, now: () => new Date('2026-11-22T00:00:00Z'), timeout: 30_000 };

async function open(...options: Parameters<typeof openItop>) {
  const harness = await openItop(...options);
  ending.push(harness.close);
  return harness;
}

/** The failure for a server with this response. */
async function failureFrom(listener: RequestListener, timeout = PARTS.timeout): Promise<Failure | undefined> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = ItopSettings.parse({ kind: 'itop', url: address, user: 'guichet' });
  const parts = { ...PARTS, timeout };
  const answer = await createItopConnector(settings, { password: PASSWORD }, parts).people('Contoso', 'a');
  return answer.ok ? undefined : answer.failure;
}

test('a proxy’s page is not a response of iTop, even with status 200', async () => {
  const page: RequestListener = (_, response) => void response.end('<html>Please sign in</html>');
  expect((await failureFrom(page))?.kind).toBe('unreachable');
  const other: RequestListener = (_, response) => void response.end('{"status":"ok"}');
  expect((await failureFrom(other))?.kind).toBe('unreachable');
});

test('PHP output before the response, and an address without iTop, are reported', async () => {
  const noisy =
    '<br />\n<b>Warning</b>:  hex2bin(): Input string must be…<br />\n{"code":1,"message":"Error"}';
  expect(await failureFrom((_, response) => void response.end(noisy))).toMatchObject({
    kind: 'unreachable',
    reason: { en: expect.stringContaining('display_errors') },
  });
  expect(await failureFrom((_, response) => void response.writeHead(404).end('Not found'))).toMatchObject({
    kind: 'unreachable',
    reason: { en: expect.stringContaining('above webservices') },
  });
});

test('a password is not sent to a redirect', async () => {
  const requests: string[] = [];
  const failure = await failureFrom((request, response) => {
    requests.push(request.url ?? '');
    response.writeHead(307, { Location: '/elsewhere' }).end();
  });
  expect([failure?.kind, requests]).toEqual(['unreachable', ['/webservices/rest.php?version=1.3']]);
});

test('Retry-After is read in seconds or as a date of the server’s clock', async () => {
  const date = 'Sun, 22 Nov 2026 03:00:00 GMT';
  const withHeader = (status: number, value: string) =>
    failureFrom((_, response) => void response.writeHead(status, { Date: date, 'Retry-After': value }).end());
  expect(await withHeader(429, '7')).toMatchObject({ kind: 'limited', retryAfter: 7000 });
  expect(await withHeader(503, 'Sun, 22 Nov 2026 03:01:00 GMT')).toMatchObject({ retryAfter: 60_000 });
  expect(await failureFrom((_, response) => void response.writeHead(503).end())).toMatchObject({
    kind: 'unreachable',
  });
});

test('a call without a response times out', async () => {
  expect(await failureFrom(() => undefined, 100)).toEqual({
    kind: 'unreachable',
    // a question: iTop changes nothing for it
    isOver: true,
    reason: { en: 'iTop did not answer in time.', fr: 'iTop n’a pas répondu à temps.' },
  });
});

test('no failure contains the password, whatever iTop or the network returns', async () => {
  const echo = JSON.stringify({ code: 100, message: `Error: auth_pwd=${PASSWORD}` });
  const failure = await failureFrom((_, response) => void response.end(echo));
  expect(failure?.kind).toBe('refused');
  expect(JSON.stringify(failure?.reason)).not.toContain(PASSWORD);
  const parsed = ItopSettings.parse({ kind: 'itop', url: 'http://127.0.0.1:1', user: 'guichet' });
  const settings = { ...parsed, url: 'http://a:secret@127.0.0.1:1' };
  const [check] = await createItopConnector(settings, { password: PASSWORD }, PARTS).check();
  expect(JSON.stringify(check?.problem)).not.toContain('secret');
});

test('a busy database is not a refusal', async () => {
  const busy = JSON.stringify({ code: 100, message: 'Error: Deadlock found when trying to get lock' });
  expect((await failureFrom((_, response) => void response.end(busy)))?.kind).toBe('unreachable');
});

test('without a user name, a token is used', async () => {
  const { settings, organisation, itop } = await open();
  const byToken = (token?: string) =>
    createItopConnector({ ...settings, user: null }, token === undefined ? {} : { token }, PARTS).people(
      organisation,
      'a',
    );
  expect((await byToken(TOKEN)).ok).toBe(true);
  itop.loginTypes.delete('token');
  expect(await byToken(TOKEN)).toMatchObject({
    failure: { kind: 'barred', reason: { en: expect.stringContaining('"token"') } },
  });
  for (const token of [undefined, '', 'a\nb', 'another'])
    expect(await byToken(token)).toMatchObject({ ok: false, failure: { kind: 'barred' } });
});

test('the check names the missing right', async () => {
  const { connector, itop } = await open();
  const problems = async () =>
    (await connector.check())
      .filter(({ problem }) => problem !== null)
      .map(({ name, problem }) => `${name}: ${problem?.en}`);
  const expected: [string, RegExp][] = [
    ['read UserRequest', /^read-tickets: UserRequest cannot be read: .*reading/],
    ['create UserRequest', /^write-tickets: UserRequest cannot be created: .*creating.*"Service Desk Agent"/],
    ['create Person', /^write-tickets: Person cannot be created: .*"Configuration Manager"/],
    ['update UserRequest', /^write-tickets: UserRequest cannot be changed/],
    ['create Attachment', /^attachments: Files cannot be attached/],
    ['read Organization', /^organisations: Organisations cannot be read/],
  ];
  for (const [right, words] of expected) {
    itop.account.lacks = new Set([right]);
    expect(await problems(), right).toEqual([expect.stringMatching(words)]);
  }
  itop.account.lacks.clear();
  itop.mayUseRest = false;
  expect(await problems()).toEqual([expect.stringContaining('REST Services User')]);
  itop.isOfPortal = true;
  expect(await problems()).toEqual([expect.stringMatching(/^sign-in: .*portal/)]);
  itop.loginTypes.delete('form');
  expect(await problems()).toEqual([expect.stringMatching(/^sign-in: .*allowed_login_types .*"form"/)]);
});

test('the check names the wrong setting', async () => {
  const itil = await open({}, { hasItil: true });
  expect((await itil.connector.check()).find(({ problem }) => problem)?.problem?.en).toContain(
    'class for incidents',
  );
  const plain = await open({ incidentClass: 'Incident' });
  expect((await plain.connector.check()).find(({ problem }) => problem)?.problem?.en).toContain(
    'Choose UserRequest',
  );
  const named = await open({ organisations: { Nord: 'Nowhere', Other: 'ANOTHER' } });
  expect((await named.connector.check()).find(({ problem }) => problem)?.problem?.en).toMatch(
    /names: Nowhere\.$/,
  );
  const early = await open({ timeZone: 'America/Toronto' });
  await early.connector.createTicket(newTicket(early));
  expect((await early.connector.check()).find(({ problem }) => problem)?.problem?.en).toContain(
    'America/Toronto',
  );
  const zone = await open({ timeZone: 'Europe/Nowhere' });
  expect((await zone.connector.check()).find(({ problem }) => problem)?.problem?.en).toContain(
    'Europe/Nowhere',
  );
});

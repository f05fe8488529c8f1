// Pages beside the API: its description, the mailbox, the console's files, security headers.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { ask } from '../../fakes/server/http.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let consoleDir: string;
let desk: TestServer;
beforeEach(async () => {
  consoleDir = await mkdtemp(path.join(tmpdir(), 'guichet-console-'));
  await mkdir(path.join(consoleDir, 'assets'));
  await writeFile(path.join(consoleDir, 'index.html'), '<!doctype html><title>Console</title>');
  await writeFile(path.join(consoleDir, 'assets', 'index-abc.js'), 'export {};');
  desk = await openTestServer({ environment: { CONSOLE_DIR: consoleDir } });
});
afterEach(async () => {
  await desk.close();
  await rm(consoleDir, { recursive: true, force: true });
});

const HTML = { accept: 'text/html,application/xhtml+xml' };

/** The status of a request with these headers, such as another Host. */
function statusFor(page: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(page, desk.url), { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

test('the console’s index is served for each of its pages', async () => {
  for (const page of ['/', '/devices', '/tickets/123', '/setup']) {
    const answer = await ask(`${desk.url}${page}`, { headers: HTML });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<title>Console</title>') });
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  }
  const asset = await ask(`${desk.url}/assets/index-abc.js`);
  expect(asset.headers.get('cache-control')).toContain('immutable');
});

test('unknown addresses are not found, and no file outside the console is served', async () => {
  expect(codeOf(await ask(`${desk.url}/v1/nothing`, { headers: HTML }))).toBe('not-found');
  expect(codeOf(await ask(`${desk.url}/assets/gone.js`))).toBe('not-found');
  expect(codeOf(await ask(`${desk.url}/devices`, { json: {} }))).toBe('not-found');
  const outside = await ask(`${desk.url}/..%2f..%2fetc%2fpasswd`);
  expect(failureOf(outside).status).toBeGreaterThanOrEqual(400);
});

test('without a built console, its pages are not found', async () => {
  const bare = await openTestServer({ environment: { CONSOLE_DIR: path.join(consoleDir, 'none') } });
  expect(codeOf(await ask(`${bare.url}/`, { headers: HTML }))).toBe('not-found');
  await bare.close();
});

test('every page forbids foreign scripts and framing', async () => {
  for (const page of ['/', '/docs', '/mailbox', '/v1/nothing']) {
    const { headers } = await ask(`${desk.url}${page}`, { headers: HTML });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("script-src 'unsafe");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('the API description lists every route with a summary', async () => {
  const { body } = await ask(`${desk.url}/v1/openapi.json`);
  const Operation = z.object({ summary: z.string().min(1), tags: z.array(z.string()) });
  const Description = z.object({
    openapi: z.literal('3.1.0'),
    paths: z.record(z.string(), z.record(z.string(), Operation)),
  });
  const { paths } = Description.parse(body);
  const operations = Object.entries(paths).flatMap(([route, methods]) =>
    Object.keys(methods).map((method) => `${method} ${route}`),
  );
  expect(operations.sort()).toEqual([
    'delete /v1/agent',
    'delete /v1/console/account/passkeys/{id}',
    'delete /v1/console/account/sessions',
    'delete /v1/console/account/sessions/{id}',
    'delete /v1/console/backends/{id}',
    'delete /v1/console/invitations/{id}',
    'delete /v1/console/mails/texts/{event}/{language}',
    'delete /v1/console/organisations/{id}/advance-activations/{activationId}',
    'delete /v1/console/organisations/{id}/enrolment-keys/{keyId}',
    'delete /v1/console/organisations/{id}/sign-in',
    'delete /v1/console/releases/{id}',
    'delete /v1/console/session',
    'delete /v1/console/staff-provider',
    'delete /v1/console/staff/{id}/deactivation',
    'delete /v1/console/staff/{id}/second-factor',
    'delete /v1/console/staff/{id}/sessions',
    'delete /v1/console/teams/{id}',
    'delete /v1/console/tickets/{id}/following',
    'delete /v1/console/tickets/{id}/relations/{relationId}',
    'get /healthz',
    'get /readyz',
    'get /updates/{file}',
    'get /updates/{version}/{name}',
    'get /v1/console/account',
    'get /v1/console/account/mails',
    'get /v1/console/account/sessions',
    'get /v1/console/agents/counts',
    'get /v1/console/announcements',
    'get /v1/console/attachments/{id}',
    'get /v1/console/attention',
    'get /v1/console/backends',
    'get /v1/console/backends/{id}/catalogue',
    'get /v1/console/colleagues',
    'get /v1/console/deliveries',
    'get /v1/console/devices',
    'get /v1/console/events',
    'get /v1/console/held-mails',
    'get /v1/console/held-mails/{id}/files/{position}',
    'get /v1/console/mails/languages',
    'get /v1/console/mails/queue',
    'get /v1/console/mails/texts',
    'get /v1/console/organisations',
    'get /v1/console/organisations/{id}/catalogue',
    'get /v1/console/organisations/{id}/people',
    'get /v1/console/policy',
    'get /v1/console/releases',
    'get /v1/console/routes',
    'get /v1/console/routes/entries',
    'get /v1/console/session',
    'get /v1/console/sign-in-rules',
    'get /v1/console/sign-in-ways',
    'get /v1/console/staff',
    'get /v1/console/staff-provider',
    'get /v1/console/status',
    'get /v1/console/teams',
    'get /v1/console/tickets',
    'get /v1/console/tickets/{id}',
    'get /v1/events',
    'get /v1/openapi.json',
    'get /v1/people',
    'get /v1/tickets/{id}/attachments/{sha256}',
    'head /v1/uploads/{id}',
    'patch /v1/uploads/{id}',
    'post /v1/confirmations',
    'post /v1/confirmations/tokens',
    'post /v1/console/account/passkeys',
    'post /v1/console/account/passkeys/challenge',
    'post /v1/console/account/password',
    'post /v1/console/account/second-factor',
    'post /v1/console/account/second-factor/confirmation',
    'post /v1/console/account/second-factor/removal',
    'post /v1/console/agents/state',
    'post /v1/console/announcements',
    'post /v1/console/announcements/{id}/withdraw',
    'post /v1/console/approval',
    'post /v1/console/approval/decision',
    'post /v1/console/backends',
    'post /v1/console/backends/test',
    'post /v1/console/backends/{id}/catalogue',
    'post /v1/console/backends/{id}/test',
    'post /v1/console/deliveries/{id}/discard',
    'post /v1/console/deliveries/{id}/discard-alike',
    'post /v1/console/deliveries/{id}/retry',
    'post /v1/console/deliveries/{id}/retry-alike',
    'post /v1/console/held-mails/{id}',
    'post /v1/console/invitation',
    'post /v1/console/invitation/acceptance',
    'post /v1/console/invitations',
    'post /v1/console/invitations/{id}/mails',
    'post /v1/console/mails/previews',
    'post /v1/console/mails/queue/{id}/discard',
    'post /v1/console/mails/queue/{id}/retry',
    'post /v1/console/mails/samples',
    'post /v1/console/organisations',
    'post /v1/console/organisations/{id}/advance-activations',
    'post /v1/console/organisations/{id}/enrolment-keys',
    'post /v1/console/organisations/{id}/people/address',
    'post /v1/console/password-link',
    'post /v1/console/password-link/completion',
    'post /v1/console/password-links',
    'post /v1/console/recovery',
    'post /v1/console/recovery/completion',
    'post /v1/console/releases',
    'post /v1/console/session',
    'post /v1/console/session/challenge',
    'post /v1/console/session/passkey',
    'post /v1/console/session/proof',
    'post /v1/console/session/proof/passkey',
    'post /v1/console/session/proof/provider',
    'post /v1/console/session/provider',
    'post /v1/console/session/provider/attempts',
    'post /v1/console/setup',
    'post /v1/console/sign-in-tests',
    'post /v1/console/staff/{id}/password-links',
    'post /v1/console/teams',
    'post /v1/console/tickets/{id}/approver',
    'post /v1/console/tickets/{id}/assign',
    'post /v1/console/tickets/{id}/close',
    'post /v1/console/tickets/{id}/correct',
    'post /v1/console/tickets/{id}/decision',
    'post /v1/console/tickets/{id}/hand-over',
    'post /v1/console/tickets/{id}/merge',
    'post /v1/console/tickets/{id}/relations',
    'post /v1/console/tickets/{id}/reopen',
    'post /v1/console/tickets/{id}/replies',
    'post /v1/console/tickets/{id}/resolve',
    'post /v1/console/tickets/{id}/resume',
    'post /v1/console/tickets/{id}/set-pending',
    'post /v1/console/tickets/{id}/split',
    'post /v1/console/tickets/{id}/take',
    'post /v1/console/tickets/{id}/undo-merger',
    'post /v1/enrolments',
    'post /v1/sign-ins',
    'post /v1/sign-ins/answers',
    'post /v1/sync',
    'post /v1/uploads',
    'put /v1/console/account/absence',
    'put /v1/console/account/mails',
    'put /v1/console/account/passkeys/{id}',
    'put /v1/console/announcements/{id}',
    'put /v1/console/backends/{id}',
    'put /v1/console/mails/languages/{id}',
    'put /v1/console/mails/texts/{event}/{language}',
    'put /v1/console/organisations/{id}/sign-in',
    'put /v1/console/releases/{id}/files/{name}',
    'put /v1/console/releases/{id}/stage',
    'put /v1/console/routes',
    'put /v1/console/sign-in-rules',
    'put /v1/console/staff-provider',
    'put /v1/console/staff/{id}',
    'put /v1/console/staff/{id}/absence',
    'put /v1/console/staff/{id}/deactivation',
    'put /v1/console/teams/{id}',
    'put /v1/console/tickets/{id}/following',
    'put /v1/console/uploads/{sha256}',
  ]);
  expect((await ask(`${desk.url}/docs`, { headers: HTML })).status).toBe(200);
});

test('the mailbox shows mails as text, and only to this machine', async () => {
  const agent = await desk.activeAgent();
  const email = 'requester@contoso.example';
  await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
  const page = await ask(`${desk.url}/mailbox`);
  expect(page.body).toContain(email);
  expect(page.body).toContain(await desk.mailedToken(email));
  expect(page.body).toContain('&lt;guichet@localhost&gt;');
  const { port } = new URL(desk.url);
  for (const address of ['/mailbox', '/mailbox.json']) {
    expect(await statusFor(address, { host: `localhost:${port}` })).toBe(200);
    expect(await statusFor(address, { host: `rebound.example:${port}` })).toBe(404);
    expect(await statusFor(address, { 'x-forwarded-for': '192.0.2.1' })).toBe(404);
  }
});

test('the mailbox is in the browser’s language', async () => {
  const page = await ask(`${desk.url}/mailbox`, {
    headers: { 'accept-language': 'fr-CA,fr;q=0.9,en;q=0.5' },
  });
  expect(page.body).toContain('<html lang="fr">');
  expect(page.body).toContain('Boîte aux lettres');
});

test('a server without MAILBOX=true has no mailbox', async () => {
  await desk.close();
  desk = await openTestServer({ environment: { MAILBOX: 'false' } });
  for (const page of ['/mailbox', '/mailbox.json']) {
    expect(codeOf(await ask(`${desk.url}${page}`))).toBe('not-found');
  }
});

test('no answer of the API is kept by a browser or a proxy', async () => {
  const administrator = await desk.administrator();
  const agent = await desk.activeAgent();
  const answers = [
    await administrator.ask('/organisations'),
    await administrator.ask('/devices'),
    await administrator.ask('/session'),
    await agent.ask('/v1/sync', { json: { cursor: 0, commands: [] } }),
    await agent.ask('/v1/people?search=re'),
    await ask(`${desk.url}/v1/nothing`),
    await ask(`${desk.url}/healthz`),
    await ask(`${desk.url}/updates/latest.yml`),
    await ask(`${desk.url}/updates/nothing/here`),
    await agent.ask('/updates/latest.yml'),
  ];
  for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store');
});

// The sign-in in the browser, from the agent's window to a real server and a real identity provider.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SECOND } from '../../../server/clock.ts';
import { type AgentUnderTest, removedAfterEach, startAgent } from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { recordingLog } from '../../fakes/recording-log.ts';
import {
  type IdentityProvider,
  openIdentityProvider,
  PUBLIC_CLIENT,
} from '../../fakes/server/identity-provider.ts';
import {
  ENROLMENT_KEY,
  firstOrganisation,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const ALICE = { email: 'alice@contoso.example', email_verified: true, name: 'Alice Martin' };
const ME = { email: ALICE.email, fullName: ALICE.name };
let provider: IdentityProvider;
let desk: TestServer;
beforeAll(async () => {
  provider = await openIdentityProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  Object.assign(provider, { mode: 'up', document: {}, accounts: { alice: { ...ALICE } } });
  desk = await openTestServer();
  const administrator = await desk.administrator();
  const { id } = await firstOrganisation(administrator);
  const json = {
    issuer: provider.issuer,
    clientId: PUBLIC_CLIENT,
    addressClaim: 'email',
    acceptsUnverified: false,
  };
  await administrator.ask(`/organisations/${id}/sign-in`, { method: 'PUT', json });
});
afterEach(async () => {
  let isClosed = false;
  const closed = desk.close().finally(() => {
    isClosed = true;
  });
  await until(() => {
    // the time that open connections get: the agent was cut off, and ends none of its own
    desk.clock.advance(3 * SECOND);
    return isClosed;
  }, 'the server is closed');
  await closed;
});
const started = removedAfterEach();

/** A browser that signs in as Alice and goes back to the agent. */
async function browse(url: string): Promise<void> {
  const page = await fetch(await provider.visit(url, 'alice'));
  expect(await page.text()).toContain('You can close this page and return to Guichet.');
}

async function activeAgent(options: Partial<Parameters<typeof startAgent>[0]> = {}): Promise<AgentUnderTest> {
  const parts = {
    fetch,
    serverUrl: desk.url,
    enrolmentKey: ENROLMENT_KEY,
    openInBrowser: browse,
    ...options,
  };
  const agent = started(startAgent(parts));
  await expect.poll(() => agent.agent.state().standing?.state).toBe('waiting');
  const administrator = await desk.administrator();
  const { id: organisationId } = await firstOrganisation(administrator);
  await administrator.ask('/agents/state', { json: { act: 'activate', selection: { organisationId } } });
  await expect.poll(agent.condition).toBe('confirm-address');
  return agent;
}

test('the browser confirms the address, and name and address come from the provider', async () => {
  const log = recordingLog();
  const agent = await activeAgent({ log });
  expect(agent.agent.state().standing?.proof).toBe('sign-in');
  expect(await agent.ask('settings:sign-in', undefined)).toEqual({ ok: true, value: ME });
  await expect.poll(agent.condition).toBe('ready');
  const read = await agent.ask('settings:read', undefined);
  expect(read.ok && read.value.settings).toMatchObject(ME);
  expect(log.lines.join('\n')).not.toContain('alice');
  expect(await agent.ask('settings:send-token', ME)).toMatchObject({ error: { code: 'sign-in-needed' } });
});

test('a browser that cannot be opened is said to be so, and the next sign-in works', async () => {
  let isThere = false;
  const agent = await activeAgent({
    openInBrowser: (url) => (isThere ? browse(url) : Promise.reject(new Error('no browser'))),
  });
  const failed = await agent.ask('settings:sign-in', undefined);
  expect(failed).toMatchObject({ error: { code: 'sign-in-not-opened' } });
  isThere = true;
  expect((await agent.ask('settings:sign-in', undefined)).ok).toBe(true);
});

test('a sign-in that nobody finishes ends after five minutes, and one that is cancelled at once', async () => {
  const clock = manualClock();
  const opened: string[] = [];
  const agent = await activeAgent({ clock, openInBrowser: async (url) => void opened.push(url) });
  const forgotten = agent.ask('settings:sign-in', undefined);
  await expect.poll(() => opened.length).toBe(1);
  clock.advance(5 * 60_000);
  expect(await forgotten).toEqual({
    ok: false,
    error: { code: 'sign-in-timed-out', details: { limit: 5 } },
  });
  const cancelled = agent.ask('settings:sign-in', undefined);
  await expect.poll(() => opened.length).toBe(2);
  await agent.ask('settings:cancel-sign-in', undefined);
  expect(await cancelled).toMatchObject({ error: { code: 'sign-in-cancelled' } });
  await expect(fetch(await provider.visit(opened[1] ?? '', 'alice'))).rejects.toThrow();
});

test('a second press ends the first sign-in', async () => {
  const opened: string[] = [];
  const agent = await activeAgent({ openInBrowser: async (url) => void opened.push(url) });
  const first = agent.ask('settings:sign-in', undefined);
  await expect.poll(() => opened.length).toBe(1);
  const second = agent.ask('settings:sign-in', undefined);
  expect(await first).toMatchObject({ error: { code: 'sign-in-cancelled' } });
  await expect.poll(() => opened.length).toBe(2);
  await browse(opened[1] ?? '');
  expect((await second).ok).toBe(true);
});

test('a provider that is down opens no browser, and is said to be unavailable', async () => {
  provider.mode = 'down';
  const agent = await activeAgent({ openInBrowser: () => expect.unreachable() });
  const failed = await agent.ask('settings:sign-in', undefined);
  expect(failed).toMatchObject({ error: { code: 'sign-in-unavailable' } });
});

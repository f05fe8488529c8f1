// Sign-in with the identity provider of an organisation: what proves an address, and whom a proof helps.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { NewSignIn } from '../../../contract/sign-in.ts';
import { MINUTE } from '../../../server/clock.ts';
import { enrolAgent, type FakeAgent, newSecret } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import {
  CLIENT_SECRET,
  CONFIDENTIAL_CLIENT,
  type IdentityProvider,
  OTHER_CLIENT,
  openIdentityProvider,
  PUBLIC_CLIENT,
} from '../../fakes/server/identity-provider.ts';
import {
  ANYBODY,
  ENROLMENT_KEY,
  firstOrganisation,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';

const PORT = 50_123;
const ALICE = { email: 'alice@contoso.example', email_verified: true, name: 'Alice Martin' };
const BOB = { email: 'bob@contoso.example', email_verified: true, name: 'Bob Durand' };

let desk: TestServer;
let provider: IdentityProvider;
let agent: FakeAgent;
beforeAll(async () => {
  provider = await openIdentityProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  // long enough for a busy machine, where the provider answers late though it is up
  desk = await openTestServer({ overrides: { providerTimeout: 3000 } });
  Object.assign(provider, { mode: 'up', document: {}, accounts: { alice: { ...ALICE }, bob: { ...BOB } } });
  agent = await desk.activeAgent();
  await useProvider();
});
afterEach(() => desk.close());

async function organisationPath(): Promise<string> {
  return `/organisations/${(await firstOrganisation(await desk.administrator())).id}/sign-in`;
}

async function useProvider(changes: Partial<NewSignIn> = {}) {
  const json: NewSignIn = {
    issuer: provider.issuer,
    clientId: PUBLIC_CLIENT,
    addressClaim: 'email',
    acceptsUnverified: false,
    ...changes,
  };
  const saved = await (await desk.administrator()).ask(await organisationPath(), { method: 'PUT', json });
  if (saved.status !== 200) throw new Error(desk.log.lines.join());
  return saved.body;
}

async function begin(by = agent): Promise<{ url: string; state: string }> {
  const begun = await by.ask('/v1/sign-ins', { json: { port: PORT } });
  if (begun.status !== 200) throw new Error(`not begun: ${JSON.stringify(begun.body)}`);
  return begun.body as { url: string; state: string };
}

/** What the browser of this account brings back. */
async function visit(url: string, subject: string) {
  const { searchParams } = await provider.visit(url, subject);
  return {
    state: searchParams.get('state') ?? '',
    code: searchParams.get('code') ?? '',
    issuer: searchParams.get('iss'),
  };
}

const finish = (answer: object, by = agent) => by.ask('/v1/sign-ins/answers', { json: answer });

async function signIn(subject: string, by = agent) {
  return finish(await visit((await begin(by)).url, subject), by);
}

const standing = async (by = agent) => (await by.sync()).standing;

test('a sign-in gives the agent the address and the name of the provider, and an active requester', async () => {
  expect((await standing()).proof).toBe('sign-in');
  expect((await signIn('alice')).body).toEqual({ email: ALICE.email, fullName: ALICE.name });
  expect((await standing()).requester).toEqual({ email: ALICE.email, fullName: ALICE.name });
});

test('the browser comes back to 127.0.0.1 at the port of the agent, and chooses an account', async () => {
  const { searchParams } = new URL((await begin()).url);
  expect(searchParams.get('redirect_uri')).toBe(`http://127.0.0.1:${PORT}/sign-in`);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  expect(searchParams.get('prompt')).toBe('select_account');
});

test('a confidential client signs in with its sealed secret, which no answer and no audit row holds', async () => {
  const saved = await useProvider({ clientId: CONFIDENTIAL_CLIENT, clientSecret: CLIENT_SECRET });
  expect(saved).toMatchObject({ hasSecret: true });
  expect((await signIn('alice')).status).toBe(200);
  const stored = JSON.stringify([
    await desk.rows('SELECT * FROM sign_in_provider'),
    await desk.rows('SELECT * FROM audit'),
  ]);
  expect(stored).not.toContain(CLIENT_SECRET);
});

test('a stored client secret is not sent to another issuer', async () => {
  await useProvider({ clientId: CONFIDENTIAL_CLIENT, clientSecret: CLIENT_SECRET });
  const json = {
    issuer: 'https://evil.example',
    clientId: 'x',
    addressClaim: 'email',
    acceptsUnverified: false,
  };
  const path = await organisationPath();
  const changed = await (await desk.administrator()).ask(path, { method: 'PUT', json });
  expect(codeOf(changed)).toBe('backend-secrets-needed');
});

test('a wrong state proves nothing, and the right one still works afterwards', async () => {
  const answer = await visit((await begin()).url, 'alice');
  expect(codeOf(await finish({ ...answer, state: newSecret() }))).toBe('sign-in-over');
  expect((await finish(answer)).status).toBe(200);
});

test('an answer works only once', async () => {
  const answer = await visit((await begin()).url, 'alice');
  expect((await finish(answer)).status).toBe(200);
  expect(codeOf(await finish(answer))).toBe('sign-in-over');
});

test('a sign-in is over after ten minutes, and a new one ends the former', async () => {
  const late = await visit((await begin()).url, 'alice');
  desk.clock.advance(10 * MINUTE);
  expect(codeOf(await finish(late))).toBe('sign-in-over');
  const former = await visit((await begin()).url, 'alice');
  await begin();
  expect(codeOf(await finish(former))).toBe('sign-in-over');
});

test('another agent gains nothing from somebody’s code, with their state or with its own', async () => {
  const thief = await desk.activeAgent();
  const answer = await visit((await begin()).url, 'alice');
  expect(codeOf(await finish(answer, thief))).toBe('sign-in-over');
  const { state } = await begin(thief);
  expect(codeOf(await finish({ ...answer, state }, thief))).toBe('sign-in-refused');
  expect((await standing(thief)).requester).toBeNull();
});

test('a code that the provider gave to another program is refused', async () => {
  const { url, state } = await begin();
  const foreign = new URL(url);
  foreign.searchParams.set('client_id', OTHER_CLIENT);
  const answer = await visit(foreign.href, 'alice');
  expect(codeOf(await finish({ ...answer, state }))).toBe('sign-in-refused');
  expect((await standing()).requester).toBeNull();
});

test('an answer that names another issuer is refused (mix-up, RFC 9207)', async () => {
  const answer = await visit((await begin()).url, 'alice');
  expect(codeOf(await finish({ ...answer, issuer: 'https://evil.example' }))).toBe('sign-in-refused');
});

test('another account on a confirmed agent waits for staff, who see old > new, and is good once they accept it', async () => {
  await signIn('alice');
  expect(failureOf(await signIn('bob'))).toMatchObject({ status: 409, code: 'sign-in-of-another' });
  expect(await standing()).toMatchObject({ state: 'waiting', requester: null });
  const administrator = await desk.administrator();
  const { body } = await administrator.ask('/devices');
  expect(JSON.stringify(body)).toContain(
    '{"what":"signIn","from":"alice@contoso.example (alice)","to":"bob@contoso.example (bob)"}',
  );
  const { id: organisationId } = await firstOrganisation(administrator);
  const all = await administrator.ask('/agents/state', {
    json: { act: 'activate', selection: { organisationId } },
  });
  expect(all.body).toEqual({ changed: 0, undecided: 1 });
  await desk.changeState('activate', [agent]);
  expect((await signIn('bob')).body).toEqual({ email: BOB.email, fullName: BOB.name });
});

test('an address that the provider gave to another account does not give its tickets, until staff accept it', async () => {
  await signIn('alice');
  provider.accounts.bob = { ...BOB, email: ALICE.email };
  const other = await desk.activeAgent();
  expect(codeOf(await signIn('bob', other))).toBe('sign-in-of-another');
  expect(await standing(other)).toMatchObject({ state: 'waiting', requester: null });
  expect((await standing()).requester?.email).toBe(ALICE.email);
  await desk.changeState('activate', [other]);
  expect((await signIn('bob', other)).status).toBe(200);
});

test('an address that staff gave to another account is confirmed anew on the other computers of the former one', async () => {
  await signIn('alice');
  provider.accounts.bob = { ...BOB, email: ALICE.email };
  const other = await desk.activeAgent();
  expect(codeOf(await signIn('bob', other))).toBe('sign-in-of-another');
  await desk.changeState('activate', [other]);
  expect((await signIn('bob', other)).status).toBe(200);
  expect(await standing()).toMatchObject({ state: 'active', requester: null });
  provider.accounts.alice = { ...ALICE, email: 'alice.new@contoso.example' };
  expect((await signIn('alice')).status).toBe(200);
});

test('staff give no address that another account has proved since', async () => {
  provider.accounts.mallory = { email: 'carol@contoso.example', email_verified: true, name: 'Mallory' };
  await signIn('alice');
  expect(codeOf(await signIn('mallory'))).toBe('sign-in-of-another');
  provider.accounts.carol = { email: 'carol@contoso.example', email_verified: true, name: 'Carol' };
  const other = await desk.activeAgent();
  expect((await signIn('carol', other)).status).toBe(200);
  await desk.changeState('activate', [agent]);
  expect(codeOf(await signIn('mallory'))).toBe('sign-in-of-another');
  expect((await signIn('carol', other)).status).toBe(200);
});

test('of several accounts that wait, staff accept the last one', async () => {
  await signIn('alice');
  expect(codeOf(await signIn('bob'))).toBe('sign-in-of-another');
  provider.accounts.alice2 = { email: 'alice.new@contoso.example', email_verified: true, name: ALICE.name };
  expect(codeOf(await signIn('alice2'))).toBe('sign-in-of-another');
  await desk.changeState('activate', [agent]);
  expect((await signIn('alice2')).status).toBe(200);
});

test('one account signs in on several computers, and again on each', async () => {
  const other = await desk.activeAgent();
  for (const by of [agent, other, agent]) expect((await signIn('alice', by)).status).toBe(200);
});

test.each([
  ['the domain is not the organisation’s', { email: 'alice@elsewhere.example' }, 'sign-in-address-refused'],
  ['the provider calls the address unverified', { email_verified: false }, 'sign-in-unverified'],
  ['the provider does not say whether it is', { email_verified: undefined }, 'sign-in-unverified'],
  ['there is no address', { email: undefined }, 'sign-in-unverified'],
  ['the address is none', { email: 'alice' }, 'sign-in-unverified'],
])('no address is confirmed where %s', async (_, changes, code) => {
  provider.accounts.alice = { ...ALICE, ...changes };
  expect(codeOf(await signIn('alice'))).toBe(code);
  expect((await standing()).requester).toBeNull();
});

test('an address without a word on it counts where the administrator accepts it, an unverified one never', async () => {
  await useProvider({ acceptsUnverified: true });
  provider.accounts.alice = { ...ALICE, email_verified: undefined };
  expect((await signIn('alice')).status).toBe(200);
  provider.accounts.alice = { ...ALICE, email_verified: false };
  expect(codeOf(await signIn('alice'))).toBe('sign-in-unverified');
});

test('the directory decides which address a Windows user has, and what the person is called', async () => {
  const { userName } = agent.identity;
  await desk.runImport('directory', {
    people: [{ email: ALICE.email, fullName: 'Of the directory', userName }],
  });
  expect(codeOf(await signIn('bob'))).toBe('sign-in-address-refused');
  expect((await signIn('alice')).body).toEqual({ email: ALICE.email, fullName: 'Of the directory' });
});

test('a name with a deceptive character is replaced by the address', async () => {
  provider.accounts.alice = { ...ALICE, name: 'Alice\u202eecilA' };
  expect((await signIn('alice')).body).toEqual({ email: ALICE.email, fullName: ALICE.email });
});

test('a provider that is down or slow is said to be so, and the next sign-in works', async () => {
  for (const mode of ['down', 'slow'] as const) {
    provider.mode = mode;
    const begun = await agent.ask('/v1/sign-ins', { json: { port: PORT } });
    expect(failureOf(begun)).toMatchObject({ status: 503, code: 'sign-in-unavailable' });
  }
  provider.mode = 'up';
  const answer = await visit((await begin()).url, 'alice');
  provider.mode = 'down';
  expect(codeOf(await finish(answer))).toBe('sign-in-unavailable');
  provider.mode = 'up';
  expect((await signIn('alice')).status).toBe(200);
});

test('an agent begins ten sign-ins in ten minutes at most', async () => {
  for (let count = 0; count < 10; count += 1) await begin();
  expect(codeOf(await agent.ask('/v1/sign-ins', { json: { port: PORT } }))).toBe('too-many-requests');
  desk.clock.advance(10 * MINUTE);
  await begin();
});

test('tokens are refused where the organisation chose sign-in, also one that was mailed before', async () => {
  const administrator = await desk.administrator();
  await administrator.ask(await organisationPath(), { method: 'DELETE' });
  expect((await standing()).proof).toBe('token');
  expect(codeOf(await agent.ask('/v1/sign-ins', { json: { port: PORT } }))).toBe('sign-in-not-offered');
  const email = 'alice@contoso.example';
  expect((await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } })).status).toBe(202);
  const token = await desk.mailedToken(email);
  await useProvider();
  desk.clock.advance(2 * MINUTE);
  const asked = await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
  expect(codeOf(asked)).toBe('sign-in-needed');
  const confirmed = await agent.ask('/v1/confirmations', { json: { email, fullName: 'A', token } });
  expect(codeOf(confirmed)).toBe('sign-in-needed');
});

test('agents that were confirmed by a token stay confirmed when IT chooses sign-in', async () => {
  const administrator = await desk.administrator();
  await administrator.ask(await organisationPath(), { method: 'DELETE' });
  await desk.confirm(agent, ALICE.email);
  await useProvider();
  expect((await standing()).requester?.email).toBe(ALICE.email);
  expect((await signIn('alice')).status).toBe(200);
});

test('somebody else on an agent that a token confirmed waits for staff', async () => {
  const administrator = await desk.administrator();
  await administrator.ask(await organisationPath(), { method: 'DELETE' });
  await desk.confirm(agent, ALICE.email);
  await useProvider();
  expect(failureOf(await signIn('bob'))).toMatchObject({ status: 409, code: 'sign-in-of-another' });
  expect(await standing()).toMatchObject({ state: 'waiting', requester: null });
  const devices = JSON.stringify((await administrator.ask('/devices')).body);
  expect(devices).toContain(
    '{"what":"signIn","from":"alice@contoso.example","to":"bob@contoso.example (bob)"}',
  );
  await desk.changeState('activate', [agent]);
  expect((await signIn('bob')).body).toEqual({ email: BOB.email, fullName: BOB.name });
});

test('somebody else on an agent that an account of a former provider confirmed waits for staff', async () => {
  await signIn('alice');
  await desk.alter("UPDATE agent SET proven_issuer = 'https://former.example'");
  expect(codeOf(await signIn('bob'))).toBe('sign-in-of-another');
  expect(await standing()).toMatchObject({ state: 'waiting', requester: null });
});

test('who chose a wrong account comes back with the right one, without staff', async () => {
  expect((await signIn('alice')).status).toBe(200);
  expect(codeOf(await signIn('bob'))).toBe('sign-in-of-another');
  expect(await standing()).toMatchObject({ state: 'waiting', requester: null, mayReturn: true });
  // the wrong one does not let itself in by trying again
  expect(codeOf(await signIn('bob'))).toBe('sign-in-of-another');
  expect((await standing()).state).toBe('waiting');
  expect((await signIn('alice')).status).toBe(200);
  const back = await standing();
  expect(back).toMatchObject({ state: 'active', requester: { email: ALICE.email }, mayReturn: false });
});

test('who was confirmed by a token comes back after a wrong account with the account of that address', async () => {
  const administrator = await desk.administrator();
  await administrator.ask(await organisationPath(), { method: 'DELETE' });
  await desk.confirm(agent, ALICE.email);
  await useProvider();
  expect(codeOf(await signIn('bob'))).toBe('sign-in-of-another');
  expect((await signIn('alice')).status).toBe(200);
  expect((await standing()).state).toBe('active');
});

test('an account that was given the address of another does not let itself in as who was accepted', async () => {
  const other = await desk.activeAgent();
  expect((await signIn('alice', other)).status).toBe(200);
  provider.accounts = { ...provider.accounts, bob: { ...BOB, email: ALICE.email } };
  expect(codeOf(await signIn('bob'))).toBe('sign-in-of-another');
  expect(codeOf(await signIn('bob'))).toBe('sign-in-of-another');
  expect((await standing()).state).toBe('waiting');
});

test('who takes over a computer with the consent of staff signs in at once', async () => {
  expect((await signIn('bob')).status).toBe(200);
  const identity = { ...agent.identity, sid: 'S-1-5-21-7-7-7-1001', userName: 'CONTOSO\\alice' };
  const next = await desk.agent({ identity, secret: agent.secret });
  await desk.changeState('activate', [next]);
  expect((await signIn('alice', next)).status).toBe(200);
  expect((await standing(next)).state).toBe('active');
});

test('an account whose address changed waits for staff', async () => {
  await signIn('alice');
  provider.accounts.alice = { ...ALICE, email: 'alice.new@contoso.example' };
  expect(codeOf(await signIn('alice'))).toBe('sign-in-of-another');
  expect(await standing()).toMatchObject({ state: 'waiting', requester: null });
  await desk.changeState('activate', [agent]);
  expect((await signIn('alice')).status).toBe(200);
});

test('a suspended agent neither begins nor finishes a sign-in', async () => {
  const answer = await visit((await begin()).url, 'alice');
  await desk.changeState('suspend', [agent]);
  expect(codeOf(await finish(answer))).toBe('agent-suspended');
  expect(codeOf(await agent.ask('/v1/sign-ins', { json: { port: PORT } }))).toBe('agent-suspended');
  expect((await standing()).requester).toBeNull();
});

test('a waiting agent takes the place of the former one by signing in as the same account alone', async () => {
  await signIn('alice');
  const { identity } = agent;
  const reinstalled = await enrolAgent(desk.url, ENROLMENT_KEY, { identity });
  expect(await standing(reinstalled)).toMatchObject({ state: 'waiting', mayReplace: true, mayReturn: false });
  expect(codeOf(await signIn('bob', reinstalled))).toBe('sign-in-of-another');
  expect((await standing(reinstalled)).state).toBe('waiting');
  provider.accounts.bob = { ...BOB, email: ALICE.email };
  expect(codeOf(await signIn('bob', reinstalled))).toBe('sign-in-of-another');
  expect((await signIn('alice', reinstalled)).status).toBe(200);
  expect((await standing(reinstalled)).state).toBe('active');
  expect((await standing()).state).toBe('retired');
});

test('the former address of a colleague does not give her place on a computer where a token had confirmed it', async () => {
  const administrator = await desk.administrator();
  await administrator.ask(await organisationPath(), { method: 'DELETE' });
  await desk.confirm(agent, ALICE.email);
  await useProvider();
  const elsewhere = await desk.activeAgent();
  expect((await signIn('alice', elsewhere)).status).toBe(200);
  provider.accounts.bob = { ...BOB, email: ALICE.email };
  const claimed = await desk.agent({ identity: agent.identity });
  expect(codeOf(await signIn('bob', claimed))).toBe('sign-in-of-another');
  expect((await standing(claimed)).state).toBe('waiting');
  expect((await signIn('alice', elsewhere)).status).toBe(200);
  expect((await signIn('alice', claimed)).status).toBe(200);
});

test('domains and directory decide also who takes the place of a former agent', async () => {
  await signIn('alice');
  const { identity } = agent;
  const reinstalled = await desk.agent({ identity });
  const people = [{ email: BOB.email, fullName: 'Of the directory', userName: identity.userName }];
  await desk.runImport('directory', { people });
  expect(codeOf(await signIn('alice', reinstalled))).toBe('sign-in-address-refused');
  expect((await standing(reinstalled)).state).toBe('waiting');
});

/** An agent that waits for a decision about its account, and may return. */
async function waitForAccount(): Promise<void> {
  await signIn('alice');
  expect(codeOf(await signIn('bob'))).toBe('sign-in-of-another');
  expect(await standing()).toMatchObject({ state: 'waiting', mayReturn: true });
}

test.each(['suspend', 'retire'] as const)(
  'who has got a new agent does not come back on the former one, also after staff %s the new one',
  async (act) => {
    await waitForAccount();
    const next = await desk.agent({ identity: agent.identity });
    await desk.changeState('activate', [next]);
    expect((await signIn('alice', next)).status).toBe(200);
    expect(codeOf(await agent.ask('/v1/sign-ins', { json: { port: PORT } }))).toBe('agent-retired');
    await desk.changeState(act, [next]);
    expect(codeOf(await agent.ask('/v1/sign-ins', { json: { port: PORT } }))).toBe('agent-retired');
  },
);

test('no advance activation takes the place of an agent that waits for a decision about its account', async () => {
  await waitForAccount();
  const administrator = await desk.administrator();
  const { id } = await firstOrganisation(administrator);
  const json = { ...ANYBODY, admits: 10 };
  await administrator.ask(`/organisations/${id}/advance-activations`, { json });
  expect((await standing(await desk.agent({ identity: agent.identity }))).state).toBe('waiting');
  expect((await signIn('alice')).status).toBe(200);
});

test('an account whose subject is its former address does not get in by signing in twice', async () => {
  provider.accounts = { [ALICE.email]: { ...ALICE } };
  expect((await signIn(ALICE.email)).status).toBe(200);
  provider.accounts = { [ALICE.email]: { ...BOB } };
  for (let tries = 0; tries < 2; tries += 1)
    expect(codeOf(await signIn(ALICE.email))).toBe('sign-in-of-another');
  expect((await standing()).state).toBe('waiting');
});

test('who also claimed another identity waits for staff, whoever signs in', async () => {
  await waitForAccount();
  const { identity, secret } = agent;
  await desk.agent({ identity: { ...identity, userName: 'CONTOSO\\other' }, secret });
  await desk.agent({ identity, secret });
  expect(await standing()).toMatchObject({ state: 'waiting', mayReturn: false });
  expect(codeOf(await agent.ask('/v1/sign-ins', { json: { port: PORT } }))).toBe('agent-not-active');
  // and staff still see which account signed in: no bulk activation accepts it
  const administrator = await desk.administrator();
  expect(JSON.stringify((await administrator.ask('/devices')).body)).toContain('bob@contoso.example (bob)');
  const { id: organisationId } = await firstOrganisation(administrator);
  const json = { act: 'activate', selection: { organisationId } };
  expect((await administrator.ask('/agents/state', { json })).body).toEqual({ changed: 0, undecided: 1 });
});

test('a computer handed on after a wrong account is not that account’s', async () => {
  await waitForAccount();
  const identity = { ...agent.identity, sid: 'S-1-5-21-7-7-7-1001', userName: 'CONTOSO\\carol' };
  const next = await desk.agent({ identity, secret: agent.secret });
  await desk.changeState('activate', [next]);
  provider.accounts.carol = { email: 'carol@contoso.example', email_verified: true, name: 'Carol' };
  expect((await signIn('carol', next)).status).toBe(200);
});

test('a token makes the account before it worthless on that agent', async () => {
  await signIn('bob');
  const administrator = await desk.administrator();
  await administrator.ask(await organisationPath(), { method: 'DELETE' });
  await desk.confirm(agent, ALICE.email);
  await useProvider();
  expect((await signIn('alice')).status).toBe(200);
});

test('where the provider is gone, an agent that waits for an account waits for staff', async () => {
  await waitForAccount();
  const administrator = await desk.administrator();
  await administrator.ask(await organisationPath(), { method: 'DELETE' });
  expect(await standing()).toMatchObject({ state: 'waiting', mayReturn: false, proof: 'token' });
});

test('a waiting agent of a new user may not sign in before it is activated', async () => {
  const waiting = await desk.agent();
  expect(codeOf(await waiting.ask('/v1/sign-ins', { json: { port: PORT } }))).toBe('agent-not-active');
});

test('an answer that arrives after the provider was replaced is over', async () => {
  const answer = await visit((await begin()).url, 'alice');
  await useProvider({ clientId: OTHER_CLIENT });
  expect(codeOf(await finish(answer))).toBe('sign-in-over');
});

test('who proved what is audited, without code, state or token; refusals too', async () => {
  const { url, state } = await begin();
  const answer = await visit(url, 'alice');
  await finish(answer);
  await finish(answer);
  const rows = await desk.rows(
    "SELECT act, details FROM audit WHERE act IN ('begin-sign-in', 'confirm-address', 'refuse-sign-in')",
  );
  expect(rows.map(({ act }) => act)).toEqual(['begin-sign-in', 'confirm-address', 'refuse-sign-in']);
  expect(JSON.parse(String(rows[1]?.details))).toEqual({
    email: ALICE.email,
    issuer: provider.issuer,
    subject: 'alice',
  });
  for (const secret of [state, answer.code]) {
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(desk.log.lines.join('\n')).not.toContain(secret);
  }
});

test('answers to no sign-in do not fill the audit, and the answer to one is audited after them', async () => {
  const refused = async () =>
    await desk.rows("SELECT details FROM audit WHERE act = 'refuse-sign-in' ORDER BY id");
  const answer = await visit((await begin()).url, 'alice');
  for (let count = 0; count < 20; count += 1) await finish({ ...answer, state: newSecret() });
  expect(await refused()).toHaveLength(10);
  await finish({ ...answer, issuer: 'https://evil.example' });
  expect(String((await refused()).at(-1)?.details)).toContain('sign-in-refused');
});

test('the test of a provider says in words what is wrong', async () => {
  const administrator = await desk.administrator();
  const check = async (issuer = provider.issuer) =>
    (await administrator.ask('/sign-in-tests', { json: { issuer } })).body as {
      name: string;
      problem: unknown;
    }[];
  expect((await check()).every(({ problem }) => problem === null)).toBe(true);
  provider.document = { issuer: 'https://login.example/{tenantid}/v2.0' };
  expect(await check()).toContainEqual({
    name: 'issuer',
    problem: expect.objectContaining({ en: expect.stringContaining('{tenantid}') }),
  });
  provider.document = { token_endpoint: 'http://169.254.169.254/token', jwks_uri: undefined };
  expect((await check()).find(({ name }) => name === 'endpoints')?.problem).not.toBeNull();
  provider.document = { token_endpoint: 'https://169.254.169.254/token' };
  expect((await check()).find(({ name }) => name === 'endpoints')?.problem).not.toBeNull();
  provider.document = { code_challenge_methods_supported: ['plain'] };
  expect((await check()).find(({ name }) => name === 'pkce')?.problem).not.toBeNull();
  provider.document = { padding: 'x'.repeat(300_000) };
  expect(await check()).toMatchObject([{ name: 'document', problem: {} }]);
  expect(await check(`${provider.issuer}/nothing`)).toMatchObject([{ name: 'document', problem: {} }]);
  provider.mode = 'slow';
  expect(await check()).toMatchObject([
    { name: 'document', problem: { en: 'The provider did not answer in time.' } },
  ]);
});

test.each([
  'http://provider.example',
  'https://a:b@provider.example',
  'ftp://provider.example',
  'https://p.example/?a=b',
])('the issuer %s is refused', async (issuer) => {
  const json = { issuer, clientId: 'c', addressClaim: 'email', acceptsUnverified: false };
  const saved = await (await desk.administrator()).ask(await organisationPath(), { method: 'PUT', json });
  expect(codeOf(saved)).toBe('invalid-request');
});

test('a technician may not set, remove or test a provider', async () => {
  const technician = await desk.technician();
  const path = await organisationPath();
  expect(codeOf(await technician.ask(path, { method: 'DELETE' }))).toBe('administrator-only');
  expect(codeOf(await technician.ask('/sign-in-tests', { json: { issuer: provider.issuer } }))).toBe(
    'administrator-only',
  );
});

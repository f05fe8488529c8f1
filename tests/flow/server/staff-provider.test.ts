// Sign-in of staff with an identity provider: whose account it is, which role the groups give, and what a forger gains.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Account } from '../../../contract/account.ts';
import {
  BegunProviderSignIn,
  type NewStaffProvider,
  ProviderSignedIn,
  StaffProviderSettings,
} from '../../../contract/staff-provider.ts';
import { MINUTE, SECOND } from '../../../server/clock.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import type { Answer } from '../../fakes/server/http.ts';
import {
  CLIENT_SECRET,
  type IdentityProvider,
  openIdentityProvider,
  STAFF_CLIENT,
} from '../../fakes/server/identity-provider.ts';
import { catalogueOf } from '../../fakes/server/imports.ts';
import { type Browser, insertInvitation, insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, PASSWORD, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const ADMIN = 'admin@contoso.example';
const TESS = { email: 'tess@contoso.example', email_verified: true, name: 'Tess Martin', groups: ['desk'] };

let desk: TestServer;
let provider: IdentityProvider;
let administrator: FakeStaff;
beforeAll(async () => {
  provider = await openIdentityProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  desk = await openTestServer({ overrides: { providerTimeout: 3000 } });
  administrator = await desk.administrator();
  Object.assign(provider, { mode: 'up', document: {}, accounts: { tess: { ...TESS } } });
  expect((await save()).status).toBe(200);
});
afterEach(() => desk.close());

function save(changes: Partial<NewStaffProvider> = {}): Promise<Answer> {
  const json: NewStaffProvider = {
    ...{ label: 'Sign in with Contoso', issuer: provider.issuer, clientId: STAFF_CLIENT },
    ...{ clientSecret: CLIENT_SECRET, groupsClaim: 'groups' },
    ...{ administratorGroups: ['bosses'], technicianGroups: ['desk', 'night desk'] },
    ...changes,
  };
  return administrator.ask('/staff-provider', { method: 'PUT', json });
}

type Purpose = 'sign-in' | 'proof';
async function begin(browser: Browser, purpose: Purpose = 'sign-in'): Promise<string> {
  const answer = await browser.send('/session/provider/attempts', { json: { purpose } });
  return BegunProviderSignIn.parse(answer.body).url;
}

const answerIn = ({ searchParams }: URL) => ({
  ...{ state: searchParams.get('state'), code: searchParams.get('code'), issuer: searchParams.get('iss') },
});

/** Goes to the provider as this person. Returns what the browser brings back. */
async function visit(browser: Browser, subject: string, purpose?: Purpose) {
  return answerIn(await provider.visit(await begin(browser, purpose), subject));
}

async function signIn(subject = 'tess', browser = openBrowser(desk)): Promise<Answer> {
  return browser.send('/session/provider', { json: await visit(browser, subject) });
}

const staff = (email: string) => desk.rows('SELECT * FROM staff WHERE email = ?', email);
const acts = async () => (await desk.rows('SELECT act FROM audit ORDER BY id')).map(({ act }) => act);
const alter = (changes: object) => Object.assign(provider.accounts.tess ?? {}, changes);

test('somebody in a group gets an account at the first sign-in, and has it again at the next', async () => {
  const browser = openBrowser(desk);
  const first = await signIn('tess', browser);
  expect(ProviderSignedIn.parse(first.body)).toMatchObject({
    ...{ email: TESS.email, fullName: 'Tess Martin', role: 'technician' },
    ...{ secondFactorDue: false, staysAdministrator: false },
  });
  expect((await browser.send('/tickets?show=all')).status).toBe(200);
  const second = ProviderSignedIn.parse((await signIn()).body);
  expect(second.id).toBe(ProviderSignedIn.parse(first.body).id);
  expect(Account.parse((await browser.send('/account')).body)).toMatchObject({
    ...{ hasPassword: false, hasProvider: true, passkeys: [] },
  });
  for (const password of ['', 'nobody has this password', PASSWORD])
    expect(codeOf(await openBrowser(desk).signIn(TESS.email, password))).toBe('credentials-wrong');
  expect(await acts()).toEqual(expect.arrayContaining(['save-staff-provider', 'join-provider', 'sign-in']));
});

test('a verified address joins the account that has it, which keeps its password and is mailed so once', async () => {
  const id = await insertStaff(desk, { email: TESS.email, fullName: 'Tess', role: 'technician' });
  expect((await signIn()).body).toMatchObject({ id, fullName: 'Tess' });
  expect((await signIn()).body).toMatchObject({ id });
  const told = async () => (await desk.mails()).filter(({ text }) => text.includes('identity provider'));
  await until(async () => {
    desk.clock.advance(5 * SECOND);
    return (await told()).length > 0;
  }, 'its owner is mailed');
  expect((await told()).map(({ to }) => to)).toEqual([TESS.email]);
  expect((await openBrowser(desk).signIn(TESS.email)).status).toBe(200);
});

test('a verified address accepts an invitation, and the groups give the role', async () => {
  const [{ id: inviter }] = (await staff(ADMIN)) as [{ id: string }];
  const { id, token } = await insertInvitation(desk, TESS.email, inviter);
  alter({ groups: ['bosses', 'desk'] });
  expect((await signIn()).body).toMatchObject({ id, role: 'administrator' });
  const used = await openBrowser(desk).send('/invitation', { json: { token } });
  expect(codeOf(used)).toBe('invitation-invalid');
});

test('an address that is not verified joins nothing, and no deactivated account comes back', async () => {
  await insertStaff(desk, { email: TESS.email, fullName: 'Tess', role: 'technician' });
  alter({ email_verified: undefined });
  expect(codeOf(await signIn())).toBe('sign-in-account-refused');
  alter({ email_verified: false });
  expect(codeOf(await signIn())).toBe('sign-in-unverified');
  alter({ email_verified: true });
  await desk.alter('UPDATE staff SET deactivated_at = ? WHERE email = ?', '2026-01-01T00:00:00Z', TESS.email);
  expect(codeOf(await signIn())).toBe('sign-in-account-refused');
  expect(await desk.rows('SELECT * FROM staff_identity')).toEqual([]);
});

test('an address without a word about it makes an account where nobody has it, and joins no invitation', async () => {
  alter({ email_verified: undefined });
  expect((await signIn()).status).toBe(200);
  const [{ id: inviter }] = (await staff(ADMIN)) as [{ id: string }];
  await insertInvitation(desk, 'nadia@contoso.example', inviter);
  provider.accounts.nadia = { ...TESS, email: 'nadia@contoso.example', email_verified: undefined };
  expect(codeOf(await signIn('nadia'))).toBe('sign-in-account-refused');
});

test('an address that nobody verified approves nothing, until a sign-in with it verified', async () => {
  const people = [{ email: TESS.email, fullName: 'The boss' }];
  await desk.runImport('directory', { people });
  await desk.runImport('catalogue', catalogueOf({ id: 'laptop', approver: TESS.email }));
  const requester = await desk.activeAgent('requester@contoso.example');
  const command = ticketCommand({ categoryId: 'laptop' });
  await requester.sync([command]);
  await desk.delivered();
  const browser = openBrowser(desk);
  const isYours = async () => (await browser.send(`/tickets/${command.key}`)).body;
  const approve = () => browser.send(`/tickets/${command.key}/decision`, { json: { decision: 'approve' } });
  alter({ email_verified: undefined });
  expect((await signIn('tess', browser)).status).toBe(200);
  expect(await isYours()).toMatchObject({ status: 'waiting_for_approval', approval: { isYours: false } });
  expect(codeOf(await approve())).toBe('act-not-allowed');
  // of somebody else, it proves nothing
  alter({ email: 'another@contoso.example', email_verified: true });
  await signIn('tess', browser);
  expect(codeOf(await approve())).toBe('act-not-allowed');
  alter({ email: TESS.email });
  await signIn('tess', browser);
  expect(await isYours()).toMatchObject({ approval: { isYours: true } });
  expect((await approve()).status).toBe(200);
});

test('who is given the former address of a colleague does not get their account', async () => {
  expect((await signIn()).status).toBe(200);
  provider.accounts.newcomer = { ...TESS, name: 'Somebody new' };
  expect(codeOf(await signIn('newcomer'))).toBe('sign-in-account-refused');
});

test('a deactivated account stays out, also with its identity', async () => {
  await signIn();
  await desk.alter('UPDATE staff SET deactivated_at = ? WHERE email = ?', '2026-01-01T00:00:00Z', TESS.email);
  expect(codeOf(await signIn())).toBe('sign-in-account-refused');
});

test('the role follows the groups at each sign-in, and open pages learn of it', async () => {
  const first = openBrowser(desk);
  await signIn('tess', first);
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: first.cookie() });
  alter({ groups: 'bosses' });
  expect((await signIn()).body).toMatchObject({ role: 'administrator' });
  await until(stream.ended, 'the stream ends');
  expect((await first.send('/staff')).status).toBe(200);
  alter({ groups: ['night desk'] });
  expect((await signIn()).body).toMatchObject({ role: 'technician', staysAdministrator: false });
  expect(codeOf(await first.send('/staff'))).toBe('administrator-only');
  const changes = await desk.rows(
    "SELECT staff_id, details FROM audit WHERE act = 'change-staff' ORDER BY id",
  );
  expect(changes).toEqual([
    { staff_id: null, details: '{"role":"administrator","roleBefore":"technician","by":"groups"}' },
    { staff_id: null, details: '{"role":"technician","roleBefore":"administrator","by":"groups"}' },
  ]);
});

test('the last administrator stays one, and is told so', async () => {
  provider.accounts.boss = { ...TESS, email: ADMIN };
  expect((await signIn('boss')).body).toMatchObject({ role: 'administrator', staysAdministrator: true });
  expect(await acts()).toContain('keep-administrator');
  await insertStaff(desk, { email: 'second@contoso.example', fullName: 'Second', role: 'administrator' });
  expect((await signIn('boss')).body).toMatchObject({ role: 'technician', staysAdministrator: false });
});

test('who is in no group any more is refused, and the open sessions end', async () => {
  const first = openBrowser(desk);
  await signIn('tess', first);
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: first.cookie() });
  alter({ groups: ['elsewhere'] });
  expect(codeOf(await signIn())).toBe('sign-in-no-role');
  await until(stream.ended, 'the stream ends');
  expect(codeOf(await first.send('/session'))).toBe('not-signed-in');
  expect((await administrator.ask('/session')).status).toBe(200);
  expect(await acts()).toContain('refuse-provider-sign-in');
});

test.each([[undefined], [[]], [{ desk: true }], [42], [['DESK']]])(
  'groups of %j give no account',
  async (groups) => {
    alter({ groups });
    expect(codeOf(await signIn())).toBe('sign-in-no-role');
    expect(await staff(TESS.email)).toEqual([]);
  },
);

test('two first sign-ins at the same time make one account', async () => {
  const browsers = [openBrowser(desk), openBrowser(desk)];
  const answers = await Promise.all(browsers.map((browser) => visit(browser, 'tess')));
  const codes = await Promise.all(
    browsers.map((browser, index) => browser.send('/session/provider', { json: answers[index] })),
  );
  expect(codes.map(codeOf)).toEqual(['status 200', 'status 200']);
  expect(await staff(TESS.email)).toHaveLength(1);
});

test('an answer is good once, in the browser that began it, for ten minutes, and with its own state', async () => {
  const browser = openBrowser(desk);
  const send = (json: object, by = browser) => by.send('/session/provider', { json });
  const stolen = await visit(browser, 'tess');
  expect(codeOf(await send(stolen, openBrowser(desk)))).toBe('sign-in-over');
  expect((await send(stolen)).status).toBe(200);
  expect(codeOf(await send(stolen))).toBe('sign-in-over');
  const late = await visit(browser, 'tess');
  desk.clock.advance(10 * MINUTE);
  expect(codeOf(await send(late))).toBe('sign-in-over');
  const other = await visit(browser, 'tess');
  expect(codeOf(await send({ ...other, state: 'another' }))).toBe('sign-in-over');
  const forged = await visit(browser, 'tess');
  expect(codeOf(await send({ ...forged, code: 'a guess' }))).toBe('sign-in-refused');
});

test('the code of one person signs in nobody else: it belongs to the browser that began', async () => {
  const [victim, attacker] = [openBrowser(desk), openBrowser(desk)];
  provider.accounts.mallory = { ...TESS, email: 'mallory@contoso.example' };
  const theirs = await visit(attacker, 'mallory');
  const own = await visit(victim, 'tess');
  const mixed = { ...own, code: theirs.code };
  expect(codeOf(await victim.send('/session/provider', { json: mixed }))).toBe('sign-in-refused');
});

test('a provider that is away or answers rubbish is said in one sentence, and the password signs in', async () => {
  const browser = openBrowser(desk);
  const brought = await visit(browser, 'tess');
  provider.mode = 'down';
  expect(codeOf(await browser.send('/session/provider', { json: brought }))).toBe('sign-in-unavailable');
  // its document is no longer remembered
  desk.clock.advance(10 * MINUTE);
  const purpose = { json: { purpose: 'sign-in' } };
  expect(codeOf(await browser.send('/session/provider/attempts', purpose))).toBe('sign-in-unavailable');
  Object.assign(provider, { mode: 'up', document: { token_endpoint: 'rubbish' } });
  expect(codeOf(await browser.send('/session/provider/attempts', purpose))).toBe('sign-in-unavailable');
  expect((await browser.signIn(ADMIN)).status).toBe(200);
});

test('the provider proves again who one is, of the own account only, and a sign-in is no proof', async () => {
  await insertStaff(desk, { email: 'second@contoso.example', fullName: 'Second', role: 'administrator' });
  provider.accounts.boss = { ...TESS, email: ADMIN, groups: ['bosses'] };
  const browser = openBrowser(desk);
  await signIn('boss', browser);
  desk.clock.advance(15 * MINUTE);
  const rules = { method: 'PUT', json: { secondFactorForAdministrators: false } };
  expect(codeOf(await browser.send('/sign-in-rules', rules))).toBe('proof-needed');
  const prove = (json: object) => browser.send('/session/proof/provider', { json });
  expect(codeOf(await prove(await visit(browser, 'boss')))).toBe('sign-in-over');
  expect(codeOf(await prove(await visit(browser, 'tess', 'proof')))).toBe('sign-in-account-refused');
  const url = new URL(await begin(browser, 'proof'));
  expect(url.searchParams.get('prompt')).toBe('login');
  expect((await prove(answerIn(await provider.visit(url.href, 'boss')))).status).toBe(204);
  expect((await browser.send('/sign-in-rules', rules)).status).toBe(200);
  const proof = await visit(browser, 'boss', 'proof');
  expect(codeOf(await browser.send('/session/provider', { json: proof }))).toBe('sign-in-over');
});

test('the secret of the client is not shown, and goes to no other issuer', async () => {
  const read = async () => StaffProviderSettings.parse((await administrator.ask('/staff-provider')).body);
  const { redirectUri, provider: shown } = await read();
  expect(redirectUri).toBe(`${desk.url}/signin/provider`);
  expect(shown).toMatchObject({ hasSecret: true, technicianGroups: ['desk', 'night desk'] });
  expect(JSON.stringify([shown, await desk.rows('SELECT * FROM staff_provider')])).not.toContain(
    CLIENT_SECRET,
  );
  const elsewhere = { issuer: 'https://evil.example', clientSecret: undefined };
  expect(codeOf(await save(elsewhere))).toBe('backend-secrets-needed');
  expect((await save({ clientSecret: undefined, label: 'Contoso' })).status).toBe(200);
  expect((await signIn()).status).toBe(200);
  expect(codeOf(await save({ administratorGroups: [], technicianGroups: [] }))).toBe('invalid-request');
});

test('without a provider nobody signs in with one, and the sign-in page shows no button', async () => {
  const ways = async () => (await openBrowser(desk).send('/sign-in-ways')).body;
  expect(await ways()).toMatchObject({ provider: 'Sign in with Contoso' });
  const browser = openBrowser(desk);
  const brought = await visit(browser, 'tess');
  expect((await administrator.ask('/staff-provider', { method: 'DELETE' })).status).toBe(204);
  expect(await ways()).toMatchObject({ provider: null });
  expect(codeOf(await browser.send('/session/provider', { json: brought }))).toBe('sign-in-over');
  const purpose = { json: { purpose: 'sign-in' } };
  expect(codeOf(await browser.send('/session/provider/attempts', purpose))).toBe('not-found');
  expect(codeOf(await administrator.ask('/staff-provider', { method: 'DELETE' }))).toBe('not-found');
  expect(await acts()).toContain('remove-staff-provider');
});

// Passkeys of staff, with an authenticator in software, and what somebody who forges or repeats their answers gains.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Account, SignedInStaff, SignInWays } from '../../../contract/account.ts';
import { MOST_PASSKEYS, PasskeyChallenge, PasskeyCreation } from '../../../contract/passkeys.ts';
import { MINUTE } from '../../../server/clock.ts';
import { ownPort } from '../../fakes/own-port.ts';
import { makePasskey, type Passkey } from '../../fakes/server/authenticator.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { type Browser, insertSecondFactor, insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import { openTestServer, PASSWORD, type TestServer } from '../../fakes/server/test-server.ts';

const EMAIL = 'admin@contoso.example';
const WITHOUT_VERIFICATION = 0x01;

let desk: TestServer;
beforeEach(async () => {
  const PORT = String(await ownPort());
  desk = await openTestServer({ environment: { PORT, PUBLIC_URL: `http://localhost:${PORT}` } });
  await desk.administrator();
});
afterEach(() => desk.close());

const prove = (browser: Browser) =>
  browser.send('/session/proof', { json: { password: PASSWORD, code: null } });

async function signedIn(email = EMAIL): Promise<Browser> {
  const browser = openBrowser(desk);
  expect((await browser.signIn(email)).status).toBe(200);
  return browser;
}

async function creation(browser: Browser): Promise<PasskeyCreation> {
  const answer = await browser.send('/account/passkeys/challenge', { method: 'POST' });
  return PasskeyCreation.parse(answer.body);
}

const add = (browser: Browser, { made }: Passkey, name = 'Laptop') =>
  browser.send('/account/passkeys', { json: { ...made, name } });

/** Makes a passkey and adds it to the account of the browser. */
async function added(browser: Browser, name?: string): Promise<Passkey> {
  await prove(browser);
  const passkey = makePasskey(await creation(browser), desk.url);
  expect(codeOf(await add(browser, passkey, name))).toBe('status 200');
  return passkey;
}

async function challenge(browser: Browser = openBrowser(desk)): Promise<PasskeyChallenge> {
  return PasskeyChallenge.parse((await browser.send('/session/challenge', { method: 'POST' })).body);
}

const send = (json: object, browser = openBrowser(desk)) => browser.send('/session/passkey', { json });
const account = async (browser: Browser) => Account.parse((await browser.send('/account')).body);
const acts = async () => (await desk.rows('SELECT act FROM audit ORDER BY id')).map(({ act }) => act);

test('a passkey signs in without a password and without a code', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  await insertSecondFactor(desk, (await account(owner)).id);
  const browser = openBrowser(desk);
  const answer = await send(passkey.sign(await challenge()), browser);
  expect(SignedInStaff.parse(answer.body)).toMatchObject({ email: EMAIL, secondFactorDue: false });
  expect((await browser.send('/staff')).status).toBe(200);
  const [shown] = (await account(browser)).passkeys;
  expect(shown).toMatchObject({ name: 'Laptop', lastUsedAt: desk.clock.now().toISOString() });
  expect(await desk.rows("SELECT details FROM audit WHERE act = 'sign-in' ORDER BY id DESC LIMIT 1")).toEqual(
    [{ details: '{"by":"passkey"}' }],
  );
});

test('a demanded second factor is not due for who signs in with a passkey, and is for a password', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  const json = { secondFactorForAdministrators: true };
  await owner.send('/sign-in-rules', { method: 'PUT', json });
  const byPasskey = await send(passkey.sign(await challenge()));
  expect(byPasskey.body).toMatchObject({ secondFactorDue: false });
  expect((await openBrowser(desk).signIn(EMAIL)).body).toMatchObject({ secondFactorDue: true });
});

test('adding and removing ask again who one is, also right after the sign-in', async () => {
  const owner = await signedIn();
  expect(codeOf(await owner.send('/account/passkeys/challenge', { method: 'POST' }))).toBe('proof-needed');
  await added(owner);
  const [{ id } = { id: '' }] = (await account(owner)).passkeys;
  const remove = () => owner.send(`/account/passkeys/${id}`, { method: 'DELETE' });
  desk.clock.advance(15 * MINUTE);
  expect(codeOf(await remove())).toBe('proof-needed');
  const wrong = { json: { password: 'a guess', code: null } };
  expect(codeOf(await owner.send('/session/proof', wrong))).toBe('password-wrong');
  expect(codeOf(await remove())).toBe('proof-needed');
  await prove(owner);
  expect((await remove()).status).toBe(204);
  expect((await account(owner)).passkeys).toEqual([]);
  expect(await acts()).toEqual(expect.arrayContaining(['add-passkey', 'remove-passkey', 'password-wrong']));
});

test('a removed passkey signs nobody in', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  const [{ id } = { id: '' }] = (await account(owner)).passkeys;
  await owner.send(`/account/passkeys/${id}`, { method: 'DELETE' });
  expect(codeOf(await send(passkey.sign(await challenge())))).toBe('passkey-refused');
});

test('a passkey is renamed by its owner only, and the newest comes first', async () => {
  const owner = await signedIn();
  await added(owner, 'First');
  desk.clock.advance(MINUTE);
  await added(owner, 'Second');
  const [newest] = (await account(owner)).passkeys;
  const rename = (browser: Browser, name: string) =>
    browser.send(`/account/passkeys/${newest?.id}`, { method: 'PUT', json: { name } });
  expect((await rename(owner, 'Phone')).status).toBe(204);
  expect((await account(owner)).passkeys.map(({ name }) => name)).toEqual(['Phone', 'First']);
  expect(codeOf(await rename(owner, 'a\u202eb'))).toBe('invalid-request');
  await insertStaff(desk, { email: 'tech@contoso.example', fullName: 'Tess', role: 'technician' });
  const other = await signedIn('tech@contoso.example');
  expect(codeOf(await rename(other, 'Mine'))).toBe('not-found');
  await prove(other);
  const remove = await other.send(`/account/passkeys/${newest?.id}`, { method: 'DELETE' });
  expect(codeOf(remove)).toBe('not-found');
});

test('a challenge is good once, for five minutes, and for what it was offered', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  const signed = passkey.sign(await challenge());
  expect((await send(signed)).status).toBe(200);
  expect(codeOf(await send(signed))).toBe('passkey-refused');
  const late = await challenge();
  desk.clock.advance(5 * MINUTE);
  expect(codeOf(await send(passkey.sign(late)))).toBe('passkey-refused');
  expect(codeOf(await send(passkey.sign({ ...late, challenge: 'never-offered' })))).toBe('passkey-refused');
  // one to make a passkey signs nobody in, and one to sign in makes no passkey
  await prove(owner);
  expect(codeOf(await send(passkey.sign(await creation(owner))))).toBe('passkey-refused');
  const made = makePasskey({ ...(await creation(owner)), ...(await challenge()) }, desk.url);
  expect(codeOf(await add(owner, made))).toBe('passkey-refused');
});

test('what was signed for another site, without asking its owner, or by another key, is refused', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  const forged: object[] = [
    passkey.sign(await challenge(), { origin: 'https://evil.example' }),
    passkey.sign(await challenge(), { flags: WITHOUT_VERIFICATION }),
    passkey.sign({ ...(await challenge()), challenge: '' }),
  ];
  const another = makePasskey({ ...(await creation(owner)), rpId: 'evil.example' }, desk.url);
  forged.push(another.sign(await challenge()));
  forged.push({ ...another.sign(await challenge()), id: passkey.id });
  for (const one of forged) expect(codeOf(await send(one))).toBe('passkey-refused');
  const unverified = makePasskey(await creation(owner), desk.url, { flags: WITHOUT_VERIFICATION });
  expect(codeOf(await add(owner, unverified))).toBe('passkey-refused');
  const foreign = makePasskey(await creation(owner), 'https://evil.example');
  expect(codeOf(await add(owner, foreign))).toBe('passkey-refused');
  const failures = await desk.rows("SELECT staff_id, details FROM audit WHERE act = 'sign-in-failed'");
  expect(failures).toHaveLength(forged.length);
  expect((await send(passkey.sign(await challenge()))).status).toBe(200);
});

test('a passkey says whose it is, and nobody signs in as another with it', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  await insertStaff(desk, { email: 'tech@contoso.example', fullName: 'Tess', role: 'technician' });
  const other = await signedIn('tech@contoso.example');
  await prove(other);
  const { userHandle } = await creation(other);
  expect(codeOf(await send({ ...passkey.sign(await challenge()), userHandle }))).toBe('passkey-refused');
  // nor is a passkey that one account has added to another
  const id = Buffer.from(passkey.id, 'base64url');
  const copied = makePasskey(await creation(other), desk.url, { id });
  expect(codeOf(await add(other, copied))).toBe('passkey-refused');
  // nor does it prove that the person of another session is theirs
  const proof = await other.send('/session/proof/passkey', { json: passkey.sign(await challenge()) });
  expect(codeOf(proof)).toBe('passkey-refused');
});

test('a passkey whose counter goes back was copied, and is refused', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  passkey.counter = 41;
  expect((await send(passkey.sign(await challenge()))).status).toBe(200);
  passkey.counter = 40;
  expect(codeOf(await send(passkey.sign(await challenge())))).toBe('passkey-refused');
  passkey.counter = 42;
  expect((await send(passkey.sign(await challenge()))).status).toBe(200);
});

test('a passkey that does not count can be used again and again', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  for (let times = 0; times < 3; times += 1) {
    passkey.counter = -1;
    expect((await send(passkey.sign(await challenge()))).status).toBe(200);
  }
});

test('a deactivation and a reset of the second factor remove the passkeys', async () => {
  const email = 'tech@contoso.example';
  const id = await insertStaff(desk, { email, fullName: 'Tess', role: 'technician' });
  const administrator = await desk.administrator();
  const passkey = await added(await signedIn(email));
  await administrator.ask(`/staff/${id}/deactivation`, { method: 'PUT' });
  expect(codeOf(await send(passkey.sign(await challenge())))).toBe('passkey-refused');
  await administrator.ask(`/staff/${id}/deactivation`, { method: 'DELETE' });
  expect(codeOf(await send(passkey.sign(await challenge())))).toBe('passkey-refused');
  const owner = await signedIn(email);
  const second = await added(owner);
  await insertSecondFactor(desk, id);
  await administrator.ask(`/staff/${id}/second-factor`, { method: 'DELETE' });
  expect(codeOf(await send(second.sign(await challenge())))).toBe('passkey-refused');
});

test('a passkey of somebody who was deactivated beside the console signs nobody in', async () => {
  const passkey = await added(await signedIn());
  await desk.alter('UPDATE staff SET deactivated_at = ?', desk.clock.now().toISOString());
  expect(codeOf(await send(passkey.sign(await challenge())))).toBe('passkey-refused');
});

test('a passkey proves again who one is, for weighty acts', async () => {
  const owner = await signedIn();
  const passkey = await added(owner);
  desk.clock.advance(15 * MINUTE);
  const rules = { method: 'PUT', json: { secondFactorForAdministrators: false } };
  expect(codeOf(await owner.send('/sign-in-rules', rules))).toBe('proof-needed');
  const proof = await owner.send('/session/proof/passkey', { json: passkey.sign(await challenge()) });
  expect(proof.status).toBe(204);
  expect((await owner.send('/sign-in-rules', rules)).status).toBe(200);
});

test('an account has so many passkeys and no more', async () => {
  const owner = await signedIn();
  const last = await added(owner);
  const { id } = await account(owner);
  for (let more = 1; more < MOST_PASSKEYS; more += 1) {
    await desk.alter(
      `INSERT INTO passkey (id, staff_id, credential_id, public_key, counter, name, created_at)
        VALUES (?, ?, ?, 'k', 0, 'N', '2026-01-01T00:00:00.000Z')`,
      ...[`p${more}`, id, `c${more}`],
    );
  }
  expect(codeOf(await owner.send('/account/passkeys/challenge', { method: 'POST' }))).toBe('passkeys-full');
  expect((await send(last.sign(await challenge()))).status).toBe(200);
});

test('challenges are limited by the address that asks for them', async () => {
  const codes: string[] = [];
  for (let asked = 0; asked <= 20; asked += 1)
    codes.push(codeOf(await openBrowser(desk).send('/session/challenge', { method: 'POST' })));
  expect(codes.at(0)).toBe('status 200');
  expect(codes.at(-1)).toBe('too-many-requests');
});

test('the database holds no challenge that could be answered', async () => {
  const { challenge: offered } = await challenge();
  const stored = JSON.stringify(await desk.rows('SELECT * FROM passkey_challenge'));
  expect(stored).not.toContain(offered);
});

test('without a public address there are no passkeys, and the console learns why', async () => {
  const ways = async (environment: Record<string, string>) => {
    await desk.close();
    desk = await openTestServer({ environment });
    const at = `http://127.0.0.1:${environment.PORT ?? new URL(desk.url).port}`;
    const { body } = await openBrowser({ url: at }).send('/sign-in-ways');
    return SignInWays.parse(body).passkeys;
  };
  expect(await ways({})).toEqual({ obstacle: 'no-address' });
  expect(codeOf(await openBrowser(desk).send('/session/challenge', { method: 'POST' }))).toBe(
    'passkeys-unavailable',
  );
  const PORT = String(await ownPort());
  expect(await ways({ PORT, PUBLIC_URL: 'http://help.example.org' })).toEqual({ obstacle: 'plain-http' });
  expect(await ways({ PORT, PUBLIC_URL: 'https://192.0.2.1/' })).toEqual({ obstacle: 'no-name' });
  expect(await ways({ PORT, PUBLIC_URL: 'https://help.example.org/' })).toEqual({
    origin: 'https://help.example.org',
  });
});

// Staff: sign-ins under attack, passwords, second factors and sessions, with what a thief of each of them gains.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Account, BegunSecondFactor, RecoveryCodes, StaffSession } from '../../../contract/account.ts';
import { HOUR, MINUTE, SECOND } from '../../../server/clock.ts';
import { FAILED_SIGN_INS, RATES } from '../../../server/limits/table.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { type Answer, ask } from '../../fakes/server/http.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const EMAIL = 'admin@contoso.example';
const PASSWORD = 'correct horse battery staple';
const NEW_PASSWORD = 'another battery, another horse';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';

let desk: TestServer;
beforeEach(async () => {
  desk = await openTestServer();
  await desk.administrator();
});
afterEach(() => desk.close());

/** A browser: keeps cookies as browsers do. */
function openBrowser(userAgent = FIREFOX) {
  const cookies = new Map<string, string>();
  async function send(path: string, options: Parameters<typeof ask>[1] = {}): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { origin: desk.url, cookie, 'user-agent': userAgent, ...options.headers };
    const answer = await ask(`${desk.url}/v1/console${path}`, { ...options, headers });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return answer;
  }
  return {
    cookies,
    cookie: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    send,
    /** Signs in, far enough from the last try that the limit of the address does not matter. */
    async signIn(password = PASSWORD, code: string | null = null, email = EMAIL): Promise<Answer> {
      desk.clock.advance(6 * SECOND);
      return send('/session', { json: { email, password, code } });
    },
  };
}
type Browser = ReturnType<typeof openBrowser>;

/** An attacker guesses until the account makes them wait. */
async function guessUntilDelayed(browser: Browser): Promise<void> {
  for (let tries = 0; tries <= FAILED_SIGN_INS.free + 3; tries += 1) {
    if (codeOf(await browser.signIn('a guess')) === 'too-many-requests') return;
  }
  throw new Error('guesses are not delayed');
}

function codeNow(secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: desk.clock.now().getTime() });
}

/** Sets up a second factor. Returns its secret and its recovery codes. */
async function setUp(browser: Browser, code: string | null = null) {
  const json = { password: PASSWORD, code };
  const { secret } = BegunSecondFactor.parse((await browser.send('/account/second-factor', { json })).body);
  const confirmed = await browser.send('/account/second-factor/confirmation', {
    json: { code: codeNow(secret) },
  });
  expect(codeOf(confirmed)).toBe('status 200');
  return { secret, recoveryCodes: RecoveryCodes.parse(confirmed.body).recoveryCodes };
}

async function signedIn(): Promise<Browser> {
  const browser = openBrowser();
  expect((await browser.signIn()).status).toBe(200);
  return browser;
}

const demand = (browser: Browser, secondFactorForAdministrators: boolean) =>
  browser.send('/sign-in-rules', { method: 'PUT', json: { secondFactorForAdministrators } });

const acts = async () => (await desk.rows('SELECT act FROM audit ORDER BY id')).map(({ act }) => act);

test('guesses from anywhere are delayed more and more, and say when to try again', async () => {
  const stranger = openBrowser();
  await guessUntilDelayed(stranger);
  const delayed = await stranger.signIn(PASSWORD);
  expect(failureOf(delayed)).toMatchObject({ status: 429, code: 'too-many-requests' });
  expect(Number(delayed.headers.get('retry-after'))).toBeGreaterThan(0);
  desk.clock.advance(FAILED_SIGN_INS.longest);
  expect((await stranger.signIn()).status).toBe(200);
});

test('guesses at an address without an account are delayed alike: a delay says nothing', async () => {
  const stranger = openBrowser();
  const codes: string[] = [];
  for (let tries = 0; tries <= FAILED_SIGN_INS.free + 1; tries += 1) {
    codes.push(codeOf(await stranger.signIn('a guess', null, 'nobody@contoso.example')));
  }
  expect(codes.at(-1)).toBe('too-many-requests');
});

test('the owner signs in while strangers guess: their browser is known to the account', async () => {
  const own = await signedIn();
  await own.send('/session', { method: 'DELETE' });
  await guessUntilDelayed(openBrowser());
  expect(codeOf(await openBrowser().signIn())).toBe('too-many-requests');
  expect((await own.signIn()).status).toBe(200);
});

test('the owner signs in while strangers behind the same address guess', async () => {
  const own = await signedIn();
  await own.send('/session', { method: 'DELETE' });
  const guess = (json: object) => openBrowser().send('/session', { json });
  const codes: string[] = [];
  for (let tries = 0; tries <= RATES.signInsOfAddress.most; tries += 1)
    codes.push(
      codeOf(await guess({ email: `nobody-${tries}@contoso.example`, password: 'a guess', code: null })),
    );
  expect(codes.at(-1)).toBe('too-many-requests');
  const json = { email: EMAIL, password: PASSWORD, code: null };
  expect(codeOf(await guess(json))).toBe('too-many-requests');
  expect((await own.send('/session', { json })).status).toBe(200);
});

test('who steals the cookie of a known browser can sign in nowhere, and is delayed too', async () => {
  const own = await signedIn();
  const known = [...own.cookies].filter(([name]) => name.startsWith('guichet_known_'));
  expect(known).toHaveLength(1);
  const thief = openBrowser();
  for (const [name, value] of known) thief.cookies.set(name, value);
  expect(codeOf(await thief.send('/session'))).toBe('not-signed-in');
  await guessUntilDelayed(thief);
  // the delay of that browser is not the account's
  expect((await openBrowser().signIn()).status).toBe(200);
});

test('the cookie of a known browser is for this server’s scripts and other sites out of reach', async () => {
  const answer = await openBrowser().signIn();
  const cookie = answer.headers.getSetCookie().find((set) => set.startsWith('guichet_known_')) ?? '';
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part);
});

test('a new password ends all other sessions and their streams, and the old one is worthless', async () => {
  const [own, other] = [await signedIn(), await signedIn()];
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: other.cookie() });
  const json = { password: PASSWORD, code: null, newPassword: NEW_PASSWORD };
  expect((await own.send('/account/password', { json })).status).toBe(204);
  await until(() => stream.ended(), 'the stream of the other session ends');
  expect(codeOf(await other.send('/session'))).toBe('not-signed-in');
  expect((await own.send('/session')).status).toBe(200);
  expect(codeOf(await other.signIn(PASSWORD))).toBe('credentials-wrong');
  expect((await other.signIn(NEW_PASSWORD)).status).toBe(200);
  expect(await acts()).toContain('change-password');
  expect(JSON.stringify(await desk.rows('SELECT * FROM audit'))).not.toContain(NEW_PASSWORD);
});

test('who steals a session cannot change the password without the old one, nor guess it', async () => {
  const thief = await signedIn();
  const change = (password: string) =>
    thief.send('/account/password', { json: { password, code: null, newPassword: NEW_PASSWORD } });
  const codes: string[] = [];
  for (let tries = 0; tries <= FAILED_SIGN_INS.free + 1; tries += 1)
    codes.push(codeOf(await change('a guess')));
  expect(codes[0]).toBe('password-wrong');
  expect(codes.at(-1)).toBe('too-many-requests');
  expect(await acts()).toContain('password-wrong');
  // the owner is not delayed by it
  expect((await openBrowser().signIn()).status).toBe(200);
});

test('a short new password is refused as at set-up', async () => {
  const own = await signedIn();
  const json = { password: PASSWORD, code: null, newPassword: 'eleven char' };
  expect(codeOf(await own.send('/account/password', { json }))).toBe('invalid-request');
});

test('a second factor is asked for after the password, and each code signs in once', async () => {
  const { secret } = await setUp(await signedIn());
  const other = openBrowser();
  expect(codeOf(await other.signIn('a guess'))).toBe('credentials-wrong');
  expect(codeOf(await other.signIn())).toBe('second-factor-needed');
  desk.clock.advance(MINUTE);
  const code = codeNow(secret);
  const both = await Promise.all([
    other.send('/session', { json: { email: EMAIL, password: PASSWORD, code } }),
    openBrowser().send('/session', { json: { email: EMAIL, password: PASSWORD, code } }),
  ]);
  expect(both.map(codeOf).sort()).toEqual(['second-factor-wrong', 'status 200']);
});

test('after strangers guessed, a right password does not make its own code wait', async () => {
  const { secret } = await setUp(await signedIn());
  await guessUntilDelayed(openBrowser());
  desk.clock.advance(2 * MINUTE);
  const owner = openBrowser();
  expect(codeOf(await owner.signIn())).toBe('second-factor-needed');
  expect((await owner.signIn(PASSWORD, codeNow(secret))).status).toBe(200);
});

test('a right password between them does not help to guess codes', async () => {
  await setUp(await signedIn());
  const thief = openBrowser();
  const codes: string[] = [];
  for (let tries = 0; tries <= FAILED_SIGN_INS.free + 1; tries += 1) {
    codes.push(codeOf(await thief.signIn(PASSWORD, '000000')));
    await thief.signIn(PASSWORD);
  }
  expect(codes.at(-1)).toBe('too-many-requests');
});

test('codes cannot be guessed: wrong ones are delayed and audited', async () => {
  await setUp(await signedIn());
  const thief = openBrowser();
  const codes: string[] = [];
  for (let tries = 0; tries <= FAILED_SIGN_INS.free + 1; tries += 1) {
    codes.push(codeOf(await thief.signIn(PASSWORD, '000000')));
  }
  expect(codes[0]).toBe('second-factor-wrong');
  expect(codes.at(-1)).toBe('too-many-requests');
  expect((await acts()).filter((act) => act === 'sign-in-failed').length).toBeGreaterThan(
    FAILED_SIGN_INS.free,
  );
});

test('a recovery code signs in once, however it is typed', async () => {
  const { recoveryCodes } = await setUp(await signedIn());
  expect(recoveryCodes).toHaveLength(10);
  const [first = ''] = recoveryCodes;
  const typed = ` ${first.toLowerCase().replace('-', ' ')} `;
  expect((await openBrowser().signIn(PASSWORD, typed)).status).toBe(200);
  expect(codeOf(await openBrowser().signIn(PASSWORD, first))).toBe('second-factor-wrong');
  expect(await acts()).toContain('use-recovery-code');
  const own = openBrowser();
  await own.signIn(PASSWORD, recoveryCodes[1]);
  expect(Account.parse((await own.send('/account')).body).recoveryCodesLeft).toBe(8);
});

test('the database has neither the secret nor a recovery code in clear', async () => {
  const { secret, recoveryCodes } = await setUp(await signedIn());
  const stored = JSON.stringify([
    await desk.rows('SELECT * FROM second_factor'),
    await desk.rows('SELECT * FROM recovery_code'),
    await desk.rows('SELECT * FROM audit'),
  ]);
  for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replace('-', ''))]) {
    expect(stored).not.toContain(hidden);
  }
});

test('who steals a session can neither set up, replace nor remove a second factor', async () => {
  const thief = await signedIn();
  const wrong = { json: { password: 'a guess', code: null } };
  expect(codeOf(await thief.send('/account/second-factor', wrong))).toBe('password-wrong');
  const { secret } = await setUp(thief);
  const withoutCode = { json: { password: PASSWORD, code: null } };
  for (const path of ['/account/second-factor', '/account/second-factor/removal']) {
    expect(codeOf(await thief.send(path, withoutCode))).toBe('second-factor-needed');
  }
  desk.clock.advance(MINUTE);
  const json = { password: PASSWORD, code: codeNow(secret) };
  expect((await thief.send('/account/second-factor/removal', { json })).status).toBe(204);
  expect((await openBrowser().signIn()).status).toBe(200);
});

test('a second factor that is being replaced works until the new one is confirmed', async () => {
  const own = await signedIn();
  const first = await setUp(own);
  desk.clock.advance(MINUTE);
  const begin = { json: { password: PASSWORD, code: codeNow(first.secret) } };
  const next = BegunSecondFactor.parse((await own.send('/account/second-factor', begin)).body);
  desk.clock.advance(MINUTE);
  expect((await openBrowser().signIn(PASSWORD, codeNow(first.secret))).status).toBe(200);
  const json = { code: codeNow(next.secret) };
  expect((await own.send('/account/second-factor/confirmation', { json })).status).toBe(200);
  desk.clock.advance(MINUTE);
  expect(codeOf(await openBrowser().signIn(PASSWORD, codeNow(first.secret)))).toBe('second-factor-wrong');
  expect((await openBrowser().signIn(PASSWORD, codeNow(next.secret))).status).toBe(200);
  expect(codeOf(await openBrowser().signIn(PASSWORD, first.recoveryCodes[0]))).toBe('second-factor-wrong');
});

test('setting up that was begun long ago is begun again', async () => {
  const own = await signedIn();
  const json = { password: PASSWORD, code: null };
  const { secret } = BegunSecondFactor.parse((await own.send('/account/second-factor', { json })).body);
  desk.clock.advance(31 * MINUTE);
  const late = { json: { code: codeNow(secret) } };
  expect(codeOf(await own.send('/account/second-factor/confirmation', late))).toBe('second-factor-not-begun');
});

test('an administrator of whom a second factor is demanded can do nothing before it is set up', async () => {
  const own = await signedIn();
  expect((await demand(own, true)).status).toBe(200);
  for (const path of ['/devices', '/sign-in-rules', '/account/sessions', '/backends']) {
    expect(codeOf(await own.send(path))).toBe('second-factor-due');
  }
  expect(codeOf(await demand(own, false))).toBe('second-factor-due');
  const fresh = openBrowser();
  expect((await fresh.signIn()).body).toMatchObject({ secondFactorDue: true });
  const { secret } = await setUp(fresh);
  expect((await fresh.send('/session')).body).toMatchObject({ secondFactorDue: false });
  expect((await own.send('/devices')).status).toBe(200);
  desk.clock.advance(MINUTE);
  const json = { password: PASSWORD, code: codeNow(secret) };
  expect(codeOf(await own.send('/account/second-factor/removal', { json }))).toBe('second-factor-demanded');
  expect(await acts()).toEqual(expect.arrayContaining(['change-sign-in-rules', 'set-up-second-factor']));
});

test('a technician may set one up, is not made to, and may not change the rules', async () => {
  const own = await signedIn();
  await demand(own, true);
  const technician = await desk.technician();
  expect((await technician.ask('/session')).body).toMatchObject({ secondFactorDue: false });
  expect((await technician.ask('/devices')).status).toBe(200);
  const json = { secondFactorForAdministrators: false };
  expect(codeOf(await technician.ask('/sign-in-rules', { method: 'PUT', json }))).toBe('administrator-only');
});

test('sessions are listed with where they are used, and end one by one or all at once', async () => {
  const own = await signedIn();
  const [second, third] = [openBrowser('<b>curl</b>/8'), openBrowser()];
  for (const browser of [second, third]) await browser.signIn();
  desk.clock.advance(5 * MINUTE);
  const listed = StaffSession.array().parse((await own.send('/account/sessions')).body);
  expect(listed).toHaveLength(4);
  expect(listed[0]).toMatchObject({ isCurrent: true, browser: 'Firefox', system: 'Linux', ip: '127.0.0.1' });
  expect(listed[0]?.lastUsedAt).toBe(desk.clock.now().toISOString());
  expect(JSON.stringify(listed)).not.toContain('curl');
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: second.cookie() });
  // the other session without a name is that of the set-up, which began earlier
  const unnamed = listed.filter(({ browser }) => browser === null);
  const id = unnamed.sort((one, other) => other.startedAt.localeCompare(one.startedAt))[0]?.id;
  expect((await own.send(`/account/sessions/${id}`, { method: 'DELETE' })).status).toBe(204);
  await until(() => stream.ended(), 'the stream of that session ends');
  expect(codeOf(await second.send('/session'))).toBe('not-signed-in');
  expect((await third.send('/session')).status).toBe(200);
  expect((await own.send('/account/sessions', { method: 'DELETE' })).status).toBe(204);
  expect(codeOf(await third.send('/session'))).toBe('not-signed-in');
  expect(StaffSession.array().parse((await own.send('/account/sessions')).body)).toHaveLength(1);
  expect(await acts()).toEqual(expect.arrayContaining(['end-session', 'end-other-sessions']));
});

test('nobody sees or ends the sessions of somebody else', async () => {
  const own = await signedIn();
  const technician = await desk.technician();
  const listed = StaffSession.array().parse((await own.send('/account/sessions')).body);
  for (const { id } of listed) {
    expect(codeOf(await technician.ask(`/account/sessions/${id}`, { method: 'DELETE' }))).toBe('not-found');
  }
  expect(StaffSession.array().parse((await technician.ask('/account/sessions')).body)).toHaveLength(1);
  expect((await technician.ask('/account/sessions', { method: 'DELETE' })).status).toBe(204);
  expect((await own.send('/session')).status).toBe(200);
});

test('with a second factor, a session and the password are not enough to change the password', async () => {
  const thief = await signedIn();
  const { secret } = await setUp(thief);
  const change = (code: string | null) =>
    thief.send('/account/password', { json: { password: PASSWORD, code, newPassword: NEW_PASSWORD } });
  expect(codeOf(await change(null))).toBe('second-factor-needed');
  expect(codeOf(await change('000000'))).toBe('second-factor-wrong');
  desk.clock.advance(MINUTE);
  expect((await change(codeNow(secret))).status).toBe(204);
});

test('a password change of a session that is ended meanwhile changes nothing', async () => {
  const [thief, owner] = [await signedIn(), await signedIn()];
  const json = { password: PASSWORD, code: null, newPassword: NEW_PASSWORD };
  const changing = thief.send('/account/password', { json });
  const ended = await owner.send('/account/sessions', { method: 'DELETE' });
  const statuses = [ended.status, (await changing).status];
  // whichever was first ended the other
  expect(statuses.sort()).toEqual([204, 401]);
});

test('a right password without its code, asked for as often as one likes, makes no code wait', async () => {
  const own = await signedIn();
  const { secret } = await setUp(own);
  desk.clock.advance(MINUTE);
  const remove = (code: string | null) =>
    own.send('/account/second-factor/removal', { json: { password: PASSWORD, code } });
  for (let tries = 0; tries < 8; tries += 1) expect(codeOf(await remove(null))).toBe('second-factor-needed');
  expect((await remove(codeNow(secret))).status).toBe(204);
});

test('no act with the password alone makes guesses of the code free again', async () => {
  const thief = await signedIn();
  await setUp(thief);
  const guess = { json: { password: PASSWORD, code: '000000' } };
  const reset = { json: { password: PASSWORD, code: null, newPassword: 'aaaaaaaaaaaaaaaaaaaa' } };
  const codes: string[] = [];
  for (let tries = 0; tries < 3 * FAILED_SIGN_INS.free; tries += 1) {
    codes.push(codeOf(await thief.send('/account/second-factor/removal', guess)));
    expect(codeOf(await thief.send('/account/password', reset))).toBe('password-guessable');
  }
  expect(codes.filter((code) => code === 'second-factor-wrong').length).toBeLessThanOrEqual(
    FAILED_SIGN_INS.free + 1,
  );
  expect(codes.at(-1)).toBe('too-many-requests');
});

test('a request whose session ends before its body is complete changes nothing', async () => {
  const thief = await signedIn();
  const { hostname, port } = new URL(desk.url);
  const body = JSON.stringify({ secondFactorForAdministrators: true });
  const call = request({
    ...{ hostname, port, method: 'PUT', path: '/v1/console/sign-in-rules' },
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      cookie: thief.cookie(),
      origin: desk.url,
      expect: '100-continue',
    },
  });
  const answered = once(call, 'response');
  call.flushHeaders();
  await once(call, 'continue');
  call.write(body.slice(0, -1));
  const own = await signedIn();
  expect((await own.send('/account/sessions', { method: 'DELETE' })).status).toBe(204);
  call.end(body.slice(-1));
  const [answer] = (await answered) as [IncomingMessage];
  expect(answer.resume().statusCode).toBe(401);
  expect((await own.send('/sign-in-rules')).body).toEqual({ secondFactorForAdministrators: false });
});

test('the stream of a session ends when one session too many replaces it', async () => {
  const first = await signedIn();
  const replaced = await listen(`${desk.url}/v1/console/events`, { cookie: first.cookie() });
  for (let more = 0; more < 50; more += 1) await openBrowser().signIn();
  await until(() => replaced.ended(), 'the stream of the replaced session ends');
});

test('a stream ends with the seven days of its session', async () => {
  const old = await signedIn();
  for (let hours = 10; hours < 7 * 24; hours += 10) {
    desk.clock.advance(10 * HOUR);
    expect((await old.send('/session')).status).toBe(200);
  }
  const late = await listen(`${desk.url}/v1/console/events`, { cookie: old.cookie() });
  desk.clock.advance(8 * HOUR + MINUTE);
  await until(() => late.ended(), 'the stream ends after seven days');
});

test('the stream of whoever has to set up a second factor ends', async () => {
  const own = await signedIn();
  const due = await listen(`${desk.url}/v1/console/events`, { cookie: own.cookie() });
  await demand(own, true);
  await until(() => due.ended(), 'the stream ends');
});

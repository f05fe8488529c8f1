// Forgotten passwords: who gets a mail, what its link changes, and what a stranger learns.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Recovery } from '../../../contract/staff.ts';
import { HOUR } from '../../../server/clock.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { insertSecondFactor, insertStaff, mailedLink, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, PASSWORD, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const EMAIL = 'tess@contoso.example';
const NEW_PASSWORD = 'another battery, another horse';

let desk: TestServer;
let administrator: FakeStaff;
let id: string;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  id = await insertStaff(desk, { email: EMAIL, fullName: 'Tess Martin', role: 'technician' });
});
afterEach(() => desk.close());

const request = (email = EMAIL, language = 'en') =>
  openBrowser(desk).send('/password-links', { json: { email, language } });
const look = (token: string) => openBrowser(desk).send('/password-link', { json: { token } });
const use = (token: string, password = NEW_PASSWORD) =>
  openBrowser(desk).send('/password-link/completion', { json: { token, password } });

async function requested(former?: string): Promise<string> {
  expect(codeOf(await request())).toBe('status 202');
  return mailedLink(desk, EMAIL, former);
}

test('the link sets the password once, and ends all sessions with their streams', async () => {
  const browser = openBrowser(desk);
  await browser.signIn(EMAIL);
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: browser.cookie() });
  const token = await requested();
  expect(Recovery.parse((await look(token)).body)).toMatchObject({ email: EMAIL, fullName: 'Tess Martin' });
  expect(codeOf(await use(token, 'Tess-Martin-12345'))).toBe('password-guessable');
  expect((await browser.send('/session')).status).toBe(200);
  const used = await use(token);
  expect(used.status).toBe(204);
  expect(used.headers.getSetCookie()).toEqual([]);
  await until(stream.ended, 'the stream ends');
  expect(codeOf(await browser.send('/session'))).toBe('not-signed-in');
  expect(codeOf(await openBrowser(desk).signIn(EMAIL))).toBe('credentials-wrong');
  expect((await openBrowser(desk).signIn(EMAIL, NEW_PASSWORD)).status).toBe(200);
  for (const again of [await use(token), await look(token)])
    expect(codeOf(again)).toBe('password-link-invalid');
  const acts = await desk.rows('SELECT act, staff_id FROM audit WHERE subject_id = ? ORDER BY id', id);
  expect(acts).toContainEqual({ act: 'send-password-link', staff_id: null });
  expect(acts).toContainEqual({ act: 'reset-password', staff_id: id });
});

test('the second factor stays', async () => {
  await insertSecondFactor(desk, id);
  await use(await requested());
  expect(codeOf(await openBrowser(desk).signIn(EMAIL, NEW_PASSWORD))).toBe('second-factor-needed');
});

test('an address without an account, a deactivated one and one without a password get the same answer and no mail', async () => {
  const without = 'provider@contoso.example';
  await insertStaff(desk, { email: without, fullName: 'Provider', role: 'technician' });
  await desk.alter('UPDATE staff SET has_password = 0 WHERE email = ?', without);
  const gone = 'gone@contoso.example';
  await insertStaff(desk, { email: gone, fullName: 'Gone', role: 'technician' });
  await desk.alter('UPDATE staff SET deactivated_at = ? WHERE email = ?', '2026-01-01T00:00:00Z', gone);
  const known = await request();
  for (const email of ['nobody@contoso.example', gone, without]) {
    const answer = await request(email);
    expect([answer.status, answer.body]).toEqual([known.status, known.body]);
  }
  await mailedLink(desk, EMAIL);
  await desk.stop();
  await desk.start();
  expect(await desk.rows('SELECT staff_id FROM password_link')).toEqual([{ staff_id: id }]);
});

test('a mailbox gets three mails an hour, and nobody learns from that who has one', async () => {
  for (const email of [EMAIL, 'nobody@contoso.example']) {
    const codes: string[] = [];
    for (let times = 0; times < 4; times += 1) codes.push(codeOf(await request(email)));
    expect(codes).toEqual(['status 202', 'status 202', 'status 202', 'too-many-requests']);
  }
});

test('a later mail replaces the link, and an hour ends it', async () => {
  const first = await requested();
  const second = await requested(first);
  expect(codeOf(await use(first))).toBe('password-link-invalid');
  desk.clock.advance(HOUR);
  expect(codeOf(await use(second))).toBe('password-link-invalid');
});

test('a deactivation and a changed password end the link', async () => {
  const first = await requested();
  await administrator.ask(`/staff/${id}/deactivation`, { method: 'PUT' });
  await administrator.ask(`/staff/${id}/deactivation`, { method: 'DELETE' });
  expect(codeOf(await look(first))).toBe('password-link-invalid');
  const second = await requested(first);
  const browser = openBrowser(desk);
  await browser.signIn(EMAIL);
  const json = { password: PASSWORD, code: null, newPassword: NEW_PASSWORD };
  expect((await browser.send('/account/password', { json })).status).toBe(204);
  expect(codeOf(await use(second, PASSWORD))).toBe('password-link-invalid');
});

test('of two that use one link at the same time one sets the password', async () => {
  const token = await requested();
  const passwords = [NEW_PASSWORD, 'a third battery, a third horse'];
  const codes = await Promise.all(passwords.map(async (password) => codeOf(await use(token, password))));
  expect(codes.toSorted()).toEqual(['password-link-invalid', 'status 204']);
});

test('an administrator sends the link, in their language; a technician does not', async () => {
  const send = (by: FakeStaff, to = id) =>
    by.ask(`/staff/${to}/password-links`, { json: { language: 'fr' } });
  expect(codeOf(await send(administrator))).toBe('status 202');
  const token = await mailedLink(desk, EMAIL);
  expect((await desk.mails())[0]?.text).toContain('Un nouveau mot de passe a été demandé');
  expect((await use(token)).status).toBe(204);
  expect(codeOf(await send(await desk.technician()))).toBe('administrator-only');
  await desk.alter('UPDATE staff SET has_password = 0 WHERE id = ?', id);
  expect(codeOf(await send(administrator))).toBe('not-found');
});

test('the database holds no token of a link', async () => {
  const token = await requested();
  expect(JSON.stringify(await desk.rows('SELECT * FROM password_link'))).not.toContain(token);
});

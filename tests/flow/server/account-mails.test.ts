// Whoever has an account is mailed what changes in how they sign in: when, from where, and what to do; also after the mail server was away.
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { BegunSecondFactor } from '../../../contract/account.ts';
import { PasskeyCreation } from '../../../contract/passkeys.ts';
import { StaffMember } from '../../../contract/staff.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../server/clock.ts';
import { ownPort } from '../../fakes/own-port.ts';
import { makePasskey } from '../../fakes/server/authenticator.ts';
import { openPostOffice, type PostOffice } from '../../fakes/server/post-office.ts';
import {
  type Browser,
  insertPasswordLink,
  insertRecoveryLink,
  insertSecondFactor,
  insertStaff,
  openBrowser,
} from '../../fakes/server/staff.ts';
import { openTestServer, PASSWORD, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const EMAIL = 'tess@contoso.example';
const NEW_PASSWORD = 'another battery, another horse';

let desk: TestServer;
let office: PostOffice;
let id: string;
beforeEach(async () => {
  office = await openPostOffice();
  const PORT = String(await ownPort());
  desk = await openTestServer({
    environment: {
      ...{ PORT, PUBLIC_URL: `http://localhost:${PORT}` },
      ...{ SMTP_URL: office.url, MAIL_FROM: 'Help desk <help@contoso.example>' },
    },
  });
  await desk.administrator();
  id = await insertStaff(desk, { email: EMAIL, fullName: 'Tess Martin', role: 'technician' });
});
afterEach(async () => {
  await desk.close();
  await office.close();
});

async function signedIn(email = EMAIL, password = PASSWORD, code: string | null = null): Promise<Browser> {
  const browser = openBrowser(desk);
  const answer = await browser.signIn(email, password, code);
  expect(answer.status).toBe(200);
  return browser;
}

/** Waits for so many mails. */
async function mails(count: number): Promise<{ to: string; subject: string; text: string }[]> {
  await until(() => {
    desk.clock.advance(5 * SECOND);
    return Promise.resolve(office.received.length >= count);
  }, `${count} mails arrive`);
  return office.received.map(({ to, subject, text }) => ({
    to: to?.[0]?.address ?? '',
    subject: subject ?? '',
    text: text ?? '',
  }));
}

const codeNow = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: desk.clock.now().getTime() });

const proof = { password: PASSWORD, code: null };

test('a changed password, with when, from where and what to do', async () => {
  const browser = await signedIn();
  const at = desk.clock.now();
  const headers = {
    'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  };
  const json = { password: PASSWORD, code: null, newPassword: NEW_PASSWORD };
  expect((await browser.send('/account/password', { json, headers })).status).toBe(204);
  const [mail] = await mails(1);
  expect(mail).toMatchObject({ to: EMAIL, subject: expect.stringContaining('how you sign in was changed') });
  expect(mail?.text).toContain('Hello Tess Martin,\n\nThe password of your account in Guichet was changed.');
  expect(mail?.text).toContain(
    `When: ${at.toLocaleString('en', { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' })}`,
  );
  expect(mail?.text).toMatch(/From: (127\.0\.0\.1|::1|::ffff:127\.0\.0\.1) \(Firefox, Windows\)/);
  expect(mail?.text).toContain(`on http://localhost:`);
  await until(async () => (await desk.rows('SELECT id FROM account_mail')).length === 0, 'it is settled');
});

test('a password set by a link, and a recovery', async () => {
  const reset = { token: await insertPasswordLink(desk, id), password: NEW_PASSWORD };
  expect((await openBrowser(desk).send('/password-link/completion', { json: reset })).status).toBe(204);
  const [administrator] = await desk.rows("SELECT id FROM staff WHERE role = 'administrator'");
  const recovery = {
    token: await insertRecoveryLink(desk, String(administrator?.id)),
    password: NEW_PASSWORD,
  };
  expect((await openBrowser(desk).send('/recovery/completion', { json: recovery })).status).toBe(200);
  expect((await mails(2)).map(({ to, text }) => [to, text.split('\n\n')[1]])).toEqual([
    [EMAIL, 'The password of your account in Guichet was set anew, by a link from a mail.'],
    ['admin@contoso.example', expect.stringContaining('was recovered by a link from the server')],
  ]);
});

test('a password set by a link keeps passkeys and second factor, and the mail names them', async () => {
  await insertSecondFactor(desk, id);
  await desk.alter(
    `INSERT INTO passkey (id, staff_id, credential_id, public_key, counter, name, created_at)
      VALUES ('p1', ?, 'c', 'k', 0, 'Old laptop', ?)`,
    ...[id, desk.clock.now().toISOString()],
  );
  const reset = { token: await insertPasswordLink(desk, id), password: NEW_PASSWORD };
  expect((await openBrowser(desk).send('/password-link/completion', { json: reset })).status).toBe(204);
  const [mail] = await mails(1);
  expect(mail?.text).toContain(
    'All sessions have ended. Kept as they were: the second factor, the passkey “Old laptop”.',
  );
  expect(await desk.rows('SELECT name FROM passkey')).toEqual([{ name: 'Old laptop' }]);
});

test('a second factor that is added or removed, and nothing of one that was not there', async () => {
  const browser = await signedIn();
  expect((await browser.send('/account/second-factor/removal', { json: proof })).status).toBe(204);
  const begun = BegunSecondFactor.parse((await browser.send('/account/second-factor', { json: proof })).body);
  const wrong = { json: { code: '000000' } };
  await browser.send('/account/second-factor/confirmation', wrong);
  const code = codeNow(begun.secret);
  const confirmed = await browser.send('/account/second-factor/confirmation', { json: { code } });
  expect(confirmed.status).toBe(200);
  desk.clock.advance(MINUTE);
  const again = codeNow(begun.secret);
  const removal = { json: { password: PASSWORD, code: again } };
  expect((await browser.send('/account/second-factor/removal', removal)).status).toBe(204);
  const texts = (await mails(2)).map(({ text }) => text);
  expect(texts).toEqual([
    expect.stringContaining('A second factor was set up'),
    expect.stringContaining('The second factor of your account in Guichet was removed'),
  ]);
  // neither the secret nor a recovery code is mailed
  expect(texts.join()).not.toContain(begun.secret);
});

test('a passkey that is added or removed, in the language they chose, and those that an administrator removes', async () => {
  await desk.alter(`INSERT INTO mail_wish (staff_id, switched_off, language) VALUES (?, '[]', 'fr')`, id);
  const browser = await signedIn();
  await browser.send('/session/proof', { json: proof });
  const creation = PasskeyCreation.parse(
    (await browser.send('/account/passkeys/challenge', { method: 'POST' })).body,
  );
  const { made } = makePasskey(creation, desk.url);
  const added = await browser.send('/account/passkeys', { json: { ...made, name: '<b>Mine</b>' } });
  const passkeyId = (added.body as { id: string }).id;
  expect((await browser.send(`/account/passkeys/${passkeyId}`, { method: 'DELETE' })).status).toBe(204);
  await insertSecondFactor(desk, id);
  const administrator = await desk.administrator();
  expect((await administrator.ask(`/staff/${id}/second-factor`, { method: 'DELETE' })).status).toBe(200);
  const all = await mails(3);
  expect(all.map(({ text }) => text.split('\n\n')[1])).toEqual([
    'La clé d’accès «\u00a0<b>Mine</b>\u00a0» a été ajoutée à votre compte dans Guichet.',
    'La clé d’accès «\u00a0<b>Mine</b>\u00a0» a été retirée de votre compte dans Guichet.',
    expect.stringContaining('Desk administrator a retiré le second facteur'),
  ]);
  expect(office.received[0]?.html).toContain('&lt;b&gt;Mine&lt;/b&gt;');
});

test('what happened while the mail server was away is mailed once it is back, each once', async () => {
  await office.close();
  const browser = await signedIn();
  const json = { password: PASSWORD, code: null, newPassword: NEW_PASSWORD };
  expect((await browser.send('/account/password', { json })).status).toBe(204);
  await until(async () => {
    desk.clock.advance(5 * SECOND);
    return Number((await desk.rows('SELECT attempt FROM account_mail'))[0]?.attempt) > 0;
  }, 'it is tried');
  await desk.stop();
  await office.openAgain();
  await desk.start();
  desk.clock.advance(HOUR);
  await mails(1);
  await until(async () => {
    desk.clock.advance(5 * SECOND);
    return (await desk.rows('SELECT id FROM account_mail')).length === 0;
  }, 'it is settled');
  expect(office.received).toHaveLength(1);
});

test('a mail that the mail server will never take is given up, and does not hold up the next', async () => {
  office.refuse(550, EMAIL);
  const browser = await signedIn();
  const json = { password: PASSWORD, code: null, newPassword: NEW_PASSWORD };
  await browser.send('/account/password', { json });
  const [administrator] = await desk.rows("SELECT id FROM staff WHERE role = 'administrator'");
  const recovery = {
    token: await insertRecoveryLink(desk, String(administrator?.id)),
    password: NEW_PASSWORD,
  };
  await openBrowser(desk).send('/recovery/completion', { json: recovery });
  expect((await mails(1)).map(({ to }) => to)).toEqual(['admin@contoso.example']);
  await until(async () => (await desk.rows('SELECT id FROM account_mail')).length === 0, 'both are settled');
  desk.clock.advance(DAY);
  expect(office.received).toHaveLength(1);
  await insertStaff(desk, { email: 'other@contoso.example', fullName: 'Other', role: 'administrator' });
  const other = openBrowser(desk);
  await other.signIn('other@contoso.example');
  const members = z.array(StaffMember).parse((await other.send('/staff')).body);
  expect(members.filter(({ mailTrouble }) => mailTrouble !== null)).toMatchObject([
    { email: EMAIL, mailTrouble: { en: expect.stringContaining('550') } },
  ]);
});

// Invitations to the staff: who gets in by the link of a mail, and who does not.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MailQueue, MailWishes } from '../../../contract/mails.ts';
import { Invitation, type NewInvitation, StaffMember } from '../../../contract/staff.ts';
import { DAY, HOUR, MINUTE } from '../../../server/clock.ts';
import { RATES } from '../../../server/limits/table.ts';
import { createMailbox, type Mail, type Mailer } from '../../../server/mail/mailer.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { openPostOffice } from '../../fakes/server/post-office.ts';
import { mailedLink, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, PASSWORD, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const EMAIL = 'nadia@contoso.example';
const NADIA: NewInvitation = {
  email: EMAIL,
  fullName: 'Nadia Haddad',
  role: 'technician',
  organisationIds: null,
  language: 'fr',
};

let desk: TestServer;
let administrator: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
});
afterEach(() => desk.close());

async function invite(more: Partial<NewInvitation> = {}): Promise<StaffMember> {
  const answer = await administrator.ask('/invitations', { json: { ...NADIA, ...more } });
  expect(codeOf(answer)).toBe('status 200');
  return StaffMember.parse(answer.body);
}

const sendAgain = (id: string) => administrator.ask(`/invitations/${id}/mails`, { method: 'POST' });
const withdraw = (id: string) => administrator.ask(`/invitations/${id}`, { method: 'DELETE' });
const look = (token: string) => openBrowser(desk).send('/invitation', { json: { token } });
const accept = (token: string, password = PASSWORD, browser = openBrowser(desk)) =>
  browser.send('/invitation/acceptance', { json: { token, password } });
const staff = async () => StaffMember.array().parse((await administrator.ask('/staff')).body);
const audited = async () =>
  (await desk.rows("SELECT act FROM audit WHERE subject_kind = 'staff' ORDER BY id")).map(({ act }) => act);

test('whoever is invited sees by whom and to what, chooses a password, and is signed in', async () => {
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: administrator.cookie });
  const invited = await invite();
  expect(invited).toMatchObject({ email: EMAIL, state: 'invited', lastSignInAt: null });
  expect(invited.invitedUntil).toBe(new Date(desk.clock.now().getTime() + 7 * DAY).toISOString());
  const token = await mailedLink(desk, EMAIL);
  expect(Invitation.parse((await look(token)).body)).toEqual({
    ...{ email: EMAIL, fullName: 'Nadia Haddad', role: 'technician' },
    ...{ invitedBy: 'Desk administrator', expiresAt: invited.invitedUntil },
  });

  const browser = openBrowser(desk);
  const accepted = await accept(token, PASSWORD, browser);
  expect(accepted.body).toEqual({
    ...{ id: invited.id, email: EMAIL, fullName: 'Nadia Haddad', role: 'technician' },
    ...{ organisationIds: null, secondFactorDue: false },
  });
  expect((await browser.send('/tickets?show=all')).status).toBe(200);
  expect(codeOf(await browser.send('/staff'))).toBe('administrator-only');
  const wishes = MailWishes.parse((await browser.send('/account/mails')).body);
  expect(wishes).toEqual({ switchedOff: [], digestMinutes: null, language: 'fr' });
  expect((await openBrowser(desk).signIn(EMAIL)).status).toBe(200);
  expect(await staff()).toMatchObject([
    { fullName: 'Desk administrator', state: 'active' },
    { id: invited.id, state: 'active', lastSignInAt: desk.clock.now().toISOString(), invitedUntil: null },
  ]);
  expect(await audited()).toEqual(['setup', 'invite', 'accept-invitation', 'sign-in']);
  await until(() => stream.events.filter((event) => event === 'changed "staff"').length >= 2);
  stream.close();
});

test('the link is good once, also for two who open it at the same moment', async () => {
  await invite();
  const token = await mailedLink(desk, EMAIL);
  const codes = (await Promise.all([accept(token), accept(token), accept(token)])).map(codeOf);
  expect(codes.sort()).toEqual(['invitation-invalid', 'invitation-invalid', 'status 200']);
  expect(codeOf(await look(token))).toBe('invitation-invalid');
  expect(await desk.rows("SELECT id FROM staff WHERE email = 'nadia@contoso.example'")).toHaveLength(1);
});

test('a password that is easy to guess is refused, and the link still works', async () => {
  await invite();
  const token = await mailedLink(desk, EMAIL);
  expect(codeOf(await accept(token, 'nadia-haddad-1'))).toBe('password-guessable');
  expect(codeOf(await accept(token, 'short'))).toBe('invalid-request');
  expect(codeOf(await accept(token))).toBe('status 200');
});

test('after a week the link is worthless, and another mail brings a new one', async () => {
  const { id } = await invite();
  const former = await mailedLink(desk, EMAIL);
  desk.clock.advance(7 * DAY);
  expect(codeOf(await look(former))).toBe('invitation-invalid');
  expect(codeOf(await accept(former))).toBe('invitation-invalid');
  const back = openBrowser(desk);
  expect((await back.signIn('admin@contoso.example')).status).toBe(200);
  const again = await back.send(`/invitations/${id}/mails`, { method: 'POST' });
  expect(StaffMember.parse(again.body).invitedUntil).toBe(
    new Date(desk.clock.now().getTime() + 7 * DAY).toISOString(),
  );
  expect(codeOf(await accept(await mailedLink(desk, EMAIL, former)))).toBe('status 200');
});

test('a later mail replaces the link of the former, and a withdrawn invitation has none', async () => {
  const { id } = await invite();
  const former = await mailedLink(desk, EMAIL);
  expect(codeOf(await sendAgain(id))).toBe('status 200');
  const later = await mailedLink(desk, EMAIL, former);
  expect(codeOf(await accept(former))).toBe('invitation-invalid');
  expect(codeOf(await look(later))).toBe('status 200');
  expect(codeOf(await withdraw(id))).toBe('status 204');
  expect(codeOf(await look(later))).toBe('invitation-invalid');
  expect(codeOf(await accept(later))).toBe('invitation-invalid');
  expect(codeOf(await withdraw(id))).toBe('not-found');
  expect(codeOf(await sendAgain(id))).toBe('not-found');
  expect(await staff()).toHaveLength(1);
  expect(await audited()).toEqual(['setup', 'invite', 'send-invitation', 'withdraw-invitation']);
});

test('an acceptance and a withdrawal at the same moment: only one of them happens', async () => {
  for (let round = 0; round < 5; round += 1) {
    const email = `round-${round}@contoso.example`;
    const { id } = await invite({ email });
    const token = await mailedLink(desk, email);
    const [accepted, withdrawn] = (await Promise.all([accept(token), withdraw(id)])).map(codeOf);
    expect([
      ['status 200', 'not-found'],
      ['invitation-invalid', 'status 204'],
    ]).toContainEqual([accepted, withdrawn]);
    desk.clock.advance(MINUTE);
  }
});

test('an address is staff or invited once, in capitals too', async () => {
  await invite({ email: '  Nadia@CONTOSO.example ' });
  const again = (email: string) => administrator.ask('/invitations', { json: { ...NADIA, email } });
  expect(failureOf(await again('NADIA@contoso.example'))).toMatchObject({
    ...{ status: 409, code: 'invitation-exists' },
    message: expect.stringContaining('send the invitation again'),
  });
  expect(codeOf(await again('ADMIN@contoso.example'))).toBe('staff-exists');
  expect(codeOf(await accept(await mailedLink(desk, EMAIL)))).toBe('status 200');
  expect(codeOf(await again(EMAIL))).toBe('staff-exists');
  expect((await openBrowser(desk).signIn('NADIA@contoso.example')).status).toBe(200);
});

test('two administrators who invite the same person at once send one invitation', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => administrator.ask('/invitations', { json: NADIA })));
  expect(answers.map(codeOf).sort()).toEqual(['invitation-exists', 'invitation-exists', 'status 200']);
});

test('an invited administrator of whom a second factor is demanded sets it up before anything else', async () => {
  const rules = { method: 'PUT', json: { secondFactorForAdministrators: true } };
  await invite({ role: 'administrator' });
  expect((await administrator.ask('/sign-in-rules', rules)).status).toBe(200);
  const browser = openBrowser(desk);
  const accepted = await accept(await mailedLink(desk, EMAIL), PASSWORD, browser);
  expect(accepted.body).toMatchObject({ role: 'administrator', secondFactorDue: true });
  expect(codeOf(await browser.send('/staff'))).toBe('second-factor-due');
});

test('nobody’s mailbox is filled, and no session mails without end', async () => {
  const { id } = await invite();
  const codes: string[] = [];
  for (let tries = 0; tries < RATES.invitationsOfRecipient.most; tries += 1)
    codes.push(codeOf(await sendAgain(id)));
  expect(codes.at(-1)).toBe('too-many-requests');
  const others: string[] = [];
  for (let number = 0; number <= RATES.invitationsOfStaff.most; number += 1) {
    const json = { ...NADIA, email: `number-${number}@contoso.example` };
    others.push(codeOf(await administrator.ask('/invitations', { json })));
  }
  expect(others.at(-1)).toBe('too-many-requests');
  desk.clock.advance(HOUR);
  expect(codeOf(await sendAgain(id))).toBe('status 200');
});

test('whoever guesses links is slowed down, and finds none', async () => {
  await invite();
  const codes: string[] = [];
  for (let tries = 0; tries <= RATES.linksOfAddress.most; tries += 1)
    codes.push(codeOf(await (tries % 2 === 0 ? look : accept)(`guess-${tries}`)));
  expect(new Set(codes)).toEqual(new Set(['invitation-invalid', 'too-many-requests']));
});

test('neither the database nor the audit holds the token, and another site cannot use it', async () => {
  await invite();
  const token = await mailedLink(desk, EMAIL);
  for (const table of ['staff_invitation', 'audit'])
    expect(JSON.stringify(await desk.rows(`SELECT * FROM ${table}`))).not.toContain(token);
  const json = { token, password: PASSWORD };
  const foreign = { json, headers: { origin: 'https://evil.example' } };
  expect(codeOf(await openBrowser(desk).send('/invitation/acceptance', foreign))).toBe('foreign-origin');
});

test('the mail is in the language of the invitation, with names as text and not as HTML', async () => {
  const mailbox = createMailbox('desk@contoso.example', createClock());
  await desk.close();
  desk = await openTestServer({ overrides: { mailer: mailbox } });
  administrator = await desk.administrator();
  await invite({ fullName: '<img src=x onerror=alert(1)> & Co', language: 'en', role: 'administrator' });
  const [mail] = await until(() => mailbox.mails().length > 0 && mailbox.mails());
  expect(mail).toMatchObject({ to: EMAIL, subject: 'Your invitation to the help desk' });
  expect(mail?.text).toContain('Desk administrator invites you to the help desk, as an administrator');
  expect(mail?.text).toContain(`${desk.url}/invitation#`);
  expect(mail?.text).toContain('7 days');
  expect(mail?.html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; Co');
  expect(mail?.html).not.toContain('<img');
  const header = await administrator.ask('/invitations', {
    json: { ...NADIA, email: 'other@contoso.example', fullName: 'Nadia\r\nBcc: evil@evil.example' },
  });
  expect(codeOf(header)).toBe('invalid-request');
});

test('a mail server that hangs keeps nobody waiting, and a stop waits for the mail', async () => {
  const { promise: sent, resolve } = Promise.withResolvers<void>();
  const told: Mail[] = [];
  const slow: Mailer = {
    async send(mail) {
      await sent;
      told.push(mail);
      return null;
    },
    close() {},
  };
  await desk.close();
  desk = await openTestServer({ overrides: { mailer: slow } });
  administrator = await desk.administrator();
  await invite();
  expect(told).toEqual([]);
  const stopping = desk.stop();
  resolve();
  await stopping;
  expect(told).toHaveLength(1);
  await desk.start();
});

test('an invitation that no mail server takes now says why, and is mailed when one does, also by another run of the server', async () => {
  const office = await openPostOffice();
  await desk.close();
  desk = await openTestServer({
    environment: { SMTP_URL: office.url, MAIL_FROM: 'Help desk <help@contoso.example>' },
  });
  administrator = await desk.administrator();
  await office.close();
  await invite();
  const trouble = async () => (await staff()).find(({ email }) => email === EMAIL)?.mailTrouble;
  expect(await until(trouble)).toMatchObject({ en: expect.stringContaining('takes no mails now') });
  await desk.stop();
  await office.openAgain();
  desk.clock.advance(HOUR);
  await desk.start();
  const mail = await until(() => office.received[0], 'the invitation arrives');
  expect(await until(async () => (await trouble()) === null)).toBe(true);
  const token = /invitation#([\w-]+)/.exec(mail.text ?? '')?.[1] ?? '';
  expect(codeOf(await accept(token))).toBe('status 200');
  desk.clock.advance(DAY);
  expect(office.received).toHaveLength(1);
  await office.close();
});

test('without a mail server an invitation says so', async () => {
  await desk.close();
  desk = await openTestServer({ environment: { MAILBOX: 'false' } });
  administrator = await desk.administrator();
  await invite();
  const [invited] = await until(async () => {
    const members = await staff();
    return (
      members.some(({ mailTrouble }) => mailTrouble !== null) &&
      members.filter(({ state }) => state === 'invited')
    );
  });
  expect(invited?.mailTrouble?.en).toContain('No mail server is set');
  const { body } = await administrator.ask('/mails/queue');
  expect(MailQueue.parse(body).trouble?.fr).toContain('Aucun serveur de messagerie');
});

// The people of the staff: what administrators change of each other, at once and in a race, and what nobody does to themselves.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Account, BegunSecondFactor } from '../../../contract/account.ts';
import type { Staff } from '../../../contract/console.ts';
import { StaffMember } from '../../../contract/staff.ts';
import { MINUTE } from '../../../server/clock.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { type Browser, insertSecondFactor, insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, PASSWORD, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const NADIA = {
  email: 'nadia@contoso.example',
  fullName: 'Nadia Haddad',
  role: 'technician',
  organisationIds: null,
} as const;
const PAUL = {
  email: 'paul@contoso.example',
  fullName: 'Paul Roy',
  role: 'administrator',
  organisationIds: null,
} as const;

let desk: TestServer;
let administrator: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
});
afterEach(() => desk.close());

/** Adds somebody, and signs them in. */
async function join(person: Omit<Staff, 'id'>): Promise<{ id: string; browser: Browser }> {
  const id = await insertStaff(desk, person);
  const browser = openBrowser(desk);
  expect((await browser.signIn(person.email)).status).toBe(200);
  desk.clock.advance(MINUTE);
  return { id, browser };
}

const staff = async () => StaffMember.array().parse((await administrator.ask('/staff')).body);
const ownId = async () => Account.parse((await administrator.ask('/account')).body).id;
const deactivate = (id: string, by: Pick<Browser, 'send'> = { send: administrator.ask }) =>
  by.send(`/staff/${id}/deactivation`, { method: 'PUT' });
const reactivate = (id: string) => administrator.ask(`/staff/${id}/deactivation`, { method: 'DELETE' });
const change = (id: string, json: object, by: Pick<Browser, 'send'> = { send: administrator.ask }) =>
  by.send(`/staff/${id}`, { method: 'PUT', json });
const reset = (id: string) => administrator.ask(`/staff/${id}/second-factor`, { method: 'DELETE' });
const endSessions = (id: string) => administrator.ask(`/staff/${id}/sessions`, { method: 'DELETE' });
const actsOn = async (id: string) => {
  const rows = await desk.rows('SELECT act, staff_id FROM audit WHERE subject_id = ? ORDER BY id', id);
  return rows.filter(({ staff_id }) => staff_id !== id).map(({ act }) => act);
};

test('a deactivated person is out at once: sessions, event streams, sign-in', async () => {
  const { id, browser } = await join(NADIA);
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: browser.cookie() });
  expect(StaffMember.parse((await deactivate(id)).body)).toMatchObject({ id, state: 'deactivated' });
  await until(stream.ended, 'the stream ends');
  expect(codeOf(await browser.send('/session'))).toBe('not-signed-in');
  expect(codeOf(await browser.send('/tickets?show=all'))).toBe('not-signed-in');
  expect(await desk.rows('SELECT id FROM session WHERE staff_id = ?', id)).toEqual([]);

  const [own, nobody] = [
    await openBrowser(desk).signIn(NADIA.email),
    await openBrowser(desk).signIn('nobody@contoso.example'),
  ];
  expect(failureOf(own)).toEqual(failureOf(nobody));
  expect(codeOf(own)).toBe('credentials-wrong');
  // also in a browser that the account knows
  expect(failureOf(await browser.signIn(NADIA.email))).toEqual(failureOf(nobody));

  expect(StaffMember.parse((await reactivate(id)).body)).toMatchObject({ id, state: 'active' });
  expect(codeOf(await browser.send('/session'))).toBe('not-signed-in');
  expect((await browser.signIn(NADIA.email)).status).toBe(200);
  expect(await actsOn(id)).toEqual(['deactivate-staff', 'reactivate-staff']);
});

test('a deactivated account is delayed like an address without one', async () => {
  const { id } = await join(NADIA);
  await deactivate(id);
  const codes = async (email: string) => {
    const said: string[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      desk.clock.advance(MINUTE / 10);
      said.push(codeOf(await openBrowser(desk).signIn(email, 'a guess or another')));
    }
    return said;
  };
  expect(await codes(NADIA.email)).toEqual(await codes('nobody@contoso.example'));
});

test('a session that a sign-in starts while its person is deactivated is worth nothing', async () => {
  for (let round = 0; round < 4; round += 1) {
    const email = `round-${round}@contoso.example`;
    const id = await insertStaff(desk, { ...NADIA, email });
    const browser = openBrowser(desk);
    await Promise.all([browser.signIn(email), deactivate(id)]);
    expect(codeOf(await browser.send('/session'))).toBe('not-signed-in');
    expect(await desk.rows('SELECT id FROM session WHERE staff_id = ?', id)).toEqual([]);
  }
});

test('a role changes at the next request, and a name too', async () => {
  const { id, browser } = await join(NADIA);
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: browser.cookie() });
  expect(codeOf(await browser.send('/backends', { json: {} }))).toBe('administrator-only');
  const changed = await change(id, {
    fullName: 'Nadia H. Roy',
    role: 'administrator',
    organisationIds: null,
  });
  expect(StaffMember.parse(changed.body)).toMatchObject({
    fullName: 'Nadia H. Roy',
    role: 'administrator',
    organisationIds: null,
  });
  await until(stream.ended, 'the browser asks anew who it is');
  expect((await browser.send('/session')).body).toMatchObject({
    fullName: 'Nadia H. Roy',
    role: 'administrator',
  });
  expect((await browser.send('/staff')).status).toBe(200);
  await change(id, { fullName: 'Nadia H. Roy', role: 'technician', organisationIds: null });
  expect(codeOf(await browser.send('/staff'))).toBe('administrator-only');
  expect((await browser.send('/tickets?show=all')).status).toBe(200);
  expect(await actsOn(id)).toEqual(['change-staff', 'change-staff']);
});

test('nobody changes their own role or deactivates themselves, so the last administrator stays', async () => {
  const id = await ownId();
  const name = { fullName: 'Ada Admin', role: 'administrator', organisationIds: null };
  expect(failureOf(await change(id, { ...name, role: 'technician', organisationIds: null }))).toMatchObject({
    ...{ status: 409, code: 'own-account' },
    message: expect.stringContaining('one administrator always remains'),
  });
  const acts = [deactivate(id), reactivate(id), reset(id), endSessions(id)];
  expect((await Promise.all(acts)).map(codeOf)).toEqual(Array(4).fill('own-account'));
  expect(codeOf(await change(id, name))).toBe('status 200');
  expect(await staff()).toMatchObject([{ id, state: 'active', ...name }]);
});

test.each(['demote', 'deactivate'])(
  'two administrators who %s each other at the same moment: one of them is refused',
  async (how) => {
    const own = await ownId();
    for (let round = 0; round < 6; round += 1) {
      const { id, browser } = await join({ ...PAUL, email: `paul-${round}@contoso.example` });
      const me: Pick<Browser, 'send'> = { send: administrator.ask };
      const act = (whom: string, by: Pick<Browser, 'send'>) =>
        how === 'demote'
          ? change(whom, { fullName: 'Somebody', role: 'technician', organisationIds: null }, by)
          : deactivate(whom, by);
      const codes = (await Promise.all([act(id, me), act(own, browser)])).map(codeOf);
      expect(codes.filter((code) => code === 'status 200')).toHaveLength(1);
      const left = await desk.rows(
        "SELECT id FROM staff WHERE role = 'administrator' AND deactivated_at IS NULL",
      );
      expect(left).toEqual([{ id: codes[0] === 'status 200' ? own : id }]);
      if (codes[0] === 'status 200') continue;
      // this one lost: the next round begins as the first
      await desk.alter("UPDATE staff SET role = 'administrator', deactivated_at = NULL WHERE id = ?", own);
      await desk.alter('DELETE FROM session WHERE staff_id = ?', id);
      await desk.alter("UPDATE staff SET role = 'technician' WHERE id = ?", id);
      const back = openBrowser(desk);
      expect((await back.signIn('admin@contoso.example')).status).toBe(200);
      administrator = { cookie: back.cookie(), ask: back.send };
    }
  },
);

test('a second factor that an administrator resets has to be set up again, by whoever had one', async () => {
  const { id, browser } = await join(NADIA);
  expect(codeOf(await reset(id))).toBe('not-found');
  await insertSecondFactor(desk, id);
  expect(await staff()).toMatchObject([{}, { id, hasSecondFactor: true }]);
  expect(StaffMember.parse((await reset(id)).body)).toMatchObject({ id, hasSecondFactor: false });
  expect(codeOf(await browser.send('/session'))).toBe('not-signed-in');

  expect((await browser.signIn(NADIA.email)).body).toMatchObject({ secondFactorDue: true });
  expect(codeOf(await browser.send('/tickets?show=all'))).toBe('second-factor-due');
  const removal = { json: { password: PASSWORD, code: null } };
  expect(codeOf(await browser.send('/account/second-factor/removal', removal))).toBe('second-factor-due');
  const begun = await browser.send('/account/second-factor', removal);
  const { secret } = BegunSecondFactor.parse(begun.body);
  const { Secret, TOTP } = await import('otpauth');
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = totp.generate({ timestamp: desk.clock.now().getTime() });
  expect((await browser.send('/account/second-factor/confirmation', { json: { code } })).status).toBe(200);
  expect((await browser.send('/tickets?show=all')).status).toBe(200);
  expect(Account.parse((await browser.send('/account')).body).secondFactorDemanded).toBe(false);
  expect(await actsOn(id)).toEqual(['reset-second-factor']);
});

test('ended sessions end with their streams, and the person signs in again', async () => {
  const { id, browser } = await join(NADIA);
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: browser.cookie() });
  expect(codeOf(await endSessions(id))).toBe('status 204');
  await until(stream.ended, 'the stream ends');
  expect(codeOf(await browser.send('/session'))).toBe('not-signed-in');
  expect((await browser.signIn(NADIA.email)).status).toBe(200);
  expect(await actsOn(id)).toEqual(['end-sessions']);
});

test('the list names everybody with role, state, last sign-in and second factor, by name', async () => {
  const { id } = await join(NADIA);
  const idle = await insertStaff(desk, { ...PAUL, fullName: 'Élise Idle' });
  await insertSecondFactor(desk, idle);
  const invitation = {
    email: 'zoe@contoso.example',
    fullName: 'Zoé',
    role: 'technician',
    organisationIds: null,
    language: 'fr',
  };
  await administrator.ask('/invitations', { json: invitation });
  await deactivate(id);
  expect(
    (await staff()).map(({ fullName, role, state, hasSecondFactor }) => ({
      ...{ fullName, role, state, hasSecondFactor },
    })),
  ).toEqual([
    { fullName: 'Desk administrator', role: 'administrator', state: 'active', hasSecondFactor: false },
    { fullName: 'Élise Idle', role: 'administrator', state: 'active', hasSecondFactor: true },
    { fullName: 'Nadia Haddad', role: 'technician', state: 'deactivated', hasSecondFactor: false },
    { fullName: 'Zoé', role: 'technician', state: 'invited', hasSecondFactor: false },
  ]);
  expect((await staff()).map(({ lastSignInAt }) => lastSignInAt !== null)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('somebody who is not there is not found', async () => {
  const id = '01890000-0000-7000-8000-000000000000';
  const acts = [
    change(id, { fullName: 'X', role: 'technician', organisationIds: null }),
    deactivate(id),
    reset(id),
    endSessions(id),
  ];
  expect((await Promise.all(acts)).map(codeOf)).toEqual(Array(4).fill('not-found'));
});

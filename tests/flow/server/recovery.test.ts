// The recovery of an administrator who lost everything, by a command beside the running server.
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Recovery } from '../../../contract/staff.ts';
import { HOUR, MINUTE } from '../../../server/clock.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { runNode } from '../../fakes/server/program.ts';
import { insertSecondFactor, insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import { type FakeStaff, openTestServer, PASSWORD, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const EMAIL = 'admin@contoso.example';
const NEW_PASSWORD = 'another battery, another horse';
const COMMAND = path.join(import.meta.dirname, '..', '..', '..', 'server', 'recover.ts');

let desk: TestServer;
let administrator: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  // the command goes by the machine's own clock
  desk.clock.advance(Date.now() - desk.clock.now().getTime());
  administrator = await desk.administrator();
});
afterEach(() => desk.close());

/** Runs the command. Returns its exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: unknown; said: string }> {
  const command = runNode(COMMAND, args, { ...desk.settings, PUBLIC_URL: 'https://help.example.org' });
  const code = await command.ended();
  return { code, said: `${command.output.out}${command.output.err}`.trim() };
}

async function offered(email = EMAIL): Promise<string> {
  const { code, said } = await run('--email', email);
  expect(code).toBe(0);
  return /^recovery: https:\/\/help\.example\.org\/recovery#([\w-]{43})$/m.exec(said)?.[1] ?? '';
}

const look = (token: string) => openBrowser(desk).send('/recovery', { json: { token } });
const recover = (token: string, password = NEW_PASSWORD, browser = openBrowser(desk)) =>
  browser.send('/recovery/completion', { json: { token, password } });
const idOf = async (email: string) =>
  String((await desk.rows('SELECT id FROM staff WHERE email = ?', email))[0]?.id);

test('the link sets a password, removes the second factor and the passkeys, and ends the sessions', async () => {
  const id = await idOf(EMAIL);
  await insertSecondFactor(desk, id);
  await desk.alter(
    `INSERT INTO passkey (id, staff_id, credential_id, public_key, counter, name, created_at)
      VALUES ('p', ?, 'c', 'k', 0, 'Lost phone', '2026-01-01T00:00:00.000Z')`,
    id,
  );
  const stream = await listen(`${desk.url}/v1/console/events`, { cookie: administrator.cookie });
  const token = await offered('ADMIN@contoso.example');
  expect(Recovery.parse((await look(token)).body)).toMatchObject({
    email: EMAIL,
    fullName: 'Desk administrator',
  });
  expect(codeOf(await administrator.ask('/session'))).toBe('status 200');
  expect(codeOf(await recover(token, 'Desk-administrator-1'))).toBe('password-guessable');

  const browser = openBrowser(desk);
  expect((await recover(token, NEW_PASSWORD, browser)).body).toMatchObject({ id, secondFactorDue: false });
  expect((await browser.send('/staff')).status).toBe(200);
  await until(stream.ended, 'the stream of the former session ends');
  expect(codeOf(await administrator.ask('/session'))).toBe('not-signed-in');
  expect(codeOf(await openBrowser(desk).signIn(EMAIL, PASSWORD))).toBe('credentials-wrong');
  expect((await openBrowser(desk).signIn(EMAIL, NEW_PASSWORD)).status).toBe(200);
  expect(await desk.rows('SELECT id FROM passkey')).toEqual([]);
  expect(codeOf(await recover(token))).toBe('recovery-link-invalid');
  expect(codeOf(await look(token))).toBe('recovery-link-invalid');
  const acts = await desk.rows('SELECT act, staff_id FROM audit WHERE subject_id = ? ORDER BY id', id);
  expect(acts).toContainEqual({ act: 'offer-recovery', staff_id: null });
  expect(acts).toContainEqual({ act: 'recover', staff_id: id });
});

test('where a second factor is demanded, it is the first thing to set up', async () => {
  const rules = { method: 'PUT', json: { secondFactorForAdministrators: true } };
  await administrator.ask('/sign-in-rules', rules);
  const browser = openBrowser(desk);
  expect((await recover(await offered(), NEW_PASSWORD, browser)).body).toMatchObject({
    secondFactorDue: true,
  });
  expect(codeOf(await browser.send('/staff'))).toBe('second-factor-due');
});

test('the link is good for an hour, once, and until the next is printed', async () => {
  const [first, second] = [await offered(), await offered()];
  expect(codeOf(await recover(first))).toBe('recovery-link-invalid');
  const codes = (await Promise.all([recover(second), recover(second)])).map(codeOf);
  expect(codes.sort()).toEqual(['recovery-link-invalid', 'status 200']);
  const third = await offered();
  desk.clock.advance(HOUR + MINUTE);
  expect(codeOf(await look(third))).toBe('recovery-link-invalid');
  expect(codeOf(await recover(third))).toBe('recovery-link-invalid');
});

test('a link of somebody who is demoted or deactivated meanwhile is worthless', async () => {
  const paul = { email: 'paul@contoso.example', fullName: 'Paul Roy', role: 'administrator' } as const;
  const id = await insertStaff(desk, paul);
  const demoted = await offered(paul.email);
  const json = { fullName: 'Paul Roy', role: 'technician', organisationIds: null };
  await administrator.ask(`/staff/${id}`, { method: 'PUT', json });
  expect(codeOf(await recover(demoted))).toBe('recovery-link-invalid');
  await administrator.ask(`/staff/${id}`, { method: 'PUT', json: { ...json, role: 'administrator' } });
  const deactivated = await offered(paul.email);
  await administrator.ask(`/staff/${id}/deactivation`, { method: 'PUT' });
  expect(codeOf(await recover(deactivated))).toBe('recovery-link-invalid');
});

test('only an active administrator is recovered; where none is left, a deactivated one', async () => {
  await desk.technician();
  for (const email of ['tech@contoso.example', 'nobody@contoso.example']) {
    expect(await run('--email', email)).toEqual({
      code: 1,
      said: `${email} is not the address of an active administrator: nothing was changed.`,
    });
  }
  const paul = { email: 'paul@contoso.example', fullName: 'Paul Roy', role: 'administrator' } as const;
  const id = await insertStaff(desk, paul);
  await administrator.ask(`/staff/${id}/deactivation`, { method: 'PUT' });
  expect((await run('--email', paul.email)).code).toBe(1);
  // by hand: the console leaves one
  await desk.alter("UPDATE staff SET deactivated_at = '2026-01-01T00:00:00.000Z' WHERE email = ?", EMAIL);
  expect((await recover(await offered(paul.email))).body).toMatchObject({ id });
  expect((await openBrowser(desk).signIn(paul.email, NEW_PASSWORD)).status).toBe(200);
});

test('the command says what it expects, and needs a database', async () => {
  const usage = { code: 1, said: 'Expected: node server/recover.ts --email <address>' };
  expect(await run()).toEqual(usage);
  expect(await run('--email', 'nobody')).toEqual(usage);
  expect(await run('--mail', EMAIL)).toEqual(usage);
});

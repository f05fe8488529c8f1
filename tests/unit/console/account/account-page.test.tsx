// The page of one's own account: password, second factor, sessions, and the rules for signing in.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { CODE, consoleServer, idOf, PASSWORD, sessionOf, TECHNICIAN } from '../../../fakes/console-server.ts';

const NEW_PASSWORD = 'another battery, another horse';
const section = async (name: string) => within(await screen.findByRole('region', { name }));

type Opened = Parameters<typeof consoleServer>[0];
async function open(data: Opened = {}) {
  const server = consoleServer(data);
  const person = await openConsole(server, '/account');
  await screen.findByRole('heading', { name: 'Account' });
  return { server, person };
}

const OTHER = sessionOf({ id: idOf(61), browser: null, system: null, ip: '203.0.113.7' });

test('the page is reached from the menu of the person', async () => {
  const person = await openConsole(consoleServer(), '/devices');
  await person.click(await screen.findByRole('button', { name: 'Desk administrator' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Account' }));
  expect(await screen.findByRole('heading', { name: 'Account' })).toBeTruthy();
});

test('a password is changed with the present one, and what is wrong is said at its field', async () => {
  const { server, person } = await open();
  await person.click((await section('Password')).getByRole('button', { name: 'Change password' }));
  const dialog = await findDialog();
  const type = (name: string, text: string) => person.type(dialog.getByLabelText(name), text);
  await type('Current password', PASSWORD);
  await type('New password', 'too short');
  await person.click(dialog.getByRole('button', { name: 'Change password' }));
  expect(dialog.getByText('Use at least 12 characters.')).toBeTruthy();
  expect(dialog.getByText('The two passwords are not the same.')).toBeTruthy();
  expect(server.requests('POST /account/password')).toEqual([]);
  await person.clear(dialog.getByLabelText('New password'));
  await type('New password', NEW_PASSWORD);
  await type('Repeat password', NEW_PASSWORD);
  await person.click(dialog.getByRole('button', { name: 'Change password' }));
  expect(await screen.findByText(/Password changed/)).toBeTruthy();
  expect(server.requests('POST /account/password')[0]?.body).toEqual({
    password: PASSWORD,
    code: null,
    newPassword: NEW_PASSWORD,
  });
});

test('a wrong current password is reported, and the dialog stays', async () => {
  const { person } = await open();
  await person.click((await section('Password')).getByRole('button', { name: 'Change password' }));
  const dialog = await findDialog();
  await person.type(dialog.getByLabelText('Current password'), 'a guess');
  for (const name of ['New password', 'Repeat password']) {
    await person.type(dialog.getByLabelText(name), NEW_PASSWORD);
  }
  await person.click(dialog.getByRole('button', { name: 'Change password' }));
  expect(await dialog.findByText('This is not your current password. Nothing was changed.')).toBeTruthy();
});

test('a second factor is set up by QR code or key, and its recovery codes are shown once', async () => {
  const { server, person } = await open();
  const own = await section('Second factor');
  await person.click(await own.findByRole('button', { name: 'Set up' }));
  const dialog = await findDialog();
  await person.type(dialog.getByLabelText('Password'), PASSWORD);
  await person.click(dialog.getByRole('button', { name: 'Next' }));
  expect(await dialog.findByRole('img', { name: 'QR code for your authenticator app' })).toBeTruthy();
  expect(dialog.getByLabelText<HTMLInputElement>('Key').value).toBe('GEZDGNBVGY3TQOJQ');
  await person.type(dialog.getByLabelText('Code'), '000000');
  await person.click(dialog.getByRole('button', { name: 'Confirm' }));
  expect(await dialog.findByText(/This code is not right/)).toBeTruthy();
  await person.clear(dialog.getByLabelText('Code'));
  await person.type(dialog.getByLabelText('Code'), CODE);
  await person.click(dialog.getByRole('button', { name: 'Confirm' }));
  expect(await dialog.findByText('AAAAA-22222')).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'I have kept the codes' }));
  expect(await own.findByText(/2 recovery codes left/)).toBeTruthy();
  expect(server.requests('POST /account/second-factor')[0]?.body).toEqual({ password: PASSWORD, code: null });
  expect(screen.queryByText('AAAAA-22222')).toBeNull();
});

test('a second factor that is demanded can be replaced, not removed', async () => {
  const secondFactorSince = '2026-01-31T09:45:00.000Z';
  const { server } = await open({ secondFactorSince, rules: { secondFactorForAdministrators: true } });
  const own = await section('Second factor');
  expect(await own.findByRole('button', { name: 'Replace' })).toBeTruthy();
  expect(own.queryByRole('button', { name: 'Remove' })).toBeNull();
  expect(server.requests('GET /account')).toHaveLength(1);
});

test('a second factor is removed with password and code', async () => {
  const { server, person } = await open({ secondFactorSince: '2026-01-31T09:45:00.000Z' });
  const own = await section('Second factor');
  await person.click(await own.findByRole('button', { name: 'Remove' }));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('button', { name: 'Remove' }));
  expect(dialog.getByText('Write your password.')).toBeTruthy();
  expect(dialog.getByText('Write the code.')).toBeTruthy();
  await person.type(dialog.getByLabelText('Password'), PASSWORD);
  await person.type(dialog.getByLabelText('Code'), CODE);
  await person.click(dialog.getByRole('button', { name: 'Remove' }));
  expect(await own.findByText('Not set up.')).toBeTruthy();
  expect(server.data.secondFactorSince).toBeNull();
});

test('sessions show where they are used; others end, this one does not', async () => {
  const { server, person } = await open({ sessions: [sessionOf({ isCurrent: true }), OTHER] });
  const own = await section('Sessions');
  expect(await own.findByText('Firefox on Windows')).toBeTruthy();
  expect(own.getByText('Unknown browser')).toBeTruthy();
  expect(own.getByText('203.0.113.7')).toBeTruthy();
  const [end, ...more] = own.getAllByRole('button', { name: /^End the session/ });
  expect(more).toEqual([]);
  if (end) await person.click(end);
  await expect.poll(() => own.queryByText('Unknown browser')).toBeNull();
  expect(server.requests(`DELETE /account/sessions/${OTHER.id}`)).toHaveLength(1);
});

test('all other sessions end together, after a question', async () => {
  const { server, person } = await open({ sessions: [sessionOf({ isCurrent: true }), OTHER] });
  await person.click(await (await section('Sessions')).findByRole('button', { name: 'End all others' }));
  const dialog = await findDialog();
  expect(server.requests('DELETE /account/sessions')).toEqual([]);
  await person.click(dialog.getByRole('button', { name: 'End all others' }));
  expect(await screen.findByText('All other sessions have ended.')).toBeTruthy();
  expect(server.data.sessions.map(({ isCurrent }) => isCurrent)).toEqual([true]);
});

test('an administrator demands a second factor, and is told that theirs is missing', async () => {
  const { server, person } = await open();
  const rules = await section('Rules for signing in');
  await person.click(await rules.findByRole('switch', { name: 'Demand a second factor of administrators' }));
  const dialog = await findDialog();
  expect(dialog.getByText(/You have none yet/)).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Demand it' }));
  await expect.poll(() => server.data.rules.secondFactorForAdministrators).toBe(true);
});

test('a technician does not see the rules', async () => {
  await open({ staff: TECHNICIAN });
  await section('Sessions');
  expect(screen.queryByRole('region', { name: 'Rules for signing in' })).toBeNull();
});

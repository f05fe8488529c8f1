// The sign-in page: signing in, and the reasons why it fails.
import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { CODE, consoleServer, PASSWORD } from '../../../fakes/console-server.ts';
import { plugInDevice } from '../../../fakes/passkey-device.ts';

afterEach(() => vi.unstubAllGlobals());

const field = (name: string, description?: string) =>
  screen.findByLabelText<HTMLInputElement>(name, { selector: 'input' }).then((found) => {
    if (description !== undefined) expect(describedBy(found)).toContain(description);
    return found;
  });
const describedBy = (element: HTMLElement) =>
  (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent)
    .join(' ');

async function signIn(person: Awaited<ReturnType<typeof openConsole>>, password: string): Promise<void> {
  await person.type(await field('E-mail'), 'admin@example.org');
  await person.type(await field('Password'), password);
  await person.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('a person without a session signs in and returns to the page they opened', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/tickets');
  await signIn(person, PASSWORD);
  expect(await screen.findByRole('heading', { name: 'Tickets' })).toBeTruthy();
});

test('a wrong password is reported, and the typed address stays', async () => {
  const person = await openConsole(consoleServer({ staff: null }), '/signin');
  await signIn(person, 'not the password at all');
  expect(await screen.findByText('The address or the password is not right.')).toBeTruthy();
  expect((await field('E-mail')).value).toBe('admin@example.org');
});

test('an empty form sends nothing, and each field says what it needs', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/signin');
  await person.click(await screen.findByRole('button', { name: 'Sign in' }));
  await field('E-mail', 'Write an e-mail address, such as name@example.org.');
  await field('Password', 'Write your password.');
  expect(server.requests('POST /session')).toEqual([]);
});

test('an unreachable server is not reported as a wrong password', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/signin');
  await field('E-mail');
  server.network.down = true;
  await signIn(person, PASSWORD);
  expect(await screen.findByText(/The help desk cannot be reached/)).toBeTruthy();
});

test('a session that ends while the console is open leads to the sign-in page', async () => {
  const server = consoleServer();
  const person = await openConsole(server, '/tickets');
  await screen.findByRole('heading', { name: 'Tickets' });
  server.data.staff = null;
  await person.click(screen.getByRole('tab', { name: 'All' }));
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeTruthy();
});

test('French can be chosen before sign-in, and is stored', async () => {
  const person = await openConsole(consoleServer({ staff: null }), '/signin');
  await person.click(await screen.findByRole('button', { name: 'Français' }));
  expect(await screen.findByRole('button', { name: 'Se connecter' })).toBeTruthy();
  expect(localStorage.length).toBeGreaterThan(0);
});

test('a second factor is asked for after the password, which need not be typed again', async () => {
  const server = consoleServer({ staff: null, secondFactorSince: '2026-01-31T09:45:00.000Z' });
  const person = await openConsole(server, '/tickets');
  await signIn(person, PASSWORD);
  await person.type(await screen.findByLabelText('Code'), '000000');
  await person.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText(/This code is not right/)).toBeTruthy();
  await person.clear(screen.getByLabelText('Code'));
  await person.type(screen.getByLabelText('Code'), CODE);
  await person.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByRole('heading', { name: 'Tickets' })).toBeTruthy();
});

const HERE = { passkeys: { origin: window.location.origin }, provider: null };

test('a passkey signs in without a password', async () => {
  plugInDevice();
  const server = consoleServer({ staff: null, ways: HERE });
  const person = await openConsole(server, '/tickets');
  await person.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }));
  expect(await screen.findByRole('heading', { name: 'Tickets' })).toBeTruthy();
  expect(server.requests('POST /session/passkey')[0]?.body).toMatchObject({ id: 'known' });
});

test('a passkey that is not used is said to be, and the password still signs in', async () => {
  const device = plugInDevice();
  device.saysYes = false;
  const person = await openConsole(consoleServer({ staff: null, ways: HERE }), '/tickets');
  await person.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }));
  expect(await screen.findByText(/No passkey was used/)).toBeTruthy();
  await signIn(person, PASSWORD);
  expect(await screen.findByRole('heading', { name: 'Tickets' })).toBeTruthy();
});

test.each([
  [
    'at another address than the passkeys',
    { passkeys: { origin: 'https://help.example.org' }, provider: null },
  ],
  ['where the server has no public address', { passkeys: { obstacle: 'no-address' }, provider: null }],
] as const)('no passkey is offered %s', async (_, ways) => {
  plugInDevice();
  await openConsole(consoleServer({ staff: null, ways }), '/signin');
  await field('Password');
  expect(screen.queryByRole('button', { name: 'Sign in with a passkey' })).toBeNull();
});

// The page of an invitation: who invites to what, and the password that accepts it.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, PASSWORD } from '../../../fakes/console-server.ts';

type Person = Awaited<ReturnType<typeof openConsole>>;

async function fill(person: Person, password: string, repeated = password): Promise<void> {
  await person.type(await screen.findByLabelText('Password'), password);
  await person.type(screen.getByLabelText('Repeat password'), repeated);
  await person.click(screen.getByRole('button', { name: 'Accept and sign in' }));
}

test('says by whom and to what, and signs in with the chosen password', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/invitation', { linkToken: 'token' });
  expect(await screen.findByRole('heading', { name: 'Welcome, Nadia Haddad' })).toBeTruthy();
  expect(screen.getByText(/Desk administrator invites you to this help desk, as a technician/)).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe('nadia@example.org');
  await fill(person, PASSWORD);
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
  expect(server.requests('POST /invitation')).toHaveLength(1);
  expect(server.requests('POST /invitation/acceptance')[0]?.body).toEqual({
    ...{ token: 'token', password: PASSWORD },
  });
});

test('a short password, and one that was not repeated, are said at their fields', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/invitation', { linkToken: 'token' });
  await fill(person, 'short', 'other');
  expect(screen.getByText('Use at least 12 characters.')).toBeTruthy();
  expect(screen.getByText('The two passwords are not the same.')).toBeTruthy();
  expect(server.requests('POST /invitation/acceptance')).toEqual([]);
});

test('a link that is not valid says so and offers to sign in', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /invitation', 'invitation-invalid');
  await openConsole(server, '/invitation', { linkToken: 'token' });
  expect(await screen.findByText(/This invitation was used or withdrawn/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
  expect(screen.queryByLabelText('Password')).toBeNull();
});

test('a link that is withdrawn while the page is open says so at the end', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/invitation', { linkToken: 'token' });
  await screen.findByRole('heading', { name: 'Welcome, Nadia Haddad' });
  server.refuse('POST /invitation/acceptance', 'invitation-invalid');
  await fill(person, PASSWORD);
  expect(await screen.findByText(/This invitation was used or withdrawn/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
});

test('a password that is easy to guess is refused, and what was typed stays', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /invitation/acceptance', 'password-guessable');
  const person = await openConsole(server, '/invitation', { linkToken: 'token' });
  await fill(person, PASSWORD);
  expect(await screen.findByText(/easy to guess/)).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe(PASSWORD);
});

test('a look that was refused for now is tried again by hand', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /invitation', 'too-many-requests', { retryAfterSeconds: 20 });
  const person = await openConsole(server, '/invitation', { linkToken: 'token' });
  await screen.findByText(/Too many tries/);
  server.allow('POST /invitation');
  await person.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByRole('heading', { name: 'Welcome, Nadia Haddad' })).toBeTruthy();
});

test('a link without its token says what is missing', async () => {
  await openConsole(consoleServer({ staff: null }), '/invitation');
  expect(await screen.findByText(/needs the whole link of the mail/)).toBeTruthy();
});

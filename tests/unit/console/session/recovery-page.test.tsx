// The page of a recovery link: a new password for an administrator who lost everything.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, PASSWORD } from '../../../fakes/console-server.ts';

test('says what happens, and signs in with the new password', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/recovery', { linkToken: 'token' });
  expect(await screen.findByText(/The second factor and the passkeys are removed/)).toBeTruthy();
  await person.type(await screen.findByLabelText('Password'), PASSWORD);
  await person.type(screen.getByLabelText('Repeat password'), PASSWORD);
  await person.click(screen.getByRole('button', { name: 'Set password and sign in' }));
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
  expect(server.requests('POST /recovery/completion')[0]?.body).toEqual({
    ...{ token: 'token', password: PASSWORD },
  });
});

test('a link that is used or too old says so', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /recovery', 'recovery-link-invalid');
  await openConsole(server, '/recovery', { linkToken: 'token' });
  expect(await screen.findByText(/run the command on the server again/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
});

test('a link without its token says what is missing', async () => {
  await openConsole(consoleServer({ staff: null }), '/recovery');
  expect(await screen.findByText(/as the command on the server printed it/)).toBeTruthy();
});

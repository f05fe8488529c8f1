// The page of a link for a forgotten password.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer } from '../../../fakes/console-server.ts';

const NEW_PASSWORD = 'another battery, another horse';

test('the link sets the password, and the person signs in with it', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/password', { linkToken: 'a-token' });
  await person.type(await screen.findByLabelText('Password'), NEW_PASSWORD);
  await person.type(screen.getByLabelText('Repeat password'), NEW_PASSWORD);
  await person.click(screen.getByRole('button', { name: 'Change password' }));
  expect(await screen.findByText(/The password was changed/)).toBeTruthy();
  expect(server.requests('POST /password-link/completion')[0]?.body).toEqual({
    token: 'a-token',
    password: NEW_PASSWORD,
  });
  await person.click(screen.getByRole('link', { name: 'Sign in' }));
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeTruthy();
});

test('a link that was used says so, and so does a page without one', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /password-link', 'password-link-invalid');
  await openConsole(server, '/password', { linkToken: 'a-token' });
  expect(await screen.findByText(/This link was used already/)).toBeTruthy();
  await openConsole(server, '/password');
  expect(await screen.findByText(/This page needs the whole link/)).toBeTruthy();
});

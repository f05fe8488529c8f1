// The set-up page: creating the first administrator, and problems with the form or the link.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, PASSWORD } from '../../../fakes/console-server.ts';

async function fill(person: Awaited<ReturnType<typeof openConsole>>, typed: Record<string, string>) {
  for (const [label, text] of Object.entries(typed))
    await person.type(await screen.findByLabelText(label, { selector: 'input' }), text);
  await person.click(screen.getByRole('button', { name: 'Create administrator' }));
}

const COMPLETE = {
  'Full name': 'Desk administrator',
  'E-mail': 'admin@example.org',
  Password: PASSWORD,
  'Repeat password': PASSWORD,
};

test('creates the first administrator, who is then signed in', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/setup', { linkToken: 'token' });
  await fill(person, COMPLETE);
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
  expect(server.requests('POST /setup')[0]?.body).toMatchObject({
    token: 'token',
    email: 'admin@example.org',
  });
});

test('shows every invalid field at once, and sends nothing', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/setup', { linkToken: 'token' });
  await fill(person, { 'E-mail': 'nobody', Password: 'short', 'Repeat password': 'other' });
  for (const message of [
    'Write your name, as requesters will see it.',
    'Write an e-mail address, such as name@example.org.',
    'Use at least 12 characters.',
    'The two passwords are not the same.',
  ])
    expect(await screen.findByText(message)).toBeTruthy();
  expect(server.requests('POST /setup')).toEqual([]);
});

test('a link that was used offers to sign in', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /setup', 'setup-link-invalid');
  const person = await openConsole(server, '/setup', { linkToken: 'token' });
  await fill(person, COMPLETE);
  expect(await screen.findByText(/has already been used or is not valid/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
});

test('a link without its token says what is missing, and shows no form', async () => {
  await openConsole(consoleServer({ staff: null }), '/setup');
  expect(await screen.findByText(/needs the whole set-up link/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Create administrator' })).toBeNull();
});

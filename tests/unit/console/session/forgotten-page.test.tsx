// The page that asks for the link of a forgotten password.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer } from '../../../fakes/console-server.ts';

test('the sign-in page leads to the page that asks for the link, in the language of the page', async () => {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/signin');
  await person.click(await screen.findByRole('link', { name: 'Forgotten your password?' }));
  await person.click(await screen.findByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText(/Write an e-mail address/)).toBeTruthy();
  await person.type(screen.getByLabelText('E-mail'), 'Tess@Example.org');
  await person.click(screen.getByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText(/If the address has an account/)).toBeTruthy();
  expect(server.requests('POST /password-links').map(({ body }) => body)).toEqual([
    { email: 'tess@example.org', language: 'en' },
  ]);
});

test('too many mails are said, and what was typed stays', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /password-links', 'too-many-requests', { retryAfterSeconds: 1200 });
  const person = await openConsole(server, '/forgotten');
  await person.type(await screen.findByLabelText('E-mail'), 'tess@example.org');
  await person.click(screen.getByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText(/Try again in 20/)).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe('tess@example.org');
});

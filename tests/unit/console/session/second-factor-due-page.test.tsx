// Second factors at sign-in: the code, and setting one up where it is demanded.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { CODE, consoleServer, PASSWORD } from '../../../fakes/console-server.ts';

const administrator = consoleServer().data.staff;

test('an administrator of whom a second factor is demanded sets it up before anything else', async () => {
  if (!administrator) throw new Error('nobody is signed in');
  const server = consoleServer({ staff: { ...administrator, secondFactorDue: true } });
  const person = await openConsole(server, '/devices');
  expect(await screen.findByText(/demands it of you/)).toBeTruthy();
  expect(server.requests('GET /devices')).toEqual([]);
  await person.type(await screen.findByLabelText('Password', { selector: 'input' }), PASSWORD);
  await person.click(screen.getByRole('button', { name: 'Next' }));
  await person.type(await screen.findByLabelText('Code'), CODE);
  await person.click(screen.getByRole('button', { name: 'Confirm' }));
  await person.click(await screen.findByRole('button', { name: 'I have kept the codes' }));
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
});

test('who cannot set it up now can sign out', async () => {
  if (!administrator) throw new Error('nobody is signed in');
  const server = consoleServer({ staff: { ...administrator, secondFactorDue: true } });
  const person = await openConsole(server, '/devices');
  await person.click(await screen.findByRole('button', { name: 'Sign out' }));
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeTruthy();
});

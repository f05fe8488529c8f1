// What one is told of tickets by mail, on the account page.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, TECHNICIAN } from '../../../fakes/console-server.ts';

async function open() {
  const server = consoleServer({ staff: TECHNICIAN });
  const person = await openConsole(server, '/account');
  const section = within(await screen.findByRole('region', { name: 'Mails' }));
  await section.findAllByRole('switch');
  const saved = () => server.requests('PUT /account/mails').at(-1)?.body;
  return { server, person, section, saved };
}

test('each event is switched off and on again', async () => {
  const { person, section, saved } = await open();
  const assigned = () => section.getByRole<HTMLInputElement>('switch', { name: 'Ticket assigned to me' });
  expect(assigned().checked).toBe(true);
  await person.click(assigned());
  await expect.poll(saved).toMatchObject({ switchedOff: ['assigned'] });
  expect(assigned().checked).toBe(false);
  await person.click(assigned());
  await expect.poll(saved).toMatchObject({ switchedOff: [] });
});

test('a digest and a language are chosen, and what was chosen before stays', async () => {
  const { person, section, saved } = await open();
  await person.click(section.getByRole('combobox', { name: 'How' }));
  await person.click(await screen.findByRole('option', { name: 'In one mail every 4 hours' }));
  await expect.poll(saved).toEqual({ switchedOff: [], digestMinutes: 240, language: null });
  await person.click(section.getByRole('combobox', { name: 'Language' }));
  await person.click(await screen.findByRole('option', { name: 'Français' }));
  await expect.poll(saved).toEqual({ switchedOff: [], digestMinutes: 240, language: 'fr' });
});

test('a choice that could not be saved is taken back, with the reason', async () => {
  const { server, person, section } = await open();
  server.network.down = true;
  await person.click(section.getByRole('switch', { name: 'Ticket assigned to me' }));
  expect(await screen.findByText(/server/i)).toBeTruthy();
  server.network.down = false;
  expect(server.data.mailWishes.switchedOff).toEqual([]);
});

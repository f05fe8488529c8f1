// The list of tickets: empty states, search, and paging.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, deskTicket, idOf } from '../../../fakes/console-server.ts';

const TICKETS = ['First', 'Second', 'Third'].map((title, place) =>
  deskTicket({ id: idOf(40 + place), number: `R-00000${place + 1}`, title }),
);
const titles = () =>
  screen.queryAllByRole('row').flatMap((row) => within(row).queryByRole('link')?.textContent ?? []);

test.each([
  ['open', 'No open tickets'],
  ['resolved', 'No resolved or rejected tickets'],
  ['closed', 'No closed tickets'],
  ['all', 'No tickets yet'],
])('an empty list of %s tickets says so', async (show, sentence) => {
  await openConsole(consoleServer(), `/tickets?show=${show}`);
  expect(await screen.findByText(sentence)).toBeTruthy();
});

test('a row shows requester, status, and that nobody has taken the ticket', async () => {
  await openConsole(consoleServer({ tickets: [deskTicket({ status: 'waiting_for_approval' })] }), '/tickets');
  const row = within(await screen.findByRole('row', { name: /Printer on fire/ }));
  for (const text of ['R-000001', 'A requester', 'Contoso', 'Waiting for approval', 'Nobody'])
    expect(row.getByText(text)).toBeTruthy();
});

test('goes on to the next page and back', async () => {
  const person = await openConsole(consoleServer({ tickets: TICKETS }), '/tickets');
  await expect.poll(titles).toEqual(['First', 'Second']);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Previous' }).disabled).toBe(true);
  await person.click(screen.getByRole('button', { name: 'Next' }));
  await expect.poll(titles).toEqual(['Third']);
  expect(screen.getByText(/Page 2/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next' }).disabled).toBe(true);
  await person.click(screen.getByRole('button', { name: 'Previous' }));
  await expect.poll(titles).toEqual(['First', 'Second']);
});

test('a search starts at the first page, and says if nothing matches', async () => {
  const server = consoleServer({ tickets: TICKETS });
  const person = await openConsole(server, '/tickets?after=2');
  await expect.poll(titles).toEqual(['Third']);
  const search = screen.getByRole('searchbox', { name: 'Search number, title or requester' });
  await person.type(search, 'second');
  await expect.poll(titles).toEqual(['Second']);
  expect(server.requests('GET /tickets').at(-1)?.query.get('after')).toBeNull();
  await person.type(search, ' of all');
  expect(await screen.findByText('No ticket matches')).toBeTruthy();
});

test('only mine, those of my teams, or those without a technician, from the first page', async () => {
  const server = consoleServer({ tickets: TICKETS });
  const person = await openConsole(server, '/tickets?after=2&show=all');
  await expect.poll(titles).toEqual(['Third']);
  await person.click(screen.getByRole('combobox', { name: 'Whose tickets' }));
  await person.click(await screen.findByRole('option', { name: 'My teams’' }));
  await expect.poll(titles).toEqual(['First', 'Second']);
  const { query } = server.requests('GET /tickets').at(-1) ?? {};
  expect([query?.get('whose'), query?.get('show'), query?.get('after')]).toEqual(['my-teams', 'all', null]);
});

test('none of mine says so', async () => {
  await openConsole(consoleServer(), '/tickets?whose=mine');
  expect(await screen.findByText('No tickets here')).toBeTruthy();
});

test('an invalid address shows the open tickets', async () => {
  await openConsole(consoleServer({ tickets: TICKETS }), '/tickets?show=everything');
  await expect.poll(titles).toEqual(['First', 'Second']);
});

// An administrator gives the requester another address.
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, deskTicket, TECHNICIAN } from '../../../fakes/console-server.ts';

const TICKET = deskTicket({ requesterEmail: 'old@example.org' });
const NEW = 'new@example.org';
const named = (name: string | RegExp) => ({ name, hidden: true });

async function openDialog(people: { email: string; fullName: string; site: null }[] = []) {
  const server = consoleServer({ tickets: [TICKET], people });
  const person = await openConsole(server, `/tickets/${TICKET.id}`);
  await person.click(await screen.findByRole('button', { name: 'More' }));
  await person.click(await screen.findByRole('menuitem', { name: "Change the requester's address…" }));
  const dialog = await findDialog();
  const type = (value: string) =>
    fireEvent.change(dialog.getByRole('textbox', named(/New e-mail/)), { target: { value } });
  const press = (name: string) => person.click(dialog.getByRole('button', named(name)));
  const sent = () => server.requests(/people\/address$/).map(({ body }) => body);
  return { dialog, type, press, sent };
}

test('a free address is given at once', async () => {
  const { type, press, sent } = await openDialog();
  type(NEW);
  await press('Change');
  expect(await screen.findByText(`The address of A requester is now ${NEW}.`)).toBeTruthy();
  expect(sent()).toEqual([{ from: 'old@example.org', to: NEW, join: false }]);
  expect((await screen.findByRole('link', { name: NEW })).getAttribute('href')).toBe(`mailto:${NEW}`);
});

test('an address that is none, or the present one, is not sent', async () => {
  const { dialog, type, press, sent } = await openDialog();
  await press('Change');
  expect(dialog.getByText('Write an address such as name@example.org.')).toBeTruthy();
  type('Old@Example.org ');
  expect(dialog.getByText('This is the address until now.')).toBeTruthy();
  await press('Change');
  expect(sent()).toEqual([]);
});

test('an address of somebody else says whose it is, and makes them one only when asked', async () => {
  const { dialog, type, press, sent } = await openDialog([
    { email: NEW, fullName: 'Somebody new', site: null },
  ]);
  type(NEW);
  await press('Change');
  expect(await dialog.findByText(/^Somebody new has this address, with 2 tickets\./)).toBeTruthy();
  type('other@example.org');
  expect(dialog.queryByText(/has this address/)).toBeNull();
  type(NEW);
  await press('Change');
  await dialog.findByText(/has this address/);
  await press('Make them one person');
  expect(await screen.findByText(/are now one person/)).toBeTruthy();
  expect(sent().map((body) => (body as { join: boolean }).join)).toEqual([false, false, true]);
});

test('a technician who is no administrator is not offered it', async () => {
  const server = consoleServer({ tickets: [TICKET], staff: TECHNICIAN });
  const person = await openConsole(server, `/tickets/${TICKET.id}`);
  await person.click(await screen.findByRole('button', { name: 'More' }));
  await screen.findByRole('menuitem', { name: 'Link' });
  expect(screen.queryByRole('menuitem', { name: /address/ })).toBeNull();
});

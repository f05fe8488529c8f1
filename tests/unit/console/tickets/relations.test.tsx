// A technician merges, splits and links tickets.
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { DeskComment, DeskTicket, PublishedAnnouncement } from '../../../../contract/console.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, deskTicket, idOf } from '../../../fakes/console-server.ts';

const OTHER = deskTicket({ id: idOf(41), number: 'R-000002', title: 'The same printer' });

async function openTicket(changed: Partial<DeskTicket> = {}) {
  const ticket = deskTicket({ status: 'assigned', technician: 'Desk administrator', ...changed });
  const server = consoleServer({ tickets: [ticket, OTHER] });
  const person = await openConsole(server, `/tickets/${ticket.id}`);
  await screen.findByRole('heading', { level: 1 });
  const choose = async (act: string) => {
    await person.click(screen.getByRole('button', { name: 'More' }));
    await person.click(await screen.findByRole('menuitem', { name: act }));
    return findDialog();
  };
  return { server, person, choose, sent: () => server.requests(`POST /tickets/${ticket.id}/merge`) };
}

/** This DOM has no layout: Fluent finds no field to focus, and after a while hides the dialog as one that has lost the focus. */
const named = (name: string | RegExp) => ({ name, hidden: true });

/** At once: typing letter by letter is slow. */
const fill = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

test('a merger needs a number that exists, names the other ticket, and can be undone', async () => {
  const { person, choose, sent } = await openTicket();
  const dialog = await choose('Merge into another ticket');
  await person.click(dialog.getByRole('button', named('Merge')));
  expect(dialog.getByText('Choose a ticket.')).toBeTruthy();
  expect(sent()).toEqual([]);
  const number = dialog.getByRole('combobox', named(/Other ticket/));
  fill(number, 'R-999999');
  await person.click(dialog.getByRole('button', named('Merge')));
  expect(await dialog.findByText(/No ticket that you can link or merge here has this number/)).toBeTruthy();
  fill(number, 'r-000002');
  await person.click(dialog.getByRole('button', named('Merge')));
  expect(await screen.findByText('Merged into R-000002.')).toBeTruthy();
  await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
  expect((await screen.findByText(/This ticket was merged. It goes on as/)).textContent).toContain(
    'R-000002',
  );
  await person.click(await screen.findByRole('button', { name: 'Undo the merger' }));
  await expect.poll(() => screen.queryByText(/This ticket was merged/)).toBeNull();
});

test('the other ticket is found by words, and the ticket itself is not offered', async () => {
  const { person, choose } = await openTicket();
  const dialog = await choose('Merge into another ticket');
  const field = dialog.getByRole('combobox', named(/Other ticket/));
  await person.click(field);
  fill(field, 'same printer');
  const option = await dialog.findByRole('option', named('R-000002 · The same printer (New)'));
  expect(dialog.getAllByRole('option', { hidden: true })).toHaveLength(1);
  await person.click(option);
  await person.click(dialog.getByRole('button', named('Merge')));
  expect(await screen.findByText('Merged into R-000002.')).toBeTruthy();
});

test('a split opens the new ticket, with the text of the message that was chosen', async () => {
  const message: DeskComment = {
    id: idOf(61),
    author: 'requester',
    authorName: 'A requester',
    renamed: null,
    mentions: [],
    body: 'The other one has no paper.',
    whole: null,
    internal: false,
    createdAt: '2026-01-31T10:00:00.000Z',
    attachments: [],
  };
  const note = { ...message, id: idOf(62), body: 'Do not tell.', internal: true };
  const { server, person, choose } = await openTicket({ comments: [message, note] });
  const dialog = await choose('Split');
  await person.click(dialog.getByRole('button', named('Create the ticket')));
  expect(dialog.getByText('Give the new ticket a title.')).toBeTruthy();
  fill(dialog.getByRole('textbox', named('Title')), 'No paper');
  const messages = dialog.getByRole('combobox', named('From which message'));
  expect(within(messages).queryByText(/Do not tell/)).toBeNull();
  fill(messages, 'description');
  const text = dialog.getByRole<HTMLTextAreaElement>('textbox', named('Description'));
  expect(text.value).toBe(deskTicket().description);
  fill(messages, message.id);
  await person.click(dialog.getByRole('button', named('Create the ticket')));
  expect(await screen.findByRole('heading', { level: 1, name: 'No paper' })).toBeTruthy();
  expect(server.data.tickets.at(-1)).toMatchObject({ title: 'No paper', description: message.body });
});

test('a link is listed with its status, and can be removed', async () => {
  const { person, choose } = await openTicket();
  const dialog = await choose('Link');
  fill(dialog.getByRole('combobox', named(/Other ticket/)), 'R-000002');
  await person.click(dialog.getByRole('button', named('Link')));
  expect((await screen.findByRole('link', { name: 'R-000002' })).getAttribute('href')).toBe(
    `/tickets/${OTHER.id}`,
  );
  await person.click(await screen.findByRole('button', { name: 'Remove the link to R-000002' }));
  await expect.poll(() => screen.queryByRole('link', { name: 'R-000002' })).toBeNull();
});

test('a ticket is linked to an announcement', async () => {
  const announcement: PublishedAnnouncement = {
    ...{ id: idOf(51), organisationId: null, organisation: null, joined: 0, ticket: null, service: null },
    ...{ severity: 'outage', title: { en: 'Network down', fr: 'Réseau en panne' } },
    ...{ text: { en: 'All of it.', fr: 'Entièrement.' }, from: '2026-01-31T10:00:00.000Z', to: null },
    ...{ publishedAt: '2026-01-31T10:00:00.000Z', withdrawnAt: null },
  };
  const { person, choose, server } = await openTicket();
  server.data.announcements = [announcement];
  const dialog = await choose('Link');
  await person.click(await dialog.findByRole('radio', named('An announcement')));
  await person.click(dialog.getByRole('button', named('Link')));
  expect(await dialog.findByText('Choose an announcement.')).toBeTruthy();
  fill(dialog.getByRole('combobox', named('Announcement')), announcement.id);
  await person.click(dialog.getByRole('button', named('Link')));
  expect(await screen.findByRole('link', { name: 'Network down' })).toBeTruthy();
});

test('a closed ticket cannot be merged', async () => {
  const { person } = await openTicket({ status: 'closed' });
  await person.click(screen.getByRole('button', { name: 'More' }));
  expect((await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent)).toEqual([
    'Split',
    'Link',
    "Change the requester's address…",
  ]);
});

// The mails about tickets on the page Status.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ParkedMail } from '../../../../contract/mails.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, idOf } from '../../../fakes/console-server.ts';

const PARKED: ParkedMail = {
  id: '0'.repeat(32),
  event: 'answered',
  ticketId: idOf(40),
  number: 'R-000001',
  to: 'requester@contoso.example',
  reason: { en: 'The mailbox is full.', fr: 'La boîte est pleine.' },
  since: '2026-01-31T09:45:00.000Z',
};
const NAME = 'A technician answered, requester@contoso.example';

async function open(parked: ParkedMail[], trouble: ParkedMail['reason'] | null = null) {
  const server = consoleServer({ mailQueue: { waiting: 3, trouble, parked } });
  const person = await openConsole(server, '/status');
  await screen.findByText('3 mails waiting');
  return { server, person };
}

test('why mails wait is said, and nothing is parked', async () => {
  await open([], { en: 'The SMTP server is away.', fr: '' });
  expect(screen.getByText(/Mails wait for this reason: The SMTP server is away\./)).toBeTruthy();
  expect(screen.queryByRole('table', { name: 'Mails about tickets' })).toBeNull();
});

test('a parked mail names its recipient, its ticket and the reason, and is sent again', async () => {
  const { server, person } = await open([PARKED]);
  const table = within(screen.getByRole('table', { name: 'Mails about tickets' }));
  for (const text of [PARKED.to, 'R-000001', 'The mailbox is full.'])
    expect(table.getByText(text)).toBeTruthy();
  await person.click(table.getByRole('button', { name: `Retry: ${NAME}` }));
  expect(await screen.findByText('The mail is being sent again.')).toBeTruthy();
  expect(server.requests(`POST /mails/queue/${PARKED.id}/retry`)).toHaveLength(1);
});

test('a parked mail is discarded once that is confirmed', async () => {
  const { server, person } = await open([PARKED]);
  await person.click(screen.getByRole('button', { name: `Discard: ${NAME}` }));
  const dialog = await findDialog();
  expect(server.requests(/discard/)).toEqual([]);
  await person.click(dialog.getByRole('button', { name: 'Discard', hidden: true }));
  expect(await screen.findByText('The mail was discarded.')).toBeTruthy();
  expect(server.requests(`POST /mails/queue/${PARKED.id}/discard`)).toHaveLength(1);
});

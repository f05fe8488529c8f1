// The mailbox of the built-in desk is set up, tested and saved.
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { DeskMailbox } from '../../../../contract/built-in-settings.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, listedBackend } from '../../../fakes/console-server.ts';

const named = (name: string | RegExp) => ({ name, hidden: true });

const MAILBOX: DeskMailbox = {
  ...{ address: 'help@example.org', host: 'imap.example.org', port: 993, secure: true, allowPlain: false },
  ...{ user: 'help', folder: 'INBOX', token: null, authServer: 'mx.example.org', strangers: 'hold' },
  ...{ organisationId: null, language: 'en', desks: [] },
};

async function edit(mailbox: DeskMailbox | null) {
  const settings = { kind: 'built-in', closeAfterDays: 7, mailbox } as const;
  const storedSecrets = mailbox === null ? [] : (['mailboxPassword'] as const);
  const server = consoleServer({
    backends: [listedBackend({ settings, storedSecrets: [...storedSecrets] })],
  });
  const person = await openConsole(server, '/backends');
  await person.click(await screen.findByRole('button', { name: 'Edit Built-in desk' }));
  const dialog = await findDialog();
  const fill = (name: RegExp, value: string) =>
    fireEvent.change(dialog.getByLabelText(name, { selector: 'input:not([type=radio])' }), {
      target: { value },
    });
  const sent = () => server.requests('PUT /backends/built-in').at(-1)?.body;
  return { server, person, dialog, fill, sent };
}

test('what is missing is said, and what is typed is tested and saved', async () => {
  const { server, person, dialog, fill, sent } = await edit(null);
  await person.click(dialog.getByRole('checkbox', named(/Read a mailbox/)));
  await person.click(dialog.getByRole('button', named('Save')));
  expect(dialog.getByText(/^Write an address, such as help@example.org/)).toBeTruthy();
  expect(sent()).toBeUndefined();
  fill(/Address that people write to/, 'help@example.org');
  fill(/^Server/, 'imap.example.org');
  fill(/^Account/, 'help');
  fill(/^Password/, 'a secret');
  fill(/Mail server that vouches/, 'mx.example.org');
  await person.click(dialog.getByRole('button', named('Test connection')));
  expect(await dialog.findByText('Read the mailbox')).toBeTruthy();
  expect(server.requests('POST /backends/test').at(-1)?.body).toMatchObject({ id: 'built-in' });
  await person.click(dialog.getByRole('button', named('Save')));
  await expect.poll(sent).toMatchObject({
    settings: { kind: 'built-in', closeAfterDays: 7, mailbox: MAILBOX },
    secrets: { mailboxPassword: 'a secret' },
  });
});

test('a stored password is kept, and another sign-in needs its own secret', async () => {
  const { person, dialog, fill, sent } = await edit(MAILBOX);
  await person.click(dialog.getByRole('radio', named('Token (OAuth 2)')));
  await person.click(dialog.getByRole('button', named('Save')));
  expect(dialog.getAllByText('This is needed.').length).toBeGreaterThan(2);
  fill(/Address for tokens/, 'https://login.example.org/token');
  fill(/Client id/, 'an-app');
  fill(/Scope/, 'imap');
  fill(/Client secret/, 'another secret');
  await person.click(dialog.getByRole('radio', named('Make a ticket')));
  await person.click(dialog.getByRole('button', named('Save')));
  const token = { tokenUrl: 'https://login.example.org/token', clientId: 'an-app', scope: 'imap' };
  await expect.poll(sent).toMatchObject({
    settings: { mailbox: { ...MAILBOX, token, strangers: 'ticket' } },
    secrets: { mailboxClientSecret: 'another secret' },
  });
});

test('an address without room for the key of a ticket is not saved', async () => {
  const { person, dialog, fill, sent } = await edit(MAILBOX);
  fill(/Address that people write to/, `${'a'.repeat(38)}@example.org`);
  await person.click(dialog.getByRole('button', named('Save')));
  expect(dialog.getByText(/at most 37 characters before its @/)).toBeTruthy();
  expect(sent()).toBeUndefined();
  fill(/Address that people write to/, `${'a'.repeat(37)}@example.org`);
  fill(/Other desks/, 'support@school.example, HELP@college.example');
  await person.click(dialog.getByRole('button', named('Save')));
  await expect.poll(sent).toMatchObject({
    settings: { mailbox: { desks: ['support@school.example', 'help@college.example'] } },
  });
});

test('other desks are addresses', async () => {
  const { person, dialog, fill, sent } = await edit(MAILBOX);
  fill(/Other desks/, 'support@school.example, @college.example');
  await person.click(dialog.getByRole('button', named('Save')));
  expect(dialog.getByText(/^At most 50 addresses/)).toBeTruthy();
  expect(sent()).toBeUndefined();
});

test('a mailbox that is no longer read is removed', async () => {
  const { person, dialog, sent } = await edit(MAILBOX);
  await person.click(dialog.getByRole('checkbox', named(/Read a mailbox/)));
  await person.click(dialog.getByRole('button', named('Save')));
  await expect.poll(sent).toMatchObject({ settings: { mailbox: null }, secrets: {} });
});

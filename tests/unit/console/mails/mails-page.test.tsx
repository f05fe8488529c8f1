// The page Mails: the texts of mails about tickets, and their language.
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { CONTOSO, consoleServer, TECHNICIAN } from '../../../fakes/console-server.ts';

type Opened = Parameters<typeof consoleServer>[0];
async function open(data: Opened = {}) {
  const server = consoleServer(data);
  const person = await openConsole(server, '/mails');
  await screen.findByRole('heading', { name: 'Mails' });
  return { server, person };
}

async function edit(name: string, data: Opened = {}) {
  const opened = await open(data);
  await opened.person.click(await screen.findByRole('button', { name }));
  return { ...opened, dialog: await findDialog() };
}

const ANSWER = 'A technician answered, in French';
const SUBJECT = 'Objet de {{number}}';

test('each event has a text in both languages, and says where it was changed', async () => {
  const own = { event: 'closed', language: 'fr', subject: 'Fini', text: 'Fini.', isStandard: false } as const;
  await open({ mailTexts: [own] });
  const requesters = within(await screen.findByRole('region', { name: 'To requesters and contacts' }));
  expect(requesters.getAllByRole('button')).toHaveLength(16);
  const technicians = within(screen.getByRole('region', { name: 'To technicians' }));
  expect(technicians.getAllByRole('button')).toHaveLength(12);
  const approvers = within(screen.getByRole('region', { name: 'To approvers' }));
  expect(approvers.getAllByRole('button')).toHaveLength(2);
  expect(screen.getAllByText('Changed')).toHaveLength(1);
});

test('a text is changed, with a variable that is inserted where one writes', async () => {
  const { server, person, dialog } = await edit(ANSWER);
  fireEvent.change(dialog.getByLabelText('Subject', { exact: false }), { target: { value: SUBJECT } });
  const text = dialog.getByLabelText<HTMLTextAreaElement>('Text', { exact: false });
  fireEvent.change(text, { target: { value: 'Bonjour, .' } });
  text.setSelectionRange(9, 9);
  await person.click(dialog.getByRole('button', { name: 'What was written', hidden: true }));
  expect(text.value).toBe('Bonjour, {{comment}}.');
  await person.click(dialog.getByRole('button', { name: 'Save', hidden: true }));
  expect(await screen.findByText(/The text was saved/)).toBeTruthy();
  expect(server.requests('PUT /mails/texts/answered/fr')[0]?.body).toEqual({
    subject: SUBJECT,
    text: 'Bonjour, {{comment}}.',
  });
});

test('a variable that the mail does not have is named, and the dialog stays', async () => {
  const { person, dialog } = await edit(ANSWER);
  fireEvent.change(dialog.getByLabelText('Text', { exact: false }), { target: { value: '{{nummer}}' } });
  await person.click(dialog.getByRole('button', { name: 'Save', hidden: true }));
  expect(await dialog.findByText(/A mail of this kind has no \{\{nummer\}\}\./)).toBeTruthy();
});

test('what the text does not name is said while one writes, and it is not saved without what it is sent for', async () => {
  const { person, dialog } = await edit(ANSWER);
  const write = (value: string) =>
    fireEvent.change(dialog.getByLabelText('Text', { exact: false }), { target: { value } });
  fireEvent.change(dialog.getByLabelText('Subject', { exact: false }), { target: { value: SUBJECT } });
  write('Bonjour.');
  expect(dialog.getByText(/sent for what the text does not name: What was written, Title\./)).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Save', hidden: true }));
  expect(await dialog.findByText(/is sent for its \{\{comment\}\}/)).toBeTruthy();
  write('Bonjour. {{comment}}');
  expect(dialog.getByText('The text does not name: Title. Readers may miss it.')).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Save', hidden: true }));
  expect(await screen.findByText(/The text was saved/)).toBeTruthy();
  expect(await screen.findAllByText('Incomplete')).toHaveLength(1);
});

test('an empty subject is said at its field, and nothing is sent', async () => {
  const { server, person, dialog } = await edit(ANSWER);
  fireEvent.change(dialog.getByLabelText('Subject', { exact: false }), { target: { value: ' ' } });
  await person.click(dialog.getByRole('button', { name: 'Preview', hidden: true }));
  expect(dialog.getByText('Write the subject, on one line.')).toBeTruthy();
  expect(server.requests(/mails\/(previews|texts\/)/)).toEqual([]);
});

test('a preview shows a mail with this text, and one is sent to oneself', async () => {
  const { server, person, dialog } = await edit(ANSWER);
  fireEvent.change(dialog.getByLabelText('Subject', { exact: false }), { target: { value: SUBJECT } });
  await person.click(dialog.getByRole('button', { name: 'Preview', hidden: true }));
  expect(await dialog.findByText(`Sample of ${SUBJECT}`)).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Send me one', hidden: true }));
  expect(await screen.findByText('A mail with this text was sent to you.')).toBeTruthy();
  expect(server.requests('POST /mails/samples')[0]?.body).toMatchObject({
    event: 'answered',
    language: 'fr',
  });
});

test('a mail that could not be sent says why', async () => {
  const { server, person, dialog } = await edit(ANSWER);
  server.refuse('POST /mails/samples', 'mail-not-sent', { reason: { en: 'Nobody listens.', fr: '' } });
  await person.click(dialog.getByRole('button', { name: 'Send me one', hidden: true }));
  expect(await dialog.findByText(/The mail was not sent\. Nobody listens\./)).toBeTruthy();
});

test('only a changed text leads back to the standard one', async () => {
  const own = { event: 'answered', language: 'fr', subject: 'S', text: 'T', isStandard: false } as const;
  const { server, person, dialog } = await edit(ANSWER, { mailTexts: [own] });
  await person.click(dialog.getByRole('button', { name: 'Back to the standard text', hidden: true }));
  expect(await screen.findByText('The standard text is back.')).toBeTruthy();
  expect(server.requests('DELETE /mails/texts/answered/fr')).toHaveLength(1);
  await person.click(await screen.findByRole('button', { name: ANSWER, hidden: true }));
  const again = await findDialog();
  expect(again.queryByRole('button', { name: 'Back to the standard text', hidden: true })).toBeNull();
});

test('the language of an organisation is chosen', async () => {
  const language = { organisationId: CONTOSO.id, name: CONTOSO.name, language: 'en' } as const;
  const { server, person } = await open({ mailLanguages: [language] });
  await person.click(await screen.findByRole('combobox', { name: 'Language of mails to Contoso' }));
  await person.click(await screen.findByRole('option', { name: 'Français' }));
  expect(await screen.findByText('Mails to Contoso are now in the other language.')).toBeTruthy();
  expect(server.requests(/PUT \/mails\/languages/)[0]?.body).toEqual({ language: 'fr' });
});

test('a technician is not offered the page', async () => {
  await openConsole(consoleServer({ staff: TECHNICIAN }), '/mails');
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Mails' })).toBeNull();
});

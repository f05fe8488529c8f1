// Categories in the form: found in the catalogue, their fields filled in, on behalf of others; facts are sent as shown.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { ImportedCatalogue } from '../../contract/catalogue.ts';
import { test } from './desktop.ts';
import { emptyFolder, root } from './parts.ts';
import { importInto, type Ready, readyAgent, untilCondition } from './ready-agent.ts';

const EXAMPLES = join(root, 'docs/examples');
const CATALOGUE = join(EXAMPLES, 'catalogue.json');
const DIRECTORY = join(EXAMPLES, 'directory.json');

let ready: Ready;
test.beforeEach(async () => {
  ready = await readyAgent({ catalogue: CATALOGUE, directory: DIRECTORY });
});
test.afterEach(() => ready.close());

async function openForm(): Promise<Page> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  return form;
}

async function choose(form: Page, search: string, leaf: string | RegExp): Promise<void> {
  await form.getByRole('button', { name: /Search or browse|Change the category/ }).click();
  await form.getByRole('searchbox', { name: 'Search the catalogue' }).fill(search);
  await form
    .getByRole('option', { name: leaf })
    .or(form.getByRole('button', { name: leaf }))
    .first()
    .click();
}

async function submit(form: Page) {
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible();
  const [ticket] = await ready.desk.tickets();
  return ready.desk.ticket(ticket?.id ?? '');
}

test('a category shows its fields; a missing answer is reported at its field, and the answers arrive', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('The program stops');
  await choose(form, 'install program', /Install a program/);
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText('This is needed for the category you chose.').first()).toBeVisible();
  await expect(form.getByLabel('Software name')).toBeFocused();
  await form.getByLabel('Software name').fill('Photo editor');
  await form.getByLabel('Licence').selectOption({ label: 'It is free' });
  await form.getByLabel('Who is affected?').selectOption({ label: 'My team or service' });
  await form.getByLabel('How does it hinder you?').selectOption({ label: 'I work with difficulty' });
  const ticket = await submit(form);
  expect(ticket).toMatchObject({
    kind: 'service_request',
    category: { id: 'software-install' },
    impact: 'service',
    urgency: 'high',
    answers: [
      { field: 'software', label: 'Software name', value: 'Photo editor' },
      { field: 'licence', value: 'It is free', reference: 'free' },
    ],
  });
  expect(ticket.dueAt).not.toBeNull();
});

test('a ticket on behalf of somebody has its contact; offline, people of earlier searches are found', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('No network in the hall');
  await form.getByRole('combobox', { name: 'On behalf of' }).fill('recep');
  await form.getByRole('option', { name: /The reception/ }).click();
  await form.getByRole('combobox', { name: 'Contacts' }).fill('colleague');
  await form.getByRole('option', { name: /A colleague/ }).click();
  const ticket = await submit(form);
  expect(ticket).toMatchObject({
    requester: 'The reception',
    writtenBy: 'A requester',
    contacts: [{ email: 'colleague@example.org' }, { email: 'requester@example.org' }],
  });
  await ready.agent.closeForm();

  await ready.stopServer();
  await untilCondition(ready.agent, 'offline');
  const offline = await openForm();
  await offline.getByRole('combobox', { name: 'Contacts' }).fill('colleague');
  await expect(offline.getByRole('option', { name: /A colleague/ })).toBeVisible();
  await expect(offline.getByText('results of earlier searches')).toBeVisible();
  await ready.startServer();
});

/** An announcement makes the agents sync, which also reads the catalogue. */
async function announceSomething(): Promise<void> {
  const text = { en: 'Something else', fr: 'Autre chose' };
  await ready.desk.announce({
    severity: 'information',
    title: text,
    text,
    service: null,
    from: new Date().toISOString(),
    to: null,
    organisationId: null,
    ticketNumber: null,
  });
}

test('a category removed while the form is open is reported, and no input is lost', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('Still here');
  await choose(form, 'printer jammed', /Printer jammed/);
  await form.getByLabel('Room').fill('B-204');
  const smaller = ImportedCatalogue.parse(JSON.parse(readFileSync(CATALOGUE, 'utf8')));
  for (const family of smaller.families)
    family.services = family.services.filter(({ id }) => id !== 'printing');
  const file = join(emptyFolder('catalogue'), 'catalogue.json');
  writeFileSync(file, JSON.stringify(smaller));
  importInto(ready.server.dataDir, 'catalogue', file);
  await announceSomething();
  await expect(form.getByText('is no longer offered')).toBeVisible();
  await expect(form.getByLabel('Title')).toHaveValue('Still here');
  await form.getByRole('button', { name: 'Remove the category' }).click();
  expect((await submit(form)).title).toBe('Still here');
});

/** Adds a field of an unknown type, as a newer server does; this one would refuse to import it. */
async function askForSignature(categories: { id: string; required: boolean }[]): Promise<void> {
  const db = new Database(join(ready.server.dataDir, 'guichet.sqlite'));
  const fields = db.prepare<[string], string>('select fields from catalogue_entry where id = ?').pluck();
  for (const { id, required } of categories) {
    const label = { en: 'Signature', fr: 'Signature' };
    const all = [
      ...JSON.parse(fields.get(id) ?? ''),
      { id: 'signature', type: 'signature', label, required },
    ];
    db.prepare('update catalogue_entry set fields = ? where id = ?').run(JSON.stringify(all), id);
  }
  db.prepare("update catalogue set version = 'of a newer server'").run();
  db.close();
  await announceSomething();
}

test('a field of a newer server is reported in the form, no input is lost, and another category can be sent', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('Paper everywhere');
  await form.getByLabel('Description').fill('In the tray and under it');
  await choose(form, 'printer jammed', /Printer jammed/);
  await form.getByLabel('Room').fill('B-204');
  await askForSignature([
    { id: 'printer-jam', required: true },
    { id: 'software-install', required: false },
  ]);
  await expect(form.getByText('Signature', { exact: false }).first()).toBeVisible();
  await expect(form.getByText('asks for something that this version of Guichet cannot show')).toBeVisible();
  await expect(form.getByText('choose another category, or ask your IT team')).toBeVisible();
  await form.keyboard.press('Control+Enter');
  await expect(form.getByLabel('Title')).toHaveValue('Paper everywhere');
  await expect(form.getByLabel('Description')).toHaveValue('In the tray and under it');
  await expect(form.getByLabel('Room')).toHaveValue('B-204');
  expect(await ready.desk.tickets()).toEqual([]);

  await choose(form, 'install program', /Install a program/);
  await expect(form.getByText('cannot show this field. It can be left out.')).toBeVisible();
  await form.getByLabel('Software name').fill('Photo editor');
  await form.getByLabel('Licence').selectOption({ label: 'It is free' });
  expect(await submit(form)).toMatchObject({
    title: 'Paper everywhere',
    description: 'In the tray and under it',
    category: { id: 'software-install' },
    answers: [{ field: 'software', value: 'Photo editor' }, { field: 'licence' }],
  });
});

test('machine facts are shown before they are sent, and a withheld fact is not sent', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('With facts');
  const line = form.getByRole('button', { name: /^What is sent/ });
  await expect(line).toContainText(/\(\d+ facts\)/, { timeout: 30_000 });
  await line.click();
  const rows = form.getByRole('row').filter({ has: form.getByRole('checkbox') });
  const shown = await rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll('td, th, [role=cell], [role=rowheader]')].map(
        (cell) => cell.textContent ?? '',
      ),
    ),
  );
  expect(shown.length).toBeGreaterThanOrEqual(6);
  await form.getByRole('checkbox', { name: 'Send Network' }).uncheck();
  const { facts } = await submit(form);
  expect(facts.map(({ name }) => name)).not.toContain('network');
  for (const { value } of facts) expect(shown.flat()).toContain(value);
});

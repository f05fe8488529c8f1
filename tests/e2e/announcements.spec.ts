// Announcements by IT: published in the console, shown above the form, joined with "Me too".
import { type Browser, expect } from '@playwright/test';
import { v7 } from 'uuid';
import { ticketCommand } from '../fakes/server/agent.ts';
import { colleague } from './colleague.ts';
import { DESK_PASSWORD } from './desk.ts';
import { test } from './desktop.ts';
import { startBrowser } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

let browser: Browser;
let ready: Ready;
test.beforeAll(async () => {
  browser = await startBrowser();
});
test.afterAll(() => browser.close());
test.beforeEach(async () => {
  ready = await readyAgent();
});
test.afterEach(() => ready.close());

test('an announcement published in the console is shown above the form, and "Me too" joins its ticket', async () => {
  const other = await colleague(ready);
  const command = ticketCommand({ title: 'No Wi-Fi on the north campus' }, v7());
  await other.sync([command]);
  await expect.poll(async () => (await ready.desk.ticket(command.key)).number).not.toBeNull();
  const { number } = await ready.desk.ticket(command.key);

  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(`${ready.server.url}/announcements`);
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Password').fill(DESK_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Announcements' }).click();
  await page.getByRole('button', { name: 'New announcement' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title in English').fill('Wi-Fi is down on the north campus');
  await dialog.getByLabel('Title in French').fill('Le Wi-Fi est en panne au campus nord');
  await dialog.getByLabel('Text in English').fill('We are on it.');
  await dialog.getByLabel('Text in French').fill('Nous y travaillons.');
  await dialog.getByLabel(/^Ticket for/).fill(number ?? '');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('Wi-Fi is down on the north campus').first()).toBeVisible();

  const form = await ready.agent.openForm();
  await expect(form.getByText('Wi-Fi is down on the north campus')).toBeVisible();
  await expect(form.getByText('We are on it.')).toBeVisible();
  await form.getByRole('button', { name: /^Me too/ }).click();
  await expect(form.getByText(`You have joined ticket ${number}`)).toBeVisible();
  expect((await ready.desk.ticket(command.key)).contacts.map(({ email }) => email)).toEqual([
    'requester@example.org',
  ]);
  expect(await ready.desk.tickets()).toHaveLength(1);

  await page
    .getByRole('button', { name: /^Withdraw/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(form.getByText('We are on it.')).toHaveCount(0);
  await page.close();
});

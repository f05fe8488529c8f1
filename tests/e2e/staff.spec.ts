// Staff in a real browser: an invitation from the dialog to the first page, by keyboard, and out again at once.
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';
import { DESK_PASSWORD, type Desk, openDesk } from './desk.ts';
import { test } from './desktop.ts';
import { startBrowser } from './parts.ts';
import { startOwnServer } from './ready-agent.ts';
import { untilStill } from './still.ts';

let server: Awaited<ReturnType<typeof startOwnServer>>;
let desk: Desk;
let browser: Browser;
let page: Page;
const open = () =>
  browser
    .newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
    .then((one) => one.newPage());

test.beforeEach(async () => {
  server = await startOwnServer();
  desk = await openDesk(server);
  browser = await startBrowser();
  page = await open();
  await page.goto(`${server.url}/staff`);
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Password').fill(DESK_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Staff' })).toBeVisible();
});
test.afterEach(async () => {
  await browser.close();
  await server.stop();
});

async function expectNoViolation(shown: Page): Promise<void> {
  await untilStill(shown);
  expect(
    (await new AxeBuilder({ page: shown }).exclude('[data-tabster-dummy]').analyze()).violations,
  ).toEqual([]);
}

/** Invites by keyboard alone. */
async function invite(fullName: string, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Invite' }).press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Full name')).toBeFocused();
  await page.keyboard.type(fullName);
  await page.keyboard.press('Tab');
  await page.keyboard.type(email);
  await expectNoViolation(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('table').getByText(fullName)).toBeVisible();
}

async function accept(email: string): Promise<Page> {
  const invited = await open();
  await invited.goto(await desk.invitationLink(email));
  await expect(invited.getByLabel('Password', { exact: true })).toBeFocused();
  expect(invited.url()).not.toContain('#');
  await expectNoViolation(invited);
  await invited.keyboard.type(DESK_PASSWORD);
  await invited.keyboard.press('Tab');
  await invited.keyboard.type(DESK_PASSWORD);
  await invited.keyboard.press('Enter');
  await expect(invited.getByRole('heading', { name: 'Devices' })).toBeVisible();
  return invited;
}

test('somebody is invited, accepts, is promoted, and is deactivated while their page is open', async () => {
  await invite('Nadia Haddad', 'nadia@example.org');
  const invited = await accept('nadia@example.org');
  await expect(invited.getByRole('link', { name: 'Staff' })).toHaveCount(0);
  const row = page.getByRole('row', { name: /Nadia Haddad/ });
  await expect(row.getByText('Active')).toBeVisible();

  await row.getByRole('button', { name: 'Actions for Nadia Haddad' }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Change' })).toBeFocused();
  await expectNoViolation(page);
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: /^Administrator/ }).check();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row.getByText('Administrator', { exact: true })).toBeVisible();
  await expect(invited.getByRole('link', { name: 'Staff' })).toBeVisible();

  await row.getByRole('button', { name: 'Actions for Nadia Haddad' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Deactivate' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).press('Enter');
  await expect(row.getByText('Deactivated')).toBeVisible();
  await expect(invited.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

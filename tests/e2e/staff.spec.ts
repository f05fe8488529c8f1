// Staff in a real browser: an invitation from the dialog to the first page, by keyboard, and out again at once; a passkey, and an
// identity provider.
import { type Browser, expect, type Page } from '@playwright/test';
import { ownPort } from '../fakes/own-port.ts';
import { CLIENT_SECRET, openIdentityProvider, STAFF_CLIENT } from '../fakes/server/identity-provider.ts';
import { axeViolations } from './axe.ts';
import { DESK_PASSWORD, type Desk, openDesk } from './desk.ts';
import { test } from './desktop.ts';
import { startBrowser } from './parts.ts';
import { plugInDevice } from './passkey-device.ts';
import { startOwnServer } from './ready-agent.ts';

let server: Awaited<ReturnType<typeof startOwnServer>>;
let desk: Desk;
let browser: Browser;
let page: Page;
const open = () =>
  browser
    .newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
    .then((one) => one.newPage());

test.beforeEach(async () => {
  // passkeys belong to a host name
  const PORT = `${await ownPort()}`;
  server = await startOwnServer({ PORT, PUBLIC_URL: `http://localhost:${PORT}` });
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

/** Invites by keyboard alone. */
async function invite(fullName: string, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Invite' }).press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Full name')).toBeFocused();
  await page.keyboard.type(fullName);
  await page.keyboard.press('Tab');
  await page.keyboard.type(email);
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('table').getByText(fullName)).toBeVisible();
}

async function accept(email: string): Promise<Page> {
  const invited = await open();
  await invited.goto(await desk.invitationLink(email));
  await expect(invited.getByLabel('Password', { exact: true })).toBeFocused();
  expect(invited.url()).not.toContain('#');
  expect(await axeViolations(invited)).toEqual([]);
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
  expect(await axeViolations(page)).toEqual([]);
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
  await expect(invited.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a passkey is added once the password was given again, and then signs in without one', async () => {
  await plugInDevice(page);
  await page.goto(`${server.url}/account`);
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await passkeys.getByRole('button', { name: 'Add' }).press('Enter');
  await page.keyboard.type('Office laptop');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Confirm that it is you' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.type(DESK_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(passkeys.getByText('Office laptop')).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Desk administrator' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  const byPasskey = page.getByRole('button', { name: 'Sign in with a passkey' });
  await expect(byPasskey).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await byPasskey.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
  await page.goto(`${server.url}/account`);
  await expect(passkeys.getByText('Last used')).toBeVisible();
  await passkeys.getByRole('button', { name: 'Remove Office laptop' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).press('Enter');
  await page.getByRole('button', { name: 'Use a passkey' }).press('Enter');
  await expect(passkeys.getByText('None yet.')).toBeVisible();
});

test('the identity provider signs in who is in a group, and proves in a window of its own who they are', async () => {
  const provider = await openIdentityProvider();
  provider.accounts = {
    tess: { email: 'tess@example.org', email_verified: true, name: 'Tess Martin', groups: ['desk'] },
  };
  const set = await page.request.put(`${server.url}/v1/console/staff-provider`, {
    data: {
      ...{ label: 'Sign in with Contoso', issuer: provider.issuer, clientId: STAFF_CLIENT },
      ...{ clientSecret: CLIENT_SECRET, groupsClaim: 'groups' },
      ...{ administratorGroups: [], technicianGroups: ['desk'] },
    },
    headers: { origin: server.url },
  });
  expect(set.ok()).toBe(true);
  const context = await browser.newContext({
    ...{ locale: 'en-US', viewport: { width: 1280, height: 800 } },
    // who is at the provider
    extraHTTPHeaders: { 'x-account': 'tess' },
  });
  const own = await context.newPage();
  await plugInDevice(own);
  await own.goto(`${server.url}/account`);
  await own.getByRole('button', { name: 'Sign in with Contoso' }).press('Enter');
  await expect(own.getByRole('heading', { name: 'Account' })).toBeVisible();
  expect(own.url()).toBe(`${server.url}/account`);
  await expect(own.getByText('This account has no password of its own', { exact: false })).toBeVisible();
  expect(await axeViolations(own)).toEqual([]);

  const passkeys = own.getByRole('region', { name: 'Passkeys' });
  await passkeys.getByRole('button', { name: 'Add' }).press('Enter');
  await own.keyboard.type('Office laptop');
  await own.keyboard.press('Enter');
  const proof = own.getByRole('dialog', { name: 'Confirm that it is you' });
  const opened = own.waitForEvent('popup');
  await proof.getByRole('button', { name: 'Sign in with Contoso' }).press('Enter');
  const popup = await opened;
  await expect(passkeys.getByText('Office laptop')).toBeVisible();
  await expect.poll(() => popup.isClosed()).toBe(true);
  await context.close();
  await provider.close();
});

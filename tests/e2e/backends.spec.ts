// The tickets of an organisation go to its own iTop: set up in the console, opened at the agent, answered in iTop.
import { type Browser, expect, type Page } from '@playwright/test';
import { type ItopHarness, openItop } from '../fakes/itop/harness.ts';
import { PASSWORD, USER } from '../fakes/itop/server.ts';
import { axeViolations } from './axe.ts';
import { DESK_PASSWORD } from './desk.ts';
import { test } from './desktop.ts';
import { startBrowser } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

const ORGANISATION = 'Example College';
/** The server reads changes once a minute. */
const POLLED = { timeout: 90_000 };

let itop: ItopHarness;
let ready: Ready;
let browser: Browser;
let page: Page;

test.beforeEach(async () => {
  test.setTimeout(300_000);
  itop = await openItop();
  // the default of iTop, and of a new backend in the console
  itop.setClock?.(0, 'Europe/Paris');
  ready = await readyAgent();
  browser = await startBrowser();
  const context = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    // axe would find too little contrast during a colour transition
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  await page.goto(ready.server.url);
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Password').fill(DESK_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Backends' }).click();
});
test.afterEach(async () => {
  await browser.close();
  await ready.close();
  await itop.close();
});

const dialog = () => page.getByRole('dialog');
const textbox = (name: string) => dialog().getByRole('textbox', { name, exact: true });

async function expectNoViolations(): Promise<void> {
  expect(await axeViolations(page), page.url()).toEqual([]);
}

/** Adds the fake iTop, after the connection test has reported a wrong password. */
async function addItop(): Promise<void> {
  await page.getByRole('button', { name: 'Add a backend' }).click();
  await textbox('Name').fill('School iTop');
  await textbox('Address').fill(itop.itop.url);
  await textbox('Account').fill(USER);
  const password = dialog().getByLabel(/^Password/);
  await password.fill('not the password');
  await dialog().getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog().getByText('1 thing is missing.').first()).toBeVisible();
  await expect(dialog().getByText('iTop does not accept the account')).toBeVisible();
  await password.fill(PASSWORD);
  await dialog().getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog().getByText('Everything works.').first()).toBeVisible();

  await dialog().getByRole('button', { name: 'More settings' }).click();
  await dialog().getByRole('button', { name: 'Add a row: Organisations' }).click();
  await dialog().getByRole('combobox', { name: 'Organisations: Here' }).click();
  await dialog().getByRole('option', { name: ORGANISATION }).click();
  await dialog().getByRole('textbox', { name: 'Organisations: In iTop' }).fill(itop.organisation);
  await expectNoViolations();
  await dialog().getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog()).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'School iTop' })).toBeVisible();
}

async function routeToItop(): Promise<void> {
  await page.getByRole('tab', { name: 'Routing' }).click();
  await page.getByRole('button', { name: 'Add a route' }).click();
  await page.getByRole('combobox', { name: 'Organisation' }).click();
  await page.getByRole('option', { name: ORGANISATION }).click();
  await page.getByRole('combobox', { name: 'Backend', exact: true }).click();
  await page.getByRole('option', { name: 'School iTop' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Routes saved.').first()).toBeVisible();
}

/** Opens a ticket at the agent. Returns its window once it shows the number. */
async function openTicketAtAgent(title: string): Promise<{ window: Page; ref: string; number: string }> {
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill(title);
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect.poll(async () => (await itop.tickets()).length).toBe(1);
  const [ticket] = await itop.tickets();
  if (!ticket?.number) throw new Error('iTop numbers its tickets');
  await expect(form.getByText(`Ticket ${ticket.number} created.`)).toBeVisible();
  await form.getByRole('button', { name: 'Open ticket' }).click();
  const window = await ready.agent.window('tickets');
  await expect(window.getByRole('heading', { name: title })).toBeVisible();
  await expect(window.getByText(ticket.number).first()).toBeVisible();
  return { window, ref: ticket.ref, number: ticket.number };
}

test('a ticket is created in the organisation’s iTop, and the changes made there come back', async () => {
  await addItop();
  await routeToItop();
  const { window, ref, number } = await openTicketAtAgent('The badge reader is dark');
  expect((await itop.ticket(ref)).title).toBe('The badge reader is dark');

  await itop.replies(ref, 'A technician', 'Replaced its power supply');
  await itop.moves(ref, 'resolved', { solution: 'A new power supply' });
  await expect(window.getByText('Replaced its power supply')).toBeVisible(POLLED);
  await window.getByRole('button', { name: 'It works now' }).click();
  await expect.poll(async () => (await itop.ticket(ref)).status).toBe('closed');

  await page.getByRole('link', { name: 'Tickets' }).click();
  await page.getByRole('tab', { name: 'All' }).click();
  await page.getByRole('link', { name: 'The badge reader is dark' }).click();
  await expect(page.getByText(`This ticket is handled on School iTop as ${number}.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reopen' })).toHaveCount(0);
  await expectNoViolations();
});

test('a technician hands a ticket from the built-in desk over to iTop, and its resolution comes back', async () => {
  await addItop();
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill('The lift is stuck');
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText(/^Ticket R-\d+ created\.$/)).toBeVisible();
  await page.getByRole('link', { name: 'Tickets' }).click();
  await page.getByRole('link', { name: 'The lift is stuck' }).click();
  await page.getByRole('button', { name: 'Hand over to another desk' }).click();
  await dialog().getByLabel('Note').fill('Third floor, since this morning');
  await expectNoViolations();
  await dialog().getByRole('button', { name: 'Hand over' }).click();
  await expect(dialog()).toHaveCount(0);
  await expect.poll(async () => (await itop.tickets()).length).toBe(1);
  const [ticket] = await itop.tickets();
  if (!ticket?.number) throw new Error('iTop numbers its tickets');
  const facts = page.locator('dl').filter({ hasText: 'Desks' });
  await expect(facts.getByText(`Handed over · ${ticket.number}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Hand over to another desk' })).toHaveCount(0);

  await itop.moves(ticket.ref, 'resolved', { solution: 'Called the fitter' });
  const status = async () => (await ready.desk.tickets()).map((one) => one.status);
  await expect.poll(status, POLLED).toEqual(['resolved']);
});

test('axe finds no violation on the backends page, in either language', async () => {
  await addItop();
  for (const language of ['English', 'Français']) {
    await page.getByRole('button', { name: 'Desk administrator' }).click();
    await page.getByRole('menuitemradio', { name: language }).click();
    await page.keyboard.press('Escape');
    for (const view of ['list', 'routing', 'parked']) {
      await page.goto(`${ready.server.url}/backends?view=${view}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoViolations();
    }
  }
  await page.getByRole('tab', { name: 'Systèmes' }).click();
  for (const act of ['Tester la connexion', 'Catalogue', 'Modifier', 'Retirer']) {
    await page.getByRole('button', { name: new RegExp(`^${act}.* School iTop$`) }).click();
    await expect(dialog()).toBeVisible();
    await expectNoViolations();
    await page.keyboard.press('Escape');
    await expect(dialog()).toHaveCount(0);
  }
});

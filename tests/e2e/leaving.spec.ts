// A shared computer changes hands: its person leaves, or the console asks for it; the next one begins anew.
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { DESK_PASSWORD } from './desk.ts';
import { test } from './desktop.ts';
import { holdRequests } from './held-requests.ts';
import { type RunningAgent, startAgent, startBrowser } from './parts.ts';
import { ENROLMENT_KEY, type Ready, readyAgent, untilCondition } from './ready-agent.ts';

let ready: Ready;
test.beforeEach(async () => {
  ready = await readyAgent();
});
test.afterEach(() => ready.close());

const texts = () =>
  readdirSync(ready.userData, { recursive: true, encoding: 'utf8' })
    .map((name) => join(ready.userData, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
const keys = () => readFileSync(join(ready.userData, 'keys.json'), 'utf8');

async function sendTicket(): Promise<void> {
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill('Before I left');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  await ready.agent.closeForm();
}

async function openSettings(): Promise<Page> {
  const form = await ready.agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('settings'));
  return ready.agent.window('settings');
}

/** The agent would start itself anew, where Playwright cannot follow: the test starts it instead. */
function keepFromStarting(agent: RunningAgent): Promise<unknown> {
  const kept = agent.app.evaluate(({ app }) => {
    app.relaunch = () => undefined;
  });
  return Promise.all([kept, once(agent.app.process(), 'exit')]);
}

/** The window may be gone before Playwright hears of the click that it asked for: that the agent ended shows the click. */
async function leave(settings: Page, ended: Promise<unknown>): Promise<void> {
  const click = settings.getByRole('button', { name: 'Delete and leave' }).click();
  await Promise.all([ended, click.catch(() => undefined)]);
}

async function startNext(): Promise<Page> {
  ready.agent = await startAgent(ready.userData, {
    GUICHET_SERVER_URL: ready.server.url,
    GUICHET_ENROLMENT_KEY: ENROLMENT_KEY,
  });
  await untilCondition(ready.agent, 'waiting-for-activation');
  return openSettings();
}

test('whoever leaves is asked once, and nothing of theirs is there for the next person', async () => {
  await sendTicket();
  const before = keys();
  const settings = await openSettings();
  await settings.getByRole('button', { name: 'Leave this computer' }).click();
  await expect(settings.getByText('Nothing is lost')).toBeVisible();
  await expect(settings.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await settings.getByRole('button', { name: 'Cancel' }).click();
  await settings.getByRole('button', { name: 'Leave this computer' }).click();
  await leave(settings, keepFromStarting(ready.agent));

  const next = await startNext();
  expect(keys()).not.toBe(before);
  await expect(next.getByLabel('E-mail')).toHaveValue('');
  expect(texts()).not.toContain('requester@example.org');
  await expect.poll(ready.desk.agentIds).toHaveLength(2);
});

test('killed while the server is told, the next start finds nothing either', async () => {
  await sendTicket();
  const before = keys();
  const goodbye = await holdRequests(ready.agent, { method: 'DELETE', address: '/v1/agent$' });
  const settings = await openSettings();
  await settings.getByRole('button', { name: 'Leave this computer' }).click();
  await settings.getByRole('button', { name: 'Delete and leave' }).click();
  await goodbye.untilHeld();
  expect(keys(), 'nothing is deleted while the agent runs').toBe(before);
  await ready.agent.kill();
  await startNext();
  expect(keys()).not.toBe(before);
});

test('the console has the data of a Windows user deleted, and shows when it is', async () => {
  await sendTicket();
  const browser = await startBrowser();
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(ready.server.url);
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Password').fill(DESK_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const ended = keepFromStarting(ready.agent);
  await page.getByRole('checkbox', { name: 'Select all users', exact: true }).check();
  await page.getByRole('button', { name: 'Delete data' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('This cannot be undone')).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete data' }).click();
  await ended;
  await expect(page.getByText('Data deleted')).toBeVisible();
  await startNext();
  await expect(page.getByText('Waiting', { exact: true }).first()).toBeVisible();
  await browser.close();
});

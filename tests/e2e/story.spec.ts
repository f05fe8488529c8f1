// The whole path on real programs: from an empty server to a ticket, its answer, and a crash while offline.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import { ownPort } from '../fakes/own-port.ts';
import { test } from './desktop.ts';
import {
  emptyFolder,
  type RunningAgent,
  type RunningServer,
  root,
  sha256,
  startAgent,
  startBrowser,
  startMailServer,
  startServer,
} from './parts.ts';
import { shareShown, showPattern } from './pattern.ts';
import { growTo } from './whole-window.ts';

const READY = 'Ready';

/** Saves a screenshot for the README when `npm run pictures` runs this test. */
async function picture(page: Page, name: string, { whole = false } = {}): Promise<void> {
  if (!process.env.GUICHET_PICTURES) return;
  await expect(page.getByText('more to come'), 'all facts are collected').toHaveCount(0, { timeout: 30_000 });
  if (whole) await growTo(page.locator('main'), agent);
  await page.mouse.move(1, 1);
  await page.screenshot({ path: join(root, 'docs/pictures', `${name}.png`), animations: 'disabled' });
}

test.skip(process.platform === 'win32', 'reads the notification area by D-Bus');

let mail: Awaited<ReturnType<typeof startMailServer>>;
let browser: Browser;
let server: RunningServer;
let agent: RunningAgent;

test.beforeEach(async () => {
  mail = await startMailServer();
  browser = await startBrowser();
});

test.afterEach(async () => {
  await test.step('the agent quits', async () => agent?.quit());
  await test.step('the server stops', async () => server?.stop());
  await browser.close();
  await mail.close();
});

async function send(title: string, description = ''): Promise<Page> {
  const form = await agent.openForm();
  await expect(form.getByLabel('Title')).toBeFocused();
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Description').fill(description);
  await form.keyboard.press('Control+Enter');
  return form;
}

test('from an empty server to a ticket, its answer, and two more that survive a crash', async ({ area }) => {
  test.slow();
  const [serverData, agentData] = [emptyFolder('server'), emptyFolder('agent')];
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const serverEnv = { PORT: `${await ownPort()}`, DATA_DIR: serverData, SMTP_URL: mail.url };
  let enrolmentKey = '';

  await test.step('the set-up link creates the first administrator, once', async () => {
    server = await startServer(serverEnv);
    if (!server.setupLink) throw new Error('the server printed no set-up link');
    await page.goto(server.setupLink);
    await page.getByLabel('Full name').fill('Desk administrator');
    await page.getByLabel('E-mail').fill('admin@example.org');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByLabel('Repeat password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await expect(page.getByRole('heading', { name: 'Devices' })).toBeVisible();
    expect(page.url()).not.toContain('#');

    const again = await browser.newPage({ locale: 'en-US' });
    await again.goto(server.setupLink);
    await again.getByLabel('Full name').fill('Somebody else');
    await again.getByLabel('E-mail').fill('else@example.org');
    await again.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await again.getByLabel('Repeat password').fill('correct horse battery');
    await again.getByRole('button', { name: 'Create administrator' }).click();
    await expect(again.getByText('already been used')).toBeVisible();
    await again.close();
  });

  await test.step('an organisation and its enrolment key are created in the console', async () => {
    await page.getByRole('button', { name: 'New organisation' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Example College');
    await dialog.getByLabel('E-mail domains').fill('example.org');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'New enrolment key' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    enrolmentKey = await page.getByLabel('Enrolment key', { exact: true }).inputValue();
    expect(enrolmentKey.length).toBeGreaterThanOrEqual(16);
    await page.keyboard.press('Escape');
  });

  const agentEnv = { GUICHET_SERVER_URL: server.url, GUICHET_ENROLMENT_KEY: enrolmentKey };

  await test.step('a new agent waits for activation, and console, tray and form say so', async () => {
    agent = await startAgent(agentData, agentEnv);
    await expect.poll(() => area.tooltip()).toContain('Waiting for activation by your IT team');
    await expect(page.getByText('Waiting', { exact: true }).first()).toBeVisible();
    const form = await agent.openForm();
    await expect(form.getByText('Waiting for activation by your IT team')).toBeVisible();
    await expect(form.getByRole('button', { name: 'Send' })).toHaveCount(0);
    const { hostname, userName } = await form.evaluate(async () => {
      const answer = await window.guichet.ask['app:state']();
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value;
    });
    await expect(page.getByText(hostname).first()).toBeVisible();
    await expect(page.getByText(userName).first()).toBeVisible();
    await agent.closeForm();
  });

  await test.step('an activation in the console reaches the agent within 2 s', async () => {
    await page.getByRole('checkbox', { name: 'Select all users', exact: true }).check();
    await page.getByRole('button', { name: 'Activate', exact: true }).click();
    await expect
      .poll(() => area.tooltip(), { timeout: 2_000, intervals: [50] })
      .toContain('Confirm your e-mail');
  });

  await test.step('the mailed token confirms the address, once', async () => {
    await area.choose('Personal settings');
    const settings = await agent.window('settings');
    await settings.getByLabel('Full name').fill('A requester');
    await settings.getByLabel('E-mail').fill('requester@elsewhere.test');
    await settings.getByRole('button', { name: 'Send token' }).click();
    await expect(settings.getByText('not one of your organisation')).toBeVisible();
    expect(mail.mails).toHaveLength(0);

    await settings.getByLabel('E-mail').fill('requester@example.org');
    await settings.getByRole('button', { name: 'Send token' }).click();
    await expect.poll(() => mail.mails.length).toBe(1);
    expect(mail.mails[0]?.to).toBe('requester@example.org');
    const token = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mail.mails[0]?.text ?? '')?.[0] ?? '';
    expect(token).not.toBe('');

    await settings.getByLabel('Confirmation token').fill('2222-2222');
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect(settings.getByText('Tries left: 4')).toBeVisible();
    await settings.getByLabel('Confirmation token').fill(token.toLowerCase());
    await picture(settings, 'settings', { whole: true });
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => area.tooltip()).toContain(READY);

    const second = await settings.evaluate(
      (used) =>
        window.guichet.ask['settings:confirm']({
          fullName: 'A requester',
          email: 'requester@example.org',
          token: used,
        }),
      token,
    );
    expect(second).toMatchObject({ ok: false, error: { code: 'token-used' } });
  });

  const pattern = await showPattern();
  let shownHash = '';

  await test.step('Ctrl+F12 shows the form with a picture of the screen, without the form in it', async () => {
    const form = await agent.openForm();
    await expect(form.getByLabel('Title')).toBeFocused();
    const thumbnail = form.getByRole('img', { name: 'Screenshot' });
    await expect(thumbnail).toBeVisible();
    await expect.poll(() => thumbnail.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1920);
    const source = await thumbnail.evaluate((img: HTMLImageElement) => img.src);
    const shown = Buffer.from(
      await agent.app.evaluate(async ({ net }, url) => {
        const answer = await net.fetch(url);
        return Buffer.from(await answer.arrayBuffer()).toString('base64');
      }, source),
      'base64',
    );
    expect(shareShown(shown, pattern.marks)).toBe(1);
    shownHash = sha256(shown);
    await form.getByLabel('Title').fill('The room planning cannot be saved');
    await form
      .getByLabel('Description')
      .fill('Since this morning every change is refused. Two colleagues in B-204 see the same.');
    await picture(form, 'form');
  });

  await test.step('the ticket gets a number, and the console shows the picture byte for byte', async () => {
    const form = await agent.window('capture');
    await form.keyboard.press('Control+Enter');
    await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
    await agent.closeForm();

    await page.getByRole('link', { name: 'Tickets' }).click();
    await page.getByText('The room planning cannot be saved').click();
    await expect(page.getByRole('heading', { name: /The room planning cannot be saved/ })).toBeVisible();
    const image = page.getByRole('button', { name: /screenshot/ }).locator('img');
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1920);
    const address = await image.evaluate((img: HTMLImageElement) => img.src);
    const stored = await page.request.get(address);
    expect(sha256(await stored.body())).toBe(shownHash);
  });

  await test.step('the technician replies and resolves; the agent shows a toast and both texts, and answers', async () => {
    await page.getByRole('button', { name: 'Take' }).click();
    await page.getByLabel('Message').fill('The file server was restarted. Can you try again?');
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    await expect
      .poll(() => area.toasts.some(({ body }) => body.includes('file server was restarted')))
      .toBe(true);
    await expect(page.getByText('1 Windows user activated.')).toHaveCount(0);
    await picture(page, 'console-ticket');
    await page.getByRole('button', { name: 'Resolve' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Solution').fill('Restarted the file service.');
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    const resolutionToast = () =>
      area.toasts.find(({ summary, body }) => /resolved/i.test(`${summary} ${body}`));
    await expect.poll(() => resolutionToast() !== undefined, 'a toast announces the resolution').toBe(true);
    const toast = resolutionToast();
    if (toast) area.clickToast(toast);
    await expect.poll(() => agent.isShown('tickets')).toBe(true);
    const tickets = await agent.window('tickets');
    await expect(tickets.getByText('The file server was restarted. Can you try again?')).toBeVisible();
    await expect(tickets.getByText('Restarted the file service.')).toBeVisible();
    await expect(tickets.getByText('Resolved').first()).toBeVisible();
    await picture(tickets, 'my-tickets');
    await tickets.getByLabel('Message').fill('It saves again, thank you.');
    await tickets.keyboard.press('Control+Enter');
    await expect(page.getByText('It saves again, thank you.')).toBeVisible();
    await expect(tickets.getByText('It saves again, thank you.')).toBeVisible();
    await page.getByRole('link', { name: 'Devices' }).click();
    await expect(page.getByText('requester@example.org')).toBeVisible();
    await picture(page, 'console-devices');
  });

  await test.step('two tickets written without a server survive a crash and arrive once, in order', async () => {
    await server.stop();
    await expect.poll(() => area.tooltip()).toContain('Offline');
    for (const title of ['First without network', 'Second without network']) {
      const form = await send(title);
      await expect(form.getByText('Saved. It will be sent when the network is back.')).toBeVisible();
      await agent.closeForm();
    }
    await agent.kill();

    agent = await startAgent(agentData, agentEnv);
    await expect.poll(() => area.tooltip()).toContain('Offline, 2 waiting');
    await area.choose('My tickets');
    const tickets = await agent.window('tickets');
    await expect(tickets.getByText('First without network')).toBeVisible();

    server = await startServer(serverEnv);
    await expect.poll(() => area.tooltip(), { timeout: 90_000 }).toContain(READY);
    await expect(tickets.getByText('R-000003')).toBeVisible();
    await page.reload();
    await page.getByRole('link', { name: 'Tickets' }).click();
    const listed = page.getByRole('row').filter({ hasText: 'without network' });
    await expect(listed).toHaveCount(2);
    await expect(listed.filter({ hasText: 'First without network' })).toContainText('R-000002');
    await expect(listed.filter({ hasText: 'Second without network' })).toContainText('R-000003');
  });

  await test.step('the agent’s log contains no secret', async () => {
    const log = readFileSync(join(agentData, 'logs/main.log'), 'utf8');
    expect(log).not.toBe('');
    expect(log).not.toContain(enrolmentKey);
  });

  await pattern.browser.close();
});

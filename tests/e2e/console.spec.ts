// The console in a real browser, beyond what story.spec.ts covers.
import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import type { Draft } from '../../contract/ipc.ts';
import { ticketCommand } from '../fakes/server/agent.ts';
import { axeViolations } from './axe.ts';
import { colleague } from './colleague.ts';
import { DESK_PASSWORD } from './desk.ts';
import { test } from './desktop.ts';
import { startBrowser } from './parts.ts';
import { type Ready, readyAgent, untilCondition } from './ready-agent.ts';

let ready: Ready;
let browser: Browser;
let page: Page;

test.beforeEach(async () => {
  ready = await readyAgent();
  browser = await startBrowser();
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  await page.goto(ready.server.url);
});
test.afterEach(async () => {
  await browser.close();
  await ready.close();
});

async function tryToSignIn(password: string): Promise<void> {
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signIn(): Promise<void> {
  await tryToSignIn(DESK_PASSWORD);
  await expect(page.getByRole('heading', { name: 'Devices' })).toBeVisible();
}

/** Opens a ticket through the agent's IPC, without its windows. Returns the ticket's id. */
async function openTicket(title: string): Promise<string> {
  const form = await ready.agent.window('capture');
  return form.evaluate(async (ticketTitle) => {
    const begun = new Promise<Draft>((shown) => {
      window.guichet.hear['draft:shown']((draft) => draft && shown(draft));
    });
    await window.guichet.ask['window:open']('capture');
    const { id, content } = await begun;
    const titled = { ...content, title: ticketTitle };
    const sent = await window.guichet.ask['draft:submit']({ id, content: titled, act: null });
    if (!sent.ok) throw new Error(sent.error.code);
    return sent.value.ticketId;
  }, title);
}

async function ticketAtAgent(id: string) {
  const form = await ready.agent.window('capture');
  const answer = await form.evaluate((ticketId) => window.guichet.ask['tickets:open']({ id: ticketId }), id);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.ticket;
}

test('a wrong password is reported, the right one signs in, and signing out ends the session', async () => {
  await tryToSignIn('not the password at all');
  await expect(page.getByText('The address or the password is not right.').first()).toBeVisible();
  await signIn();
  await page.getByRole('button', { name: 'Desk administrator' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.goto(`${ready.server.url}/tickets`);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a ticket goes from new to closed, and the requester never sees an internal note', async () => {
  const id = await openTicket('The badge reader is dark');
  await signIn();
  await page.goto(`${ready.server.url}/tickets/${id}`);
  await page.getByRole('button', { name: 'Take' }).click();
  await expect.poll(async () => (await ticketAtAgent(id)).status).toBe('assigned');

  await page.getByRole('tab', { name: 'Internal note' }).click();
  await page.getByLabel('Message').fill('The supplier is slow');
  await page.getByRole('button', { name: 'Internal note' }).click();
  const timeLine = page.getByRole('list', { name: 'Time line' });
  await expect(timeLine.getByText('The supplier is slow')).toBeVisible();

  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Set pending' }).click();
  await dialog.getByLabel('Reason').fill('A new reader is ordered.');
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Set pending' }).click();
  await expect.poll(async () => (await ticketAtAgent(id)).status).toBe('pending');
  expect((await ticketAtAgent(id)).pending).toMatchObject({ reason: 'A new reader is ordered.' });
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(async () => (await ticketAtAgent(id)).status).toBe('assigned');

  await page.getByRole('button', { name: 'Resolve' }).click();
  await dialog.getByLabel('Solution').fill('Replaced its power supply.');
  await dialog.getByRole('button', { name: 'Resolve' }).click();
  await expect.poll(async () => (await ticketAtAgent(id)).status).toBe('resolved');
  await page.getByRole('button', { name: 'Reopen' }).click();
  await expect.poll(async () => (await ticketAtAgent(id)).status).toBe('assigned');
  await page.getByRole('button', { name: 'Resolve' }).click();
  await dialog.getByLabel('Solution').fill('Replaced the reader.');
  await dialog.getByRole('button', { name: 'Resolve' }).click();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect.poll(async () => (await ticketAtAgent(id)).status).toBe('closed');
  await expect(page.getByText('This ticket is closed and accepts no more messages.')).toBeVisible();
  const seen = await ticketAtAgent(id);
  expect(seen.solution).toBe('Replaced the reader.');
  expect(seen.comments).toEqual([]);
});

/** Clicks twice, with the shortest possible pause: input tasks run before timers. */
async function clickTwice(button: Locator): Promise<void> {
  await button.evaluate(async (clicked: HTMLElement) => {
    clicked.click();
    await scheduler.postTask(() => clicked.click(), { priority: 'user-blocking' });
  });
}

test('a reply is sent once, despite a double click and a network that hangs', async () => {
  const id = await openTicket('The badge reader is dark');
  await signIn();
  await page.goto(`${ready.server.url}/tickets/${id}`);
  const message = page.getByLabel('Message');
  const reply = page.getByRole('button', { name: 'Reply' });
  const bodies = async () => (await ready.desk.ticket(id)).comments.map(({ body }) => body);
  await message.fill('Which floor?');
  await reply.dblclick();
  await expect(message).toHaveValue('');
  expect(await bodies()).toEqual(['Which floor?']);

  let requests = 0;
  const network = Promise.withResolvers<void>();
  await page.route('**/replies', async (route) => {
    requests += 1;
    const response = await route.fetch();
    await network.promise;
    await route.fulfill({ response });
  });
  await message.fill('Is its cable in?');
  await clickTwice(reply);
  await expect.poll(bodies).toEqual(['Which floor?', 'Is its cable in?']);
  await clickTwice(reply);
  await message.press('Control+Enter');
  network.resolve();
  await expect(message).toHaveValue('');
  expect(requests).toBe(1);
  await page.unroute('**/replies');

  // The connection breaks after the server has the reply and before its response arrives.
  await page.route('**/replies', (route) => route.fetch().then(() => route.abort()), { times: 1 });
  await message.fill('And its fuse?');
  await reply.click();
  await expect(page.getByText('The help desk cannot be reached').first()).toBeVisible();
  await expect(message).toHaveValue('And its fuse?');
  await reply.click();
  await expect(message).toHaveValue('');
  expect(await bodies()).toEqual(['Which floor?', 'Is its cable in?', 'And its fuse?']);
});

test('a double click on Publish publishes one announcement', async () => {
  await signIn();
  await page.getByRole('link', { name: 'Announcements' }).click();
  await page.getByRole('button', { name: 'New announcement' }).first().click();
  const dialog = page.getByRole('dialog');
  // The first attempt is incomplete: afterwards only the pending request shows that one is being published.
  await dialog.getByRole('button', { name: 'Publish' }).click();
  for (const field of ['Title in English', 'Title in French', 'Text in English', 'Text in French'])
    await dialog.getByLabel(field).fill('The lift is being repaired');
  await clickTwice(dialog.getByRole('button', { name: 'Publish' }));
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: /^Withdraw/ })).toHaveCount(1);
});

test('a whole organisation is suspended and activated at once, and its agent learns of it', async () => {
  await signIn();
  await page.getByRole('button', { name: 'Whole organisation' }).click();
  await page.getByRole('menuitem', { name: 'Suspend all of Example College' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 Windows user will be suspended');
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await untilCondition(ready.agent, 'needs-attention');
  await page.getByRole('checkbox', { name: 'Select all users', exact: true }).check();
  await page.getByRole('button', { name: 'Activate', exact: true }).click();
  await untilCondition(ready.agent, 'ready');
});

async function show(path: string): Promise<void> {
  await page.goto(new URL(path, ready.server.url).href);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

test('a ticket is corrected, merged into that of a colleague, and taken apart again', async () => {
  const other = await colleague(ready);
  const command = ticketCommand({ title: 'No coffee', description: '' });
  expect(await other.verdicts(command)).toEqual(['accepted']);
  const id = await openTicket('The coffee machine is empty');
  await signIn();
  await page.goto(`${ready.server.url}/tickets/${id}`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Correct' }).click();
  await dialog.getByLabel('Impact').selectOption('A whole department');
  await dialog.getByLabel('Urgency').selectOption('Work is impossible');
  await dialog.getByLabel('Priority').selectOption('Low');
  await dialog.getByLabel('Why another priority').fill('There is tea.');
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => ticketAtAgent(id))
    .toMatchObject({ impact: 'department', priority: 'low', priorityReason: 'There is tea.' });

  const { number } = await ready.desk.ticket(command.key);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Merge into another ticket' }).click();
  await dialog.getByRole('combobox', { name: 'Other ticket' }).fill(number ?? '');
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await expect.poll(() => ticketAtAgent(id)).toMatchObject({ status: 'closed', mergedInto: command.key });
  expect(await ticketAtAgent(command.key)).toMatchObject({ you: 'joiner', title: 'No coffee' });
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Undo the merger' }).click();
  await expect.poll(() => ticketAtAgent(id)).toMatchObject({ status: 'new', mergedInto: null });
  await expect
    .poll(() => ticketAtAgent(command.key).catch((failure) => String(failure)))
    .toContain('ticket-');
});

test('a team is created, a ticket is assigned to it and to one of it, and the requester sees both', async () => {
  const id = await openTicket('The badge reader is dark');
  await signIn();
  await show('/staff');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New team' }).click();
  await dialog.getByLabel('Name').fill('Access and badges');
  await dialog.getByRole('checkbox', { name: 'Desk administrator' }).check();
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create team' }).click();
  await expect(page.getByRole('region', { name: 'Teams' }).getByText('Access and badges')).toBeVisible();

  await show(`/tickets/${id}`);
  await page.getByRole('button', { name: 'Assign' }).click();
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect
    .poll(async () => ticketAtAgent(id))
    .toMatchObject({ status: 'assigned', team: 'Access and badges', technician: null });
  await page.getByRole('button', { name: 'Assign' }).click();
  await dialog.getByRole('combobox', { name: 'Technician' }).click();
  await dialog.getByRole('option', { name: /^Desk administrator/ }).click();
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect
    .poll(async () => ticketAtAgent(id))
    .toMatchObject({ team: 'Access and badges', technician: 'Desk administrator' });

  await show('/tickets?whose=mine');
  await expect(page.getByRole('row', { name: /The badge reader is dark/ })).toBeVisible();
  await page.getByRole('combobox', { name: 'Whose tickets' }).click();
  await page.getByRole('option', { name: 'Without a technician' }).click();
  await expect(page.getByText('No tickets here')).toBeVisible();
});

/** Presses Tab until the element has the focus. Throws after 60 presses. */
async function tabTo(element: Locator): Promise<void> {
  for (let stops = 0; stops < 60; stops++) {
    if (await element.first().evaluate((found) => found === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`60 stops, and not at ${element}`);
}

test('the keyboard alone can set a route and open the dialog for a new backend', async () => {
  await signIn();
  await show('/backends');
  const { keyboard } = page;
  await tabTo(page.getByRole('tab', { name: 'Backends' }));
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'Add a route' }));
  await keyboard.press('Enter');
  const organisation = page.getByRole('combobox', { name: 'Organisation' });
  await tabTo(organisation);
  await keyboard.press('Enter');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'Save' }));
  await keyboard.press('Enter');
  await expect(page.getByText('Routes saved.').first()).toBeVisible();

  await show('/backends');
  const add = page.getByRole('button', { name: 'Add a backend' });
  await tabTo(add);
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true })).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(add).toBeFocused();
});

// A backend that takes no files, messages or approvals: the form says so before Send, the ticket offers only the rest.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { TicketAbilities } from '../../contract/ticket.ts';
import { test } from './desktop.ts';
import { type NarrowingProxy, openNarrowingProxy } from './narrowing-proxy.ts';
import { root } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

/** Category of docs/examples/catalogue.json that has an approver. */
const NEW_COMPUTER = 'computer-new';
const FILES_STAY = /^This help desk does not accept files/;
const APPROVAL = 'Somebody has to approve it first.';

let can: TicketAbilities;
let proxy: NarrowingProxy;
let ready: Ready;

test.beforeEach(async () => {
  test.slow();
  can = { acts: ['close'], rate: false, comment: true, attach: false };
  proxy = await openNarrowingProxy((answer) => ({
    ...answer,
    backendGaps: { files: [null, NEW_COMPUTER], approval: [NEW_COMPUTER] },
    tickets: answer.tickets.map((ticket) => ({ ...ticket, can })),
  }));
  ready = await readyAgent({
    catalogue: join(root, 'docs/examples/catalogue.json'),
    serverEnv: { PORT: String(proxy.serverPort) },
    agentEnv: { GUICHET_SERVER_URL: proxy.url },
  });
});
test.afterEach(async () => {
  await ready.close();
  await proxy.close();
});

async function choose(form: Page, search: string): Promise<void> {
  await form.getByRole('button', { name: /Search or browse|Change the category/ }).click();
  await form.getByRole('searchbox', { name: 'Search the catalogue' }).fill(search);
  await form.keyboard.press('ArrowDown');
  await form.keyboard.press('Enter');
}

test('before Send, also offline, the form says that files stay in Guichet, and they do', async () => {
  await ready.stopServer();
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  await expect(form.getByText(FILES_STAY)).toBeVisible();
  await choose(form, 'projector');
  await expect(form.getByText(FILES_STAY)).toHaveCount(0);
  await choose(form, 'new computer');
  await expect(form.getByText(FILES_STAY)).toBeVisible();
  await expect(form.getByText(APPROVAL)).toHaveCount(0);
  await form.getByRole('button', { name: 'Remove the category' }).click();
  await expect(form.getByText(FILES_STAY)).toBeVisible();

  await ready.startServer();
  await form.getByLabel('Title').fill('A picture that stays');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible({ timeout: 60_000 });
  const [ticket] = await ready.desk.tickets();
  const { attachments } = await ready.desk.ticket(ticket?.id ?? '');
  expect(attachments.map(({ mediaType }) => mediaType)).toEqual(['image/png']);
  await form.getByRole('button', { name: 'Open ticket' }).click();
  const tickets = await ready.agent.window('tickets');
  await expect(tickets.getByText(FILES_STAY)).toBeVisible();
});

test('when the backend takes no messages, the ticket says so and offers only its acts', async () => {
  can = { acts: ['close'], rate: false, comment: false, attach: true };
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill('Only to be confirmed');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible();
  const [ticket] = await ready.desk.tickets();
  await ready.desk.take(ticket?.id ?? '');
  await ready.desk.resolve(ticket?.id ?? '', 'Done.');
  await form.getByRole('button', { name: 'Open ticket' }).click();
  const tickets = await ready.agent.window('tickets');
  await expect(tickets.getByText('Messages on this ticket cannot be sent from here.')).toBeVisible();
  await expect(tickets.getByLabel('Message')).toHaveCount(0);
  await expect(tickets.getByRole('button', { name: 'It still fails' })).toHaveCount(0);
  await tickets.getByRole('button', { name: 'It works now' }).click();
  await expect.poll(async () => (await ready.desk.ticket(ticket?.id ?? '')).status).toBe('closed');
  await expect(tickets.getByText('This ticket is closed')).toBeVisible();
  // the backend takes no rating
  await expect(tickets.getByRole('radio')).toHaveCount(0);
});

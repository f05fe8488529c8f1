// My tickets: shelves, acts, search, files, and use without a network.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { v7 } from 'uuid';
import { type FakeAgent, ticketCommand } from '../fakes/server/agent.ts';
import { colleague } from './colleague.ts';
import { test } from './desktop.ts';
import type { NotificationArea } from './notification-area.ts';
import { emptyFolder, root } from './parts.ts';
import { type Ready, readyAgent, untilCondition } from './ready-agent.ts';

const CATALOGUE = join(root, 'docs/examples/catalogue.json');
const REQUESTER = { email: 'requester@example.org', fullName: 'A requester' };

test.skip(process.platform === 'win32', 'reads the notification area by D-Bus');

let area: NotificationArea;
let ready: Ready;
let downloads: string;
test.beforeEach(async ({ area: ownArea }) => {
  area = ownArea;
  downloads = emptyFolder('downloads');
  const config = emptyFolder('config');
  writeFileSync(join(config, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  ready = await readyAgent({ catalogue: CATALOGUE, agentEnv: { XDG_CONFIG_HOME: config } });
});
test.afterEach(() => ready.close());

async function send(title: string): Promise<string> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  await form.getByLabel('Title').fill(title);
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible();
  await ready.agent.closeForm();
  return (await ready.desk.tickets()).find((ticket) => ticket.title === title)?.id ?? '';
}

async function openTickets(): Promise<Page> {
  await area.choose('My tickets');
  return ready.agent.window('tickets');
}

async function sentBy(agent: FakeAgent, body: Record<string, unknown>): Promise<string> {
  const command = ticketCommand({ title: 'Of a colleague', ...body }, v7());
  const { results } = await agent.sync([command]);
  expect(results).toMatchObject([{ outcome: 'accepted' }]);
  return command.key;
}

test('a resolution can be refused, and a later one confirmed and rated', async () => {
  const id = await send('The scanner hums');
  await ready.desk.take(id);
  await ready.desk.resolve(id, 'Changed the lamp.');
  const tickets = await openTickets();
  await tickets.getByText('The scanner hums').first().click();
  await expect(tickets.getByText('Changed the lamp.')).toBeVisible();
  await tickets.getByLabel('Message').fill('It hums again after an hour.');
  await tickets.getByRole('button', { name: 'It still fails' }).click();
  await expect.poll(async () => (await ready.desk.ticket(id)).status).toBe('assigned');
  expect((await ready.desk.ticket(id)).comments.at(-1)?.body).toBe('It hums again after an hour.');

  await ready.desk.resolve(id, 'Changed the scanner.');
  await expect(tickets.getByText('Changed the scanner.')).toBeVisible();
  await tickets.getByRole('button', { name: 'It works now' }).click();
  await expect.poll(async () => (await ready.desk.ticket(id)).status).toBe('closed');
  await tickets.getByRole('radio', { name: 'Very satisfied', exact: true }).check();
  await tickets.getByLabel('Comment (optional)').fill('Quick, thank you.');
  await tickets.getByRole('button', { name: 'Send rating' }).click();
  await expect
    .poll(async () => (await ready.desk.ticket(id)).satisfaction)
    .toEqual({ score: 4, comment: 'Quick, thank you.' });
  await expect(tickets.getByText('You said: Very satisfied')).toBeVisible();
});

test('a long conversation scrolls to a new message only for a reader who is at its end', async () => {
  const id = await send('The scanner hums');
  await ready.desk.take(id);
  for (const hour of [8, 9, 10, 11, 12, 13]) await ready.desk.reply(id, `It hums at ${hour}:00.`);
  const tickets = await openTickets();
  await tickets.getByText('The scanner hums').first().click();
  const conversation = tickets.getByRole('list', { name: 'Conversation' });
  const newest = conversation.getByText('It hums at 13:00.');
  await expect(newest).toHaveCount(1);
  await expect(newest).not.toBeInViewport();
  await tickets.getByLabel('Message').fill('It is loud.');
  await tickets.keyboard.press('Control+Enter');
  await expect(conversation.getByText('It is loud.')).toBeInViewport();
  await ready.desk.reply(id, 'We come at noon.');
  await expect(tickets.getByText('We come at noon.')).toBeInViewport();
  await tickets.getByRole('heading', { name: 'The scanner hums' }).scrollIntoViewIfNeeded();
  await ready.desk.resolve(id, 'Changed the lamp.');
  await expect(tickets.getByText('Changed the lamp.')).toHaveCount(1);
  await expect(tickets.getByRole('heading', { name: 'The scanner hums' })).toBeInViewport();
  await expect(tickets.getByText('Changed the lamp.')).not.toBeInViewport();
});

test('an invited person gets a toast, sees the ticket under Invited, and can write in it', async () => {
  const other = await colleague(ready);
  const id = await sentBy(other, { title: 'The lab is locked', contacts: [REQUESTER] });
  await expect
    .poll(() => area.toasts.some(({ summary, body }) => `${summary} ${body}`.includes('The lab is locked')))
    .toBe(true);
  await expect.poll(() => area.tooltip()).toContain('1 unread');
  const tickets = await openTickets();
  await tickets.getByRole('tab', { name: 'Invited' }).click();
  await tickets.getByText('The lab is locked').first().click();
  await expect.poll(() => area.tooltip()).not.toContain('unread');
  await tickets.getByLabel('Message').fill('I have a key.');
  await tickets.keyboard.press('Control+Enter');
  await expect.poll(async () => (await ready.desk.ticket(id)).comments.at(-1)?.body).toBe('I have a key.');
  expect((await ready.desk.ticket(id)).comments.at(-1)?.authorName).toBe('A requester');
});

test('an approver finds the request under Invited and can approve it', async () => {
  await ready.close();
  ready = await readyAgent({ catalogue: CATALOGUE, email: 'manager@example.org' });
  const other = await colleague(ready);
  const id = await sentBy(other, { title: 'A computer for a newcomer', categoryId: 'computer-new' });
  await expect.poll(async () => (await ready.desk.ticket(id)).status).toBe('waiting_for_approval');
  const tickets = await openTickets();
  await tickets.getByRole('tab', { name: 'Invited' }).click();
  await tickets.getByText('A computer for a newcomer').first().click();
  await tickets.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(async () => (await ready.desk.ticket(id)).status).toBe('approved');
});

test('a rejected request can be reopened by its requester', async () => {
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill('Another screen');
  const sent = await form.evaluate(async () => {
    const current = await window.guichet.ask['draft:current']();
    if (!current.ok || !current.value) return null;
    const { id, content } = current.value;
    const filled = {
      ...content,
      title: 'Another screen',
      categoryId: 'account-new',
      answers: {
        newcomer: { value: 'A newcomer', reference: null },
        arrival: { value: '2027-01-04', reference: null },
      },
    };
    const answer = await window.guichet.ask['draft:submit']({ id, content: filled, act: null });
    return answer.ok ? answer.value.ticketId : answer.error.code;
  });
  const manager = await colleague(ready, 'manager@example.org');
  await expect.poll(async () => (await manager.sync()).tickets.length).toBe(1);
  const key = v7();
  const body = { ticketId: sent, act: 'reject' };
  const { results } = await manager.sync([
    { key, kind: 'act-on-ticket', submittedAt: new Date().toISOString(), body },
  ]);
  expect(results).toEqual([{ key, outcome: 'accepted' }]);
  const tickets = await openTickets();
  await tickets.getByText('Another screen').first().click();
  await expect(tickets.getByText('Rejected').first()).toBeVisible();
  await tickets.getByRole('button', { name: 'Reopen' }).click();
  await expect.poll(async () => (await ready.desk.ticket(sent ?? '')).status).toBe('waiting_for_approval');
});

test('search finds tickets on any shelf by every word, ignoring case and accents', async () => {
  await send('Réseau lent au deuxième étage');
  const closed = await send('The badge reader');
  await ready.desk.take(closed);
  await ready.desk.resolve(closed, 'Replaced.');
  await ready.desk.close(closed);
  const tickets = await openTickets();
  await tickets.keyboard.press('Control+f');
  await tickets.getByRole('searchbox').fill('etage reseau');
  await expect(tickets.getByText('Réseau lent au deuxième étage').first()).toBeVisible();
  await expect(tickets.getByText('1 ticket found')).toBeVisible();
  await tickets.getByRole('searchbox').fill('BADGE');
  await expect(tickets.getByText('The badge reader').first()).toBeVisible();
  await tickets.getByRole('searchbox').fill('no such thing');
  await expect(tickets.getByText('No ticket has all these words')).toBeVisible();
});

test('offline, tickets and pictures seen before stay readable, and a message is sent later', async () => {
  const id = await send('The clock is wrong');
  await ready.desk.take(id);
  await ready.desk.reply(id, 'Which room?');
  const tickets = await openTickets();
  await tickets.getByText('The clock is wrong').first().click();
  await expect(tickets.getByText('Which room?')).toBeVisible();
  const picture = tickets.locator('img').first();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await ready.stopServer();
  await untilCondition(ready.agent, 'offline');
  await ready.restart({ crash: true, until: 'offline' });

  const later = await openTickets();
  await later.getByText('The clock is wrong').first().click();
  await expect(later.getByText('Which room?')).toBeVisible();
  const cached = later.locator('img').first();
  await expect.poll(() => cached.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await later.getByLabel('Message').fill('In B-204.');
  await later.keyboard.press('Control+Enter');
  await expect(later.getByText('waiting to be sent')).toBeVisible();
  await ready.startServer();
  await expect
    .poll(async () => (await ready.desk.ticket(id)).comments.at(-1)?.body, { timeout: 90_000 })
    .toBe('In B-204.');
});

test('a picture of a ticket can be enlarged and saved in Downloads', async () => {
  await send('With a picture');
  const tickets = await openTickets();
  await tickets.getByText('With a picture').first().click();
  const thumbnail = tickets.locator('button:has(img)').first();
  await thumbnail.click();
  const dialog = tickets.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByText(/Saved in Downloads: screenshot-.*\.png/)).toBeVisible();
  const [file = ''] = readdirSync(downloads);
  const { width } = PNG.sync.read(readFileSync(join(downloads, file)));
  expect(width).toBe(1920);
});

// A mail backend as the agent shows it: a late ticket number, the backend's own status texts, messages with files.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { type Dovecot, dovecotProblem, startDovecot } from '../fakes/mail-desk/dovecot.ts';
import { type OpenedDesk, openMailDesk } from '../fakes/mail-desk/open-desk.ts';
import { test } from './desktop.ts';
import { emptyFolder } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

/** The server reads the mailbox once a minute. */
const POLLED = { timeout: 90_000 };
const TITLE = 'The badge reader is dark';

const problem = dovecotProblem();
let dovecot: Dovecot;
let mail: OpenedDesk;
let ready: Ready;

test.skip(problem !== null, problem ?? '');
test.beforeEach(async () => {
  test.setTimeout(400_000);
  dovecot = await startDovecot();
  mail = await openMailDesk(dovecot);
  ready = await readyAgent();
  const { settings, smtp } = mail;
  const secrets = { password: smtp.password, imapPassword: dovecot.password };
  const id = await ready.desk.addBackend({ name: 'Octopus', settings, secrets });
  await ready.desk.sendAllTo(id);
});
test.afterEach(async () => {
  await ready.close();
  await mail.close();
  await dovecot.close();
});

/** Makes the number of the ticket overdue by an hour. */
function longAgo(): void {
  const db = new Database(join(ready.server.dataDir, 'guichet.sqlite'));
  const at = new Date(Date.now() - 5 * 3_600_000).toISOString();
  db.prepare("UPDATE delivery SET updated_at = ? WHERE operation = 'create-ticket'").run(at);
  db.close();
}

async function sendTicket(): Promise<Page> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  await form.getByLabel('Title').fill(TITLE);
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText('Sent, number awaited')).toBeVisible();
  await form.getByRole('button', { name: 'Open ticket' }).click();
  const window = await ready.agent.window('tickets');
  await expect(window.getByRole('heading', { name: TITLE })).toBeVisible();
  return window;
}

async function write(window: Page, message: string, files: string[] = []): Promise<void> {
  await window.getByLabel('Message').fill(message);
  if (files.length > 0) await window.locator('input[type=file]').setInputFiles(files);
  await window.keyboard.press('Control+Enter');
  // Not in the box it is typed in.
  const conversation = window.getByRole('list', { name: 'Conversation' });
  await expect(conversation.getByText(message)).toBeVisible();
}

test('a number that comes late is shown as late, a message with a file waits for it, and own status texts are shown', async () => {
  mail.delayed = [];
  const window = await sendTicket();
  const path = window.getByRole('list', { name: 'Where the ticket is' });
  await expect(path.getByText('Sent, number awaited')).toBeVisible();
  const late = window.getByText('has not assigned a number to this ticket yet');
  await expect(late).toHaveCount(0);
  // a mail backend takes only messages
  await expect(window.getByRole('button', { name: 'It works now' })).toHaveCount(0);

  longAgo();
  const file = join(emptyFolder('reply'), 'reader.txt');
  writeFileSync(file, 'no light, no sound');
  await write(window, 'It is the one at the back door.', [file]);
  await expect(late).toBeVisible();

  for (const answer of mail.delayed.splice(0)) await mail.deliver(answer);
  mail.delayed = null;
  await expect(path.getByText('Created (7001)')).toBeVisible(POLLED);
  await expect(late).toHaveCount(0);
  const [incident] = mail.desk.incidents;
  if (!incident) throw new Error('no mail arrived');
  await expect.poll(() => incident.attachments.map(({ name }) => name), POLLED).toContain('reader.txt');
  expect(incident.attachments).toHaveLength(2);
  expect(incident.comments.map(({ body }) => body).join()).toContain('back door');
  expect(mail.desk.incidents).toHaveLength(1);

  await mail.deliver(mail.desk.reply(incident, 'A technician', 'Which colour is its lamp?'));
  await mail.deliver(mail.desk.move(incident, 'Geler'));
  await expect(window.getByText('Which colour is its lamp?')).toBeVisible(POLLED);
  const status = window.locator('dl').filter({ hasText: 'Status' });
  // It may come with a later reading of the mailbox than the reply.
  await expect(status.getByText('Geler')).toBeVisible(POLLED);
  await mail.deliver(mail.desk.move(incident, 'Résolu'));
  await expect(status.getByText('Resolved')).toBeVisible(POLLED);
  await expect(window.getByRole('button', { name: /It works now|It still fails/ })).toHaveCount(0);
  await expect(window.getByLabel('Message')).toBeEditable();
});

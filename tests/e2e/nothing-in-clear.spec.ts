// What lies on disk after a whole story: nothing that anybody wrote, and nothing that gives access.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { DESK_PASSWORD } from './desk.ts';
import { test } from './desktop.ts';
import { emptyFolder } from './parts.ts';
import { ENROLMENT_KEY, type Ready, readyAgent } from './ready-agent.ts';

/** What the story says. None of it may be found again. */
const STORY = {
  title: 'The payroll of Martine is wrong',
  description: 'Her salary went to the account FR7630006000011234567890189.',
  comment: 'I have told nobody else about the payroll.',
  reply: 'We have asked the bank to return it.',
  offlineTitle: 'Written in the train about the dismissal',
  draftTitle: 'An unfinished word about the director',
  fileName: 'dismissal-letter.txt',
  fileText: 'With this letter we end your contract as of today.',
  fullName: 'Josephine Requesterova',
  email: 'josephine.requesterova@example.org',
  phone: '+33 1 99 00 47 11',
  room: 'Cellar 7 behind the archive',
} as const;

/** Secrets that the story used, by name. */
type Secrets = Record<string, string>;

let ready: Ready;
const serverLog = join(emptyFolder('log'), 'server.log');
test.afterEach(() => ready?.close());

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** The ways in which a text could lie in a file. */
function formsOf(text: string): Buffer[] {
  // without its ends, which depend on what stands beside it
  const base64 = Buffer.from(text).toString('base64').slice(0, -4);
  return [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(base64)];
}

/** Returns `what: file` for each of these that a file contains. */
function foundIn(files: readonly string[], needles: Readonly<Record<string, string | Buffer>>): string[] {
  return files.flatMap((file) => {
    const bytes = readFileSync(file);
    return Object.entries(needles)
      .filter(([, needle]) =>
        (typeof needle === 'string' ? formsOf(needle) : [needle]).some((form) => bytes.includes(form)),
      )
      .map(([what]) => `${what}: ${file}`);
  });
}

/** Opens the agent's key file as the agent does. */
function readKeys(): Promise<Record<'agentSecret' | 'dataKey', string>> {
  const stored = JSON.parse(readFileSync(join(ready.userData, 'keys.json'), 'utf8'));
  return ready.agent.app.evaluate(({ safeStorage }, { agentSecret, dataKey }) => {
    const open = (wrapped: string) => safeStorage.decryptString(Buffer.from(wrapped, 'base64'));
    return { agentSecret: open(agentSecret), dataKey: open(dataKey) };
  }, stored);
}

async function pictureOf(form: Page): Promise<Buffer> {
  const source = await form
    .getByRole('img', { name: 'Screenshot' })
    .evaluate((img: HTMLImageElement) => img.src);
  const base64 = await ready.agent.app.evaluate(async ({ net }, url) => {
    const answer = await net.fetch(url);
    return Buffer.from(await answer.arrayBuffer()).toString('base64');
  }, source);
  return Buffer.from(base64, 'base64');
}

async function fillForm(title: string, description = ''): Promise<Page> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Description').fill(description);
  return form;
}

async function fillSettings(): Promise<void> {
  const form = await ready.agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('settings'));
  const settings = await ready.agent.window('settings');
  await settings.getByLabel('Phone').fill(STORY.phone);
  await settings.getByLabel('Room').fill(STORY.room);
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings.getByText('Saved.')).toBeVisible();
  await settings.close();
}

/** A ticket with a picture and a file, its answer, and a comment. Returns the picture. */
async function ticketAndAnswer(): Promise<Buffer> {
  const file = join(emptyFolder('files'), STORY.fileName);
  writeFileSync(file, `${STORY.fileText}\n${randomBytes(2000).toString('hex')}`);
  const form = await fillForm(STORY.title, STORY.description);
  const picture = await pictureOf(form);
  await form.getByLabel('Attachments', { exact: true }).setInputFiles([file]);
  await expect(form.getByText(STORY.fileName)).toBeVisible();
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible({ timeout: 60_000 });
  await ready.agent.closeForm();
  const [ticket] = await ready.desk.tickets();
  await ready.desk.reply(ticket?.id ?? '', STORY.reply);

  await form.evaluate(() => window.guichet.ask['window:open']('tickets'));
  const tickets = await ready.agent.window('tickets');
  await tickets.getByText(STORY.title).first().click();
  await expect(tickets.getByText(STORY.reply)).toBeVisible();
  await tickets.getByLabel('Message').fill(STORY.comment);
  await tickets.keyboard.press('Control+Enter');
  const comments = async () => (await ready.desk.ticket(ticket?.id ?? '')).comments.map(({ body }) => body);
  await expect.poll(comments).toContain(STORY.comment);
  await ready.agent.close('tickets');
  return picture;
}

/** One ticket waits, another is a draft with its picture, and the agent dies. */
async function offlineWork(): Promise<void> {
  await ready.stopServer();
  const form = await fillForm(STORY.offlineTitle, STORY.description);
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText('Saved. It will be sent when the network is back.')).toBeVisible();
  await ready.agent.closeForm();
  await fillForm(STORY.draftTitle, STORY.description);
  await form.evaluate(async () => {
    const draft = await window.guichet.ask['draft:current']();
    if (draft.ok && draft.value) await window.guichet.ask['draft:save']({ id: draft.value.id });
  });
}

test('after a whole story neither the agent’s folder nor any log has a word of it, or a secret', async () => {
  test.slow();
  const { fullName, email } = STORY;
  const serverEnv = { LOG_LEVEL: 'trace' };
  ready = await readyAgent({ fullName, email, serverEnv, serverLog });
  const token = await ready.desk.mailedToken(email);
  await fillSettings();
  const picture = await ticketAndAnswer();
  const { agentSecret, dataKey } = await readKeys();
  expect(agentSecret).toMatch(/^[\w-]{43}$/);
  const secrets: Secrets = {
    'agent secret': agentSecret,
    'data key': dataKey,
    'confirmation token': token,
    'token as typed': token.replace('-', ''),
    'enrolment key': ENROLMENT_KEY,
    password: DESK_PASSWORD,
    'set-up token': new URL(ready.server.setupLink ?? '').hash.slice(1),
  };
  const needles = {
    ...STORY,
    ...secrets,
    'bytes of the data key': Buffer.from(dataKey, 'base64'),
    'start of a picture': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    'middle of a picture': picture.subarray(picture.length / 2, picture.length / 2 + 64),
  };
  const [ticket] = await ready.desk.tickets();
  const lookEverywhere = () => {
    const own = filesIn(ready.userData);
    expect(foundIn(own, needles)).toEqual([]);
    expect(foundIn([serverLog], needles)).toEqual([]);
    // Open on purpose: a list selects and sorts its rows by id, shelf, state and instant (ADR 25).
    const ids = foundIn(own, { id: ticket?.id ?? '' });
    expect(ids.length, 'the search reads the database').toBeGreaterThan(0);
    expect(ids.filter((found) => !/guichet\.sqlite(-wal)?$/.test(found))).toEqual([]);
  };

  await offlineWork();
  await test.step('while it waits', lookEverywhere);
  await ready.restart({ crash: true, until: 'offline' });
  await test.step('after the agent died', lookEverywhere);
  await ready.startServer();
  await expect.poll(async () => (await ready.desk.tickets()).length).toBe(2);
  await ready.restart();
  await test.step('after all of it was sent', lookEverywhere);
  expect(readFileSync(serverLog, 'utf8')).toContain('/v1/confirmations');
  expect(readFileSync(join(ready.userData, 'logs/main.log'), 'utf8')).toContain('started');
});

test('the search finds a text in any of its forms', () => {
  const folder = emptyFolder('found');
  const [plain, wide, coded] = formsOf(STORY.title);
  writeFileSync(join(folder, 'plain'), plain ?? '');
  writeFileSync(join(folder, 'wide'), wide ?? '');
  writeFileSync(join(folder, 'coded'), coded ?? '');
  expect(foundIn(filesIn(folder), { title: STORY.title })).toHaveLength(3);
});

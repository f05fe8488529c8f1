// Files that are picked or dropped, and files that cannot be attached.
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from './desktop.ts';
import { holdRequests } from './held-requests.ts';
import { emptyFolder, sha256 } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

let ready: Ready;
test.beforeEach(async () => {
  ready = await readyAgent({ serverEnv: { ALLOWED_FILE_TYPES: 'png,pdf,txt,bin' } });
});
test.afterEach(() => ready.close());

async function openForm(): Promise<Page> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  return form;
}

async function pick(form: Page, files: string[]): Promise<void> {
  await form.getByLabel('Attachments', { exact: true }).setInputFiles(files);
}

/** Drags the files over the form and drops them, as a file manager does. */
async function drop(form: Page, files: string[]): Promise<void> {
  const devtools = await form.context().newCDPSession(form);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await devtools.detach();
}

async function submit(form: Page, title: string) {
  await form.getByLabel('Title').fill(title);
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible({ timeout: 60_000 });
  const [ticket] = await ready.desk.tickets();
  return ready.desk.ticket(ticket?.id ?? '');
}

test('files arrive as they were when attached, whatever their names, even if changed or deleted afterwards', async () => {
  const folder = emptyFolder('files');
  const longest = `${'n'.repeat(251)}.txt`;
  const names = ['plan 📎.pdf', 'تقرير.txt', longest];
  const contents = names.map(() => randomBytes(2000));
  names.forEach((name, index) => {
    writeFileSync(join(folder, name), contents[index] ?? '');
  });
  const form = await openForm();
  await pick(
    form,
    names.map((name) => join(folder, name)),
  );
  for (const name of names) await expect(form.getByText(name)).toBeVisible();
  await expect(form.getByText('being read'), 'all files are attached').toHaveCount(0);
  rmSync(join(folder, names[0] ?? ''));
  writeFileSync(join(folder, names[1] ?? ''), 'something else');
  const { attachments } = await submit(form, 'Three files');
  const files = attachments.filter(({ mediaType }) => mediaType !== 'image/png');
  expect(files.map(({ name }) => name)).toEqual(names);
  for (const [index, { id }] of files.entries()) {
    expect(sha256(await ready.desk.attachment(id))).toBe(sha256(contents[index] ?? Buffer.alloc(0)));
  }
});

test('each file that cannot be attached is reported by name, and the others are sent', async () => {
  const folder = emptyFolder('files');
  const file = (name: string, size: number) => {
    writeFileSync(join(folder, name), randomBytes(size));
    return join(folder, name);
  };
  const form = await openForm();
  await pick(form, [file('nothing.txt', 0)]);
  await expect(form.getByText('nothing.txt is empty')).toBeVisible();
  await pick(form, [file('game.exe', 10)]);
  await expect(form.getByText('does not accept files such as game.exe')).toBeVisible();
  await pick(form, [file('film.bin', 26 * 1024 * 1024)]);
  await expect(form.getByText('larger than 25 MB').first()).toBeVisible();
  await pick(
    form,
    Array.from({ length: 1000 }, (_, index) => file(`part-${index}.txt`, 10)),
  );
  await expect(form.getByText('can have 10 files at most')).toBeVisible();
  const { attachments } = await submit(form, 'What was possible');
  expect(attachments).toHaveLength(10);
});

test('a dropped folder, an empty file and a deleted file are reported by name, and the other files are sent', async () => {
  const folder = emptyFolder('files');
  const paths = ['Holiday plans', 'nothing.txt', 'gone.txt', 'plan.pdf'].map((name) => join(folder, name));
  const [directory = '', empty = '', , plan = ''] = paths;
  mkdirSync(directory);
  writeFileSync(join(directory, 'inside.txt'), 'not asked for');
  writeFileSync(empty, '');
  writeFileSync(plan, 'the plan');
  const form = await openForm();
  await drop(form, paths);
  await expect(form.getByText('Holiday plans is a folder. It was not attached')).toBeVisible();
  await expect(form.getByText('nothing.txt is empty')).toBeVisible();
  await expect(form.getByText('gone.txt could not be read: it was moved, deleted')).toBeVisible();
  await expect(form.getByRole('list', { name: 'Files' }).getByRole('listitem')).toHaveText(/plan\.pdf/);
  const { attachments } = await submit(form, 'What was dropped');
  expect(attachments.map(({ name }) => name).filter((name) => !name.endsWith('.png'))).toEqual(['plan.pdf']);
});

/** Nobody minds a second of work while a thousand files arrive. */
const LITTLE_WORK_S = 1;
/** How many times the work of one file a thousand may cost. */
const WORK_RATIO = 10;

/** Measures what the window's thread works from now on. The returned function reads it, in seconds of processor time. */
async function workOf(form: Page): Promise<() => Promise<number>> {
  const session = await form.context().newCDPSession(form);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const total = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const work = metrics.find(({ name }) => name === 'TaskDuration');
    if (!work) throw new Error('The page reports no work.');
    return work.value;
  };
  const before = await total();
  return async () => (await total()) - before;
}

test('a thousand files dropped at once are reported, and do not block typing', async () => {
  const folder = emptyFolder('files');
  const paths = Array.from({ length: 1000 }, (_, index) => join(folder, `part-${index}.txt`));
  for (const path of paths) writeFileSync(path, randomBytes(2000));
  const form = await openForm();
  await form.getByLabel('Title').focus();
  const withOne = await workOf(form);
  await drop(form, paths.slice(0, 1));
  await form.keyboard.type('One file. ');
  await expect(form.getByText('part-0.txt')).toBeVisible();
  await expect(form.getByText('being read')).toHaveCount(0);
  const limit = Math.max(LITTLE_WORK_S, WORK_RATIO * (await withOne()));
  const withAll = await workOf(form);
  await drop(form, paths.slice(1));
  await form.keyboard.type('Too much at once');
  await expect(form.getByText('can have 10 files at most')).toBeVisible();
  await expect(form.getByLabel('Title')).toHaveValue('One file. Too much at once');
  expect(await withAll()).toBeLessThan(limit);
  const { attachments } = await submit(form, 'Ten of them');
  expect(attachments).toHaveLength(10);
});

test('My tickets shows upload progress, also after every window was closed and opened again', async () => {
  const recording = randomBytes(20 * 1024 * 1024);
  const file = join(emptyFolder('files'), 'recording.bin');
  writeFileSync(file, recording);
  const form = await openForm();
  await form.getByRole('button', { name: 'Remove' }).click();
  await pick(form, [file]);
  await expect(form.getByText('21 MB')).toBeVisible();
  const upload = await holdRequests(ready.agent, { method: 'PATCH', address: '/uploads/', after: 8 });
  await form.getByLabel('Title').fill('With a recording');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText('Files: 8.4 MB of 21 MB sent.')).toBeVisible();
  await ready.agent.closeForm();

  for (const visit of ['first', 'second']) {
    await form.evaluate(() => window.guichet.ask['window:open']('tickets'));
    await expect.poll(() => ready.agent.isShown('tickets'), visit).toBe(true);
    const tickets = await ready.agent.window('tickets');
    const line = tickets.getByRole('button', { name: /With a recording/ });
    await expect(line).toContainText('Sending files: 40%');
    await line.click();
    const bar = tickets.getByRole('progressbar', { name: 'Sending files: 40%' });
    await expect(bar).toHaveAttribute('aria-valuenow', /\d/);
    await ready.agent.close('tickets');
  }
  expect(await ready.desk.tickets()).toEqual([]);

  await upload.letGo();
  await form.evaluate(() => window.guichet.ask['window:open']('tickets'));
  const tickets = await ready.agent.window('tickets');
  await expect(tickets.getByText('R-000001').first()).toBeVisible({ timeout: 60_000 });
  await expect(tickets.getByText('Sending files')).toHaveCount(0);
  const [ticket] = await ready.desk.tickets();
  const [attachment] = (await ready.desk.ticket(ticket?.id ?? '')).attachments;
  expect(sha256(await ready.desk.attachment(attachment?.id ?? ''))).toBe(sha256(recording));
});

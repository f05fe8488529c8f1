// Files by picking, dropping and pasting, and what cannot be attached.
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
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

async function sent(form: Page, title: string) {
  await form.getByLabel('Title').fill(title);
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible({ timeout: 60_000 });
  const [ticket] = await ready.desk.tickets();
  return ready.desk.ticket(ticket?.id ?? '');
}

test('files arrive as they were when they were attached, whatever their names and their fate afterwards', async () => {
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
  rmSync(join(folder, names[0] ?? ''));
  writeFileSync(join(folder, names[1] ?? ''), 'something else');
  const { attachments } = await sent(form, 'Three files');
  const files = attachments.filter(({ mediaType }) => mediaType !== 'image/png');
  expect(files.map(({ name }) => name)).toEqual(names);
  for (const [index, { id }] of files.entries()) {
    expect(sha256(await ready.desk.attachment(id))).toBe(sha256(contents[index] ?? Buffer.alloc(0)));
  }
});

test('what cannot be attached is told by its name, and the rest goes on', async () => {
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
  await expect(form.getByText('takes 10 files at most')).toBeVisible();
  const { attachments } = await sent(form, 'What was possible');
  expect(attachments).toHaveLength(10);
});

test('upload goes on, and is shown, when the window is closed', async () => {
  const file = join(emptyFolder('files'), 'recording.bin');
  writeFileSync(file, randomBytes(20 * 1024 * 1024));
  const form = await openForm();
  await pick(form, [file]);
  await expect(form.getByText('recording.bin')).toBeVisible();
  await form.getByLabel('Title').fill('With a recording');
  await form.keyboard.press('Control+Enter');
  await form.keyboard.press('Escape');
  await expect.poll(() => ready.agent.isShown('capture')).toBe(false);
  await expect.poll(async () => (await ready.desk.tickets()).length, { timeout: 60_000 }).toBe(1);
});

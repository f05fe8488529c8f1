// Everyday use of the form.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from './desktop.ts';
import { root, startElectron } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

let ready: Ready;
test.beforeEach(async () => {
  ready = await readyAgent();
});
test.afterEach(() => ready.close());

async function openForm(): Promise<Page> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' }).first()).toBeVisible();
  return form;
}

test('Esc keeps the draft for the next time, Discard deletes it', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('Half a thought');
  await form.keyboard.press('Enter');
  await expect(form.getByLabel('Description')).toBeFocused();
  await ready.agent.closeForm();

  await openForm();
  await expect(form.getByLabel('Title')).toHaveValue('Half a thought');
  await form.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => ready.agent.isShown('capture')).toBe(false);

  await openForm();
  await expect(form.getByLabel('Title')).toHaveValue('');
  await expect(form.getByRole('button', { name: 'Discard' })).toHaveCount(0);
});

test('a removed screenshot is not sent', async () => {
  const form = await openForm();
  await form.getByRole('button', { name: 'Remove' }).click();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toHaveCount(0);
  await form.getByLabel('Title').fill('Words are enough');
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  const [ticket] = await ready.desk.tickets();
  expect((await ready.desk.ticket(ticket?.id ?? '')).attachments).toEqual([]);
});

test('no key in the mark-up editor sends the ticket behind it', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('Look at the arrow');
  const editor = form.getByRole('dialog');
  const picture = editor.getByRole('application');
  const openEditor = async () => {
    await form.getByRole('button', { name: 'Mark up' }).click();
    await expect(picture).toBeFocused();
  };
  const ends = /^(Cancel|Done)$/;
  await openEditor();
  const radios = await editor.getByRole('radio').all();
  const buttons = await editor.getByRole('button').filter({ hasNotText: ends }).all();
  expect(radios.length).toBeGreaterThan(5);
  expect(buttons.length).toBeGreaterThan(3);
  for (const control of [...radios, ...buttons, picture]) {
    await control.focus();
    for (const key of ['Enter', 'Space', 'Control+Enter']) await form.keyboard.press(key);
    await expect(editor).toBeVisible();
  }
  await editor.getByRole('radio', { name: 'Text' }).check();
  await picture.focus();
  await form.keyboard.press('Enter');
  await form.keyboard.type('Here');
  for (const key of ['Control+Enter', 'Enter']) await form.keyboard.press(key);
  const leave = async (end: 'Cancel' | 'Done', key: 'Enter' | 'Space') => {
    await editor.getByRole('button', { name: end }).press(key);
    await expect(editor).toHaveCount(0);
  };
  await leave('Cancel', 'Enter');
  for (const [end, key] of [
    ['Cancel', 'Space'],
    ['Done', 'Enter'],
    ['Done', 'Space'],
  ] as const) {
    await openEditor();
    await leave(end, key);
  }
  await expect(form.getByLabel('Title')).toHaveValue('Look at the arrow');
  expect(await ready.desk.tickets()).toEqual([]);
  await form.getByLabel('Title').press('Control+Enter');
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  expect(await ready.desk.tickets()).toHaveLength(1);
});

test('when another program holds the hotkey, the next free one is used and shown', async () => {
  await ready.close();
  const other = await startElectron(join(root, 'tests/bench/on-demand.cjs'));
  await expect
    .poll(() => other.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Ctrl+F12')))
    .toBe(true);
  ready = await readyAgent();
  const form = await ready.agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('settings'));
  await expect((await ready.agent.window('settings')).getByText('Ctrl+Shift+F12')).toBeVisible();
  await ready.agent.openForm('ctrl+shift+F12');
  await other.close();
});

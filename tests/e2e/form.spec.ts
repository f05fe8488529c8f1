// The form and the other windows as they are used day by day.
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
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

async function untilPutAway(): Promise<void> {
  await expect.poll(() => ready.agent.isShown('capture')).toBe(false);
}

test('Esc keeps what was typed for the next time, Discard forgets it', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('Half a thought');
  await form.keyboard.press('Enter');
  await expect(form.getByLabel('Description')).toBeFocused();
  await form.keyboard.press('Escape');
  await untilPutAway();

  await openForm();
  await expect(form.getByLabel('Title')).toHaveValue('Half a thought');
  await form.getByRole('button', { name: 'Discard' }).click();
  await untilPutAway();

  await openForm();
  await expect(form.getByLabel('Title')).toHaveValue('');
  await expect(form.getByRole('button', { name: 'Discard' })).toHaveCount(0);
});

test('a screenshot that is removed is not sent', async () => {
  const form = await openForm();
  await form.getByRole('button', { name: 'Remove' }).click();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toHaveCount(0);
  await form.getByLabel('Title').fill('Words are enough');
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  const [ticket] = await ready.desk.tickets();
  expect((await ready.desk.ticket(ticket?.id ?? '')).attachments).toEqual([]);
});

test('a key that another program holds is replaced by the next free one, which is shown', async () => {
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

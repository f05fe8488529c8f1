// Drafts survive a crash and a restart.
import { expect } from '@playwright/test';
import { test } from './desktop.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

let ready: Ready;
test.beforeEach(async () => {
  ready = await readyAgent();
});
test.afterEach(() => ready.close());

test('a draft is offered again after a crash, with its text, and no longer once it was sent', async () => {
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill('The lift is stuck');
  await form.getByLabel('Description').fill('Between the second and the third floor');
  await expect
    .poll(() =>
      form.evaluate(async () => {
        const current = await window.guichet.ask['draft:current']();
        return current.ok ? current.value?.content.description : null;
      }),
    )
    .toBe('Between the second and the third floor');
  await ready.restart({ crash: true });

  const again = await ready.agent.openForm();
  await expect(again.getByLabel('Title')).toHaveValue('');
  await expect(again.getByText('The lift is stuck')).toBeVisible();
  await again.getByRole('button', { name: 'Continue' }).click();
  await expect(again.getByLabel('Title')).toHaveValue('The lift is stuck');
  await expect(again.getByLabel('Description')).toHaveValue('Between the second and the third floor');
  await again.keyboard.press('Control+Enter');
  await expect(again.getByText('Ticket R-000001 created.')).toBeVisible();
  await ready.agent.closeForm();
  const third = await ready.agent.openForm();
  await expect(third.getByText('The lift is stuck')).toHaveCount(0);
});

test('a saved draft still has its picture after a restart', async () => {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  await form.getByLabel('Title').fill('For later');
  await form.getByRole('button', { name: 'Save draft' }).click();
  await expect(form.getByText(/saved/i).first()).toBeVisible();
  await ready.restart();
  const again = await ready.agent.openForm();
  await again.getByRole('button', { name: 'Continue' }).click();
  await expect(again.getByLabel('Title')).toHaveValue('For later');
  const picture = again.getByRole('img', { name: 'Screenshot' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1920);
});

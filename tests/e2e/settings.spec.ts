// Personal settings: hotkey, start at sign-in, theme, language, address, and settings imposed by IT.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from './desktop.ts';
import { holdRequests } from './held-requests.ts';
import { emptyFolder, root, startElectron } from './parts.ts';
import { type Ready, readyAgent, untilCondition } from './ready-agent.ts';

let ready: Ready;
test.afterEach(() => ready.close());

async function openSettings(): Promise<Page> {
  const form = await ready.agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('settings'));
  return ready.agent.window('settings');
}

test('the recorder says whether a key is free, and the recorded key opens the form', async () => {
  ready = await readyAgent();
  const other = await startElectron(join(root, 'tests/bench/bare-tray.cjs'));
  await other.evaluate(({ globalShortcut }) => globalShortcut.register('Ctrl+Alt+J', () => undefined));
  const settings = await openSettings();
  await settings.getByRole('button', { name: 'Record' }).click();
  await settings.keyboard.press('Control+Shift+K');
  await expect(settings.getByText('Ctrl+Shift+K').first()).toBeVisible();
  await expect(settings.getByText(/free/i).first()).toBeVisible();
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings.getByText('Saved.')).toBeVisible();
  await ready.agent.openForm('ctrl+shift+k');
  const verdict = await settings.evaluate(() =>
    window.guichet.ask['settings:try-hotkey']({ accelerator: 'Ctrl+Alt+J' }),
  );
  expect(verdict).toEqual({ ok: true, value: 'taken' });
  await other.close();
});

test('each time it opens, the window focuses the first empty field', async () => {
  ready = await readyAgent();
  const reopened = async (change: Record<string, string>) => {
    const form = await ready.agent.window('capture');
    await form.evaluate(async (changed) => {
      const read = await window.guichet.ask['settings:read']();
      if (read.ok) await window.guichet.ask['settings:write']({ ...read.value.settings, ...changed });
    }, change);
    return openSettings();
  };
  let settings = await reopened({ fullName: '', email: '' });
  await expect(settings.getByLabel('Full name')).toBeFocused();
  await settings.close();
  settings = await reopened({ fullName: 'A requester' });
  await expect(settings.getByLabel('E-mail')).toBeFocused();
  await settings.keyboard.type('another@example.org');
  await settings.getByRole('button', { name: 'Send token' }).click();
  await expect(settings.getByText('Sent to another@example.org')).toBeVisible();
  await settings.close();
  settings = await openSettings();
  await expect(settings.getByLabel('Confirmation token')).toBeFocused();
  await settings.keyboard.type(await ready.desk.mailedToken('another@example.org'));
  await settings.keyboard.press('Enter');
  await expect(settings.getByText('Your address another@example.org is confirmed.')).toBeVisible();
  await untilCondition(ready.agent, 'ready');
  await settings.close();
  settings = await openSettings();
  await expect(settings.getByLabel('Phone')).toBeFocused();
  await settings.close();
  settings = await reopened({ phone: '4242', site: 'North campus', room: 'B-204' });
  await expect(settings.getByLabel('Room')).toHaveValue('B-204');
  await expect(settings.locator('body')).toBeFocused();
});

test('language and theme change every window at once', async () => {
  ready = await readyAgent();
  const form = await ready.agent.openForm();
  const settings = await openSettings();
  await settings.getByLabel('Language').selectOption({ label: 'Français' });
  await expect(form.getByLabel('Titre')).toBeVisible();
  await expect(settings.getByLabel('Nom complet')).toBeVisible();
  await settings.getByLabel('Thème').selectOption({ label: 'Sombre' });
  await expect.poll(() => form.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
});

test('start at sign-in adds an autostart entry, and removes it again', async () => {
  const config = emptyFolder('config');
  ready = await readyAgent({ agentEnv: { XDG_CONFIG_HOME: config } });
  const entry = join(config, 'autostart/guichet.desktop');
  const settings = await openSettings();
  await settings.getByRole('switch', { name: /^Start/ }).check();
  await expect.poll(() => existsSync(entry)).toBe(true);
  await settings.getByRole('switch', { name: /^Start/ }).uncheck();
  await expect.poll(() => existsSync(entry)).toBe(false);
});

test('settings imposed by IT are marked as such and apply', async () => {
  const policy = { Language: 'fr', Hotkey: 'Ctrl+Shift+F9', Screenshots: false };
  ready = await readyAgent({ agentEnv: { GUICHET_POLICY: JSON.stringify(policy) } });
  const settings = await openSettings();
  await expect(settings.getByLabel('Langue')).toBeDisabled();
  await expect(settings.getByText('Défini par votre équipe informatique').first()).toBeVisible();
  const form = await ready.agent.openForm('ctrl+shift+F9');
  await expect(form.getByText('n’autorise pas les captures d’écran').first()).toBeVisible();
  await expect(form.getByRole('img', { name: 'Capture d’écran' })).toHaveCount(0);
});

test('input in the settings or the form while an address is being confirmed is not lost', async () => {
  ready = await readyAgent();
  const address = 'another@example.org';
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill('Begun before');
  const settings = await openSettings();
  await settings.getByLabel('E-mail').fill(address);
  await settings.getByRole('button', { name: 'Send token' }).click();
  await expect(settings.getByText(`Sent to ${address}`)).toBeVisible();
  await settings.getByLabel('Confirmation token').fill(await ready.desk.mailedToken(address));
  const confirmation = await holdRequests(ready.agent, { method: 'POST', address: '/confirmations$' });
  await settings.getByRole('button', { name: 'Save' }).click();
  await confirmation.untilHeld();

  await settings.getByLabel('Full name').fill('A requester of the north campus');
  await settings.getByLabel('Phone').fill('4242');
  await settings.getByLabel('Room').fill('B-204');
  await form.getByLabel('Title').fill('Begun before, ended after');
  await form.getByLabel('Description').fill('Written meanwhile');
  await confirmation.letGo();
  await expect(settings.getByText(`Your address ${address} is confirmed.`)).toBeVisible();
  await expect(settings.getByLabel('Confirmation token')).toHaveValue('');
  await expect(settings.getByLabel('Full name')).toHaveValue('A requester of the north campus');
  await expect(settings.getByLabel('E-mail')).toHaveValue(address);
  await expect(settings.getByLabel('Phone')).toHaveValue('4242');
  await expect(settings.getByLabel('Room')).toHaveValue('B-204');

  await expect(form.getByLabel('Title')).toHaveValue('Begun before, ended after');
  await expect(form.getByLabel('Description')).toHaveValue('Written meanwhile');
  await form.getByLabel('Title').press('Control+Enter');
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  const [ticket] = await ready.desk.tickets();
  const sent = await ready.desk.ticket(ticket?.id ?? '');
  expect(sent.description).toBe('Written meanwhile');
});

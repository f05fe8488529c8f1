// Takes the pictures of the list of devices in both languages, for docs/guide-deployment.md.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { DESK_PASSWORD } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { emptyFolder, root, startBrowser, startServer } from '../e2e/parts.ts';
import { enrolAgent, newIdentity } from '../fakes/server/agent.ts';
import { staffAt } from '../fakes/staff.ts';

const KEY = 'gk_key-of-the-tour';
const ROOMS = ['LAB-A', 'LAB-B', 'OFFICE'];
/** More than one page of the list. */
const DEVICES = 72;
/** Cloned from one disk. */
const CLONES = ['STUDIO-01', 'STUDIO-02'];

const WORDS = {
  en: {
    locale: 'en-GB',
    fullName: 'An administrator',
    devices: 'Devices',
    search: 'Search devices and users',
    all: 'All that match',
    activate: 'Activate all that match',
    cancel: 'Cancel',
    cloned: 'Cloned: what this means for STUDIO-01',
    keys: 'Enrolment keys',
    newKey: 'New enrolment key',
    pool: 'A pool of session hosts',
  },
  fr: {
    locale: 'fr-FR',
    fullName: 'Une administratrice',
    devices: 'Appareils',
    search: 'Chercher un appareil, un utilisateur',
    all: 'Tous ceux qui correspondent',
    activate: 'Activer tous ceux qui correspondent',
    cancel: 'Annuler',
    cloned: 'Cloné\u00a0: ce que cela signifie pour STUDIO-01',
    keys: 'Clés d’enrôlement',
    newKey: 'Nouvelle clé d’enrôlement',
    pool: 'Un parc d’hôtes de session',
  },
} as const;

for (const language of ['en', 'fr'] as const) {
  test(`the devices in ${language}`, async () => {
    const server = await startServer({
      DATA_DIR: emptyFolder('devices'),
      PORT: '0',
      FIRST_ORGANISATION: 'Example College',
      FIRST_ENROLMENT_KEY: KEY,
    });
    await fill(server.url, server.setupLink ?? '', WORDS[language].fullName);
    const browser = await startBrowser();
    const page = await browser.newPage({
      locale: WORDS[language].locale,
      viewport: { width: 1280, height: 720 },
    });
    await takePictures(page, server.url, language);
    await browser.close();
    await server.stop();
  });
}

/** Enrols the devices, and activates every second one, and the clones. */
async function fill(url: string, setupLink: string, fullName: string): Promise<void> {
  const agentIds: string[] = [];
  for (let index = 0; index < DEVICES; index += 1) {
    const hostname = `${ROOMS[index % ROOMS.length]}-${String(index).padStart(3, '0')}`;
    const userName = `EXAMPLE\\user${index}`;
    const { id } = await enrolAgent(url, KEY, { identity: newIdentity({ hostname, userName }) });
    if (index % 2 === 0) agentIds.push(id);
  }
  const clones = CLONES.map((hostname) => ({ hostname, machineId: 'cloned', userName: 'STUDIO\\student' }));
  const cloned = [];
  for (const identity of clones) cloned.push(await enrolAgent(url, KEY, { identity: newIdentity(identity) }));
  // both call once the other one is there
  for (const agent of cloned) {
    await agent.sync();
    agentIds.push(agent.id);
  }
  const { ask } = staffAt(url);
  const account = { email: 'admin@example.org', fullName, password: DESK_PASSWORD };
  await ask('setUp', { body: { ...account, token: setupLink.split('#')[1] ?? '' } });
  await ask('changeAgentState', { body: { act: 'activate', selection: { agentIds } } });
}

async function takePictures(page: Page, url: string, language: 'en' | 'fr'): Promise<void> {
  const words = WORDS[language];
  const keep = async (name: string) => {
    await page.mouse.move(1, 1);
    const path = join(root, 'docs/pictures', `${name}.${language}.png`);
    await page.screenshot({ path, animations: 'disabled' });
  };
  await page.goto(url);
  await page.getByRole('textbox').first().fill('admin@example.org');
  await page.locator('input[type=password]').fill(DESK_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: words.devices }).click();
  await expect(page.getByText('LAB-A-003')).toBeVisible();
  await keep('devices');
  await page.getByRole('searchbox', { name: words.search }).fill('lab-b');
  await expect(page.getByText('LAB-A-003')).toHaveCount(0);
  await page.getByRole('button', { name: words.all }).click();
  await page.getByRole('menuitem', { name: words.activate }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await keep('devices-matching');
  await page.getByRole('button', { name: words.cancel }).click();
  await page.getByRole('searchbox', { name: words.search }).fill('studio');
  await page.getByRole('button', { name: words.cloned }).click();
  await expect(page.getByText('sysprep')).toBeVisible();
  await keep('devices-cloned');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: words.keys }).click();
  await page.getByRole('button', { name: words.newKey }).click();
  await page.getByRole('checkbox', { name: words.pool }).check();
  await keep('devices-key');
}

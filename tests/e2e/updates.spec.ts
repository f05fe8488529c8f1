// Updates: offered by an administrator in the console, shown by the agent.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import type { UpdateState } from '../../contract/update.ts';
import { enrolAgent } from '../fakes/server/agent.ts';
import { type BuiltRelease, buildRelease } from '../fakes/server/releases.ts';
import { axeViolations } from './axe.ts';
import { DESK_PASSWORD } from './desk.ts';
import { test } from './desktop.ts';
import { emptyFolder, startBrowser } from './parts.ts';
import { ENROLMENT_KEY, type Ready, readyAgent } from './ready-agent.ts';

let ready: Ready;
let browser: Browser;
let page: Page;

// The notification area must exist before the agent starts.
test.beforeEach(async ({ area: _ }) => {
  ready = await readyAgent();
  browser = await startBrowser();
});
test.afterEach(async () => {
  await browser.close();
  await ready.close();
});

async function openUpdates(): Promise<void> {
  const viewport = { width: 1280, height: 800 };
  const context = await browser.newContext({ locale: 'en-US', viewport, reducedMotion: 'reduce' });
  page = await context.newPage();
  await page.goto(ready.server.url);
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Password').fill(DESK_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Updates' }).click();
}

const dialog = () => page.getByRole('dialog');

async function expectNoViolations(): Promise<void> {
  expect(await axeViolations(page), page.url()).toEqual([]);
}

/** Writes the files of a build to a new folder. */
function filesOf({
  installer,
  content,
  blockMap,
  feed,
}: BuiltRelease): Record<'feed' | 'exe' | 'map', string> {
  const folder = emptyFolder('build');
  const write = (name: string, bytes: string | Buffer) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  return {
    feed: write('latest.yml', feed),
    exe: write(installer, content),
    map: write(`${installer}.blockmap`, blockMap),
  };
}

async function choose(...files: string[]): Promise<void> {
  await dialog().locator('input[type=file]').setInputFiles(files);
}

const card = (version: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: version, exact: true }) });

test('a release can be added, completed, offered, paused and removed', async () => {
  await openUpdates();
  await expect(page.getByText('No releases yet')).toBeVisible();
  await page.getByRole('button', { name: 'Add a release' }).click();
  await dialog().getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog().getByText('Choose the channel file')).toBeVisible();
  await expectNoViolations();

  const built = filesOf(buildRelease('1.2.0'));
  await choose(built.feed);
  await dialog().getByRole('button', { name: 'Add', exact: true }).click();
  await expect(
    dialog().getByText('The file Guichet Setup 1.2.0.exe of this release is missing.'),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card('1.2.0').getByText('Incomplete')).toBeVisible();

  await page.getByRole('button', { name: 'Send the files of 1.2.0' }).click();
  const { exe: other } = filesOf(buildRelease('1.2.0'));
  await choose(other);
  await dialog().getByRole('button', { name: 'Send files' }).click();
  await expect(dialog().getByText('is not the file that the channel file describes')).toBeVisible();
  await choose(built.exe, built.map);
  await dialog().getByRole('button', { name: 'Send files' }).click();
  await expect(dialog()).toHaveCount(0);
  await expect(card('1.2.0').getByText('Paused', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Offer 1.2.0' }).click();
  await dialog()
    .getByRole('textbox', { name: 'Share of agents' })
    .or(dialog().getByRole('spinbutton'))
    .fill('200');
  await dialog().getByRole('radio', { name: 'Only these' }).click();
  await dialog().getByRole('button', { name: 'Offer', exact: true }).click();
  await expect(dialog().getByText('A whole number from 0 to 100.')).toBeVisible();
  await expect(dialog().getByText('Choose at least one organisation.')).toBeVisible();
  await expectNoViolations();
  await dialog().getByRole('spinbutton').fill('100');
  await dialog().getByRole('checkbox', { name: 'Example College' }).click();
  await dialog().getByRole('button', { name: 'Offer', exact: true }).click();
  await expect(card('1.2.0').getByText('Offered to 100%')).toBeVisible();
  await expect(card('1.2.0').getByText('For 1 of 1 agents')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove 1.2.0' })).toHaveCount(0);

  const agent = await enrolAgent(ready.server.url, ENROLMENT_KEY);
  expect((await agent.ask('/updates/latest.yml')).body).toContain('"version":"1.2.0"');
  await page.getByRole('button', { name: 'Pause 1.2.0' }).click();
  await expect(card('1.2.0').getByText('Paused', { exact: true })).toBeVisible();
  expect((await agent.ask('/updates/latest.yml')).status).toBe(404);
  await page.getByRole('button', { name: 'Remove 1.2.0' }).click();
  await expectNoViolations();
  await dialog().getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No releases yet')).toBeVisible();
});

test('an older release needs a confirmation, and axe finds no violation in either language and theme', async () => {
  await openUpdates();
  for (const version of ['1.3.0', '1.2.0']) {
    const { feed, exe, map } = filesOf(buildRelease(version));
    await page.getByRole('button', { name: 'Add a release' }).click();
    await choose(feed, exe, map);
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    if (version === '1.2.0') {
      await expect(dialog().getByText('This channel has the later version 1.3.0 already.')).toBeVisible();
      await dialog()
        .getByRole('checkbox', { name: /although the channel has a later version/ })
        .click();
      await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    }
    await expect(dialog()).toHaveCount(0);
  }
  await expect(page.getByRole('listitem').getByRole('heading')).toHaveText(['1.3.0', '1.2.0']);
  for (const [language, theme] of [
    ['English', 'Dark'],
    ['Français', 'Clair'],
  ] as const) {
    for (const choice of [language, theme]) {
      await page.getByRole('button', { name: 'Desk administrator' }).click();
      await page.getByRole('menuitemradio', { name: choice }).click();
      await page.keyboard.press('Escape');
    }
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expectNoViolations();
  }
});

test('the agent shows the state of updates, and offers the restart once one is ready', async ({ area }) => {
  await expect.poll(() => area.tooltip()).toContain('Guichet');
  await area.choose('About Guichet');
  const about = await ready.agent.window('about');
  // only an agent installed on Windows updates itself
  await expect(about.getByText('Your IT team updates this computer')).toBeVisible();
  await expect(about.getByRole('button', { name: 'Restart now' })).toHaveCount(0);
  const sentences: [UpdateState, string][] = [
    [{ phase: 'current' }, 'Up to date'],
    [{ phase: 'downloading', version: '1.2.0' }, 'Version 1.2.0 is being downloaded'],
    [{ phase: 'refused', version: '1.2.0' }, 'Version 1.2.0 could not be verified and was not installed'],
    [
      { phase: 'ready', version: '1.2.0', restartRequested: true, needsRights: false },
      'Version 1.2.0 will be installed as soon as',
    ],
    [
      { phase: 'ready', version: '1.2.0', restartRequested: false, needsRights: true },
      'it needs an administrator’s consent',
    ],
    [
      { phase: 'ready', version: '1.2.0', restartRequested: false, needsRights: false },
      'Version 1.2.0 is ready',
    ],
  ];
  const current = await about.evaluate(() => window.guichet.ask['app:state']());
  if (!current.ok) throw new Error(current.error.code);
  for (const [update, sentence] of sentences) {
    await ready.agent.app.evaluate(
      ({ BrowserWindow }, state) => {
        for (const window of BrowserWindow.getAllWindows()) window.webContents.send('app:state', state);
      },
      { ...current.value, update },
    );
    await expect(about.getByText(sentence)).toBeVisible();
  }
  await expect(about.getByRole('button', { name: 'Restart now' })).toBeVisible();

  expect(await axeViolations(about)).toEqual([]);
});

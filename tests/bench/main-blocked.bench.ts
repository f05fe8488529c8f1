// The longest time the main process is blocked while it takes pictures, sends 25 MB, and receives 5,000 tickets.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';
import { test } from '../e2e/desktop.ts';
import { emptyFolder, startBrowser, startElectron } from '../e2e/parts.ts';
import { type Ready, readyAgent } from '../e2e/ready-agent.ts';
import { record } from './figures.ts';
import { receiveTickets } from './receive-tickets.ts';
import { longestStall, watchStalls } from './stalls.ts';

const PRESSES = 30;
const SENDS = 3;
const TICKETS = 5000;
const MEGABYTE = 1024 * 1024;

async function stallOf(app: ElectronApplication, act: () => Promise<void>): Promise<number> {
  await watchStalls(app);
  await act();
  return longestStall(app);
}

async function takePictures({ agent }: Ready): Promise<void> {
  for (let press = 0; press < PRESSES; press++) {
    const form = await agent.openForm();
    await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
    await form.keyboard.press('Escape');
    await expect.poll(() => agent.isShown('capture')).toBe(false);
  }
}

async function sendLargeFiles({ agent, desk }: Ready): Promise<void> {
  const file = join(emptyFolder('large'), 'recording.bin');
  for (let send = 1; send <= SENDS; send++) {
    writeFileSync(file, randomBytes(25 * MEGABYTE));
    const form = await agent.openForm();
    await form.getByLabel('Title').fill(`Recording ${send}`);
    await form.getByLabel('Attachments', { exact: true }).setInputFiles(file);
    await expect(form.getByText('recording.bin')).toBeVisible();
    await form.keyboard.press('Control+Enter');
    await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible({ timeout: 60_000 });
    await form.keyboard.press('Escape');
    await expect.poll(() => agent.isShown('capture')).toBe(false);
  }
  expect(await desk.tickets()).toHaveLength(SENDS);
}

test('mainBlocked', async () => {
  const browser = await startBrowser(true);
  await (await browser.newPage({ viewport: null })).setContent('<h1>Something on the screen</h1>');
  const bareApp = await startElectron(join(import.meta.dirname, 'bare-tray.cjs'));
  const ready = await readyAgent();
  const { app } = ready.agent;
  await watchStalls(bareApp);
  const capture = await stallOf(app, () => takePictures(ready));
  const send = await stallOf(app, () => sendLargeFiles(ready));
  const firstSync = await stallOf(app, () => receiveTickets(ready, TICKETS));
  // The baseline: an idle program on the same machine, with the same load.
  const bare = await longestStall(bareApp);
  await bareApp.close();
  await ready.close();
  await browser.close();
  record('mainBlocked', { max: Math.max(capture, send, firstSync), capture, send, firstSync, bare });
});

// The time from the key press until the form is shown with its picture attached and its title focused.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from '../e2e/desktop.ts';
import { startBrowser, startElectron } from '../e2e/parts.ts';
import { readyAgent } from '../e2e/ready-agent.ts';
import { percentile, record } from './figures.ts';

const RUNS = 30;
const WARM_UP = 3;

/** Runs one xdotool for all presses: its start must not be measured. */
function keyboard(): { press(): number; stop(): void } {
  const xdotool: ChildProcess = spawn('xdotool', ['-'], { stdio: ['pipe', 'ignore', 'inherit'] });
  return {
    press() {
      const at = performance.timeOrigin + performance.now();
      xdotool.stdin?.write('key ctrl+F12\n');
      return at;
    },
    stop: () => void xdotool.kill(),
  };
}

/** Script that begins to wait in the page; `globalThis.painted` has the outcome. */
const BEGIN = `globalThis.painted = (${whenFormIsPainted})()`;
const outcome = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { painted: Promise<number> }).painted);

/** Runs in the page: resolves to the time when the form was painted with a new picture and a focused title (epoch, ms). */
function whenFormIsPainted(): Promise<number> {
  const picture = () => document.querySelector('button[aria-label="Screenshot"]');
  const before = picture();
  return new Promise((painted) => {
    const look = () => {
      const isThere =
        document.visibilityState === 'visible' &&
        document.activeElement instanceof HTMLInputElement &&
        picture() !== null &&
        picture() !== before;
      requestAnimationFrame(isThere ? () => painted(performance.timeOrigin + performance.now()) : look);
    };
    look();
  });
}

async function hiddenWindow(): Promise<number[]> {
  const { agent, close } = await readyAgent();
  const form = await agent.window('capture');
  const keys = keyboard();
  const samples: number[] = [];
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    // the page looks for a new picture before the key is pressed: it could not tell it from an old one afterwards
    await form.evaluate(`void (${BEGIN})`);
    const pressed = keys.press();
    samples.push((await outcome(form)) - pressed);
    await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
    await form.keyboard.press('Escape');
    await expect.poll(() => agent.isShown('capture')).toBe(false);
  }
  keys.stop();
  await close();
  return samples.slice(WARM_UP);
}

async function windowOnDemand(): Promise<number[]> {
  const app = await startElectron(join(import.meta.dirname, 'on-demand.cjs'));
  await expect
    .poll(() => app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Ctrl+F12')))
    .toBe(true);
  await app.context().addInitScript(BEGIN);
  const keys = keyboard();
  const samples: number[] = [];
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    const opened = app.waitForEvent('window');
    const pressed = keys.press();
    const page: Page = await opened;
    samples.push((await outcome(page)) - pressed);
    await page.close();
  }
  keys.stop();
  await app.close();
  return samples.slice(WARM_UP);
}

test('hotkeyToForm', async () => {
  const browser = await startBrowser(true);
  await (await browser.newPage({ viewport: null })).setContent('<h1>Something on the screen</h1>');
  const hidden = await hiddenWindow();
  const onDemand = await windowOnDemand();
  await browser.close();
  record('hotkeyToForm', {
    p50: percentile(hidden, 0.5),
    p95: percentile(hidden, 0.95),
    ratio: percentile(hidden, 0.5) / percentile(onDemand, 0.5),
  });
});

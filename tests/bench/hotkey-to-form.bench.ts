// The time from the key press until the form is shown with its picture attached and its title focused; in turn with the floor
// of a bare window that is kept loaded, and against a window on demand.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { test } from '../e2e/desktop.ts';
import { startBrowser, startElectron } from '../e2e/parts.ts';
import { readyAgent } from '../e2e/ready-agent.ts';
import { percentile, record } from './figures.ts';

const RUNS = 30;
const WARM_UP = 3;

/** Runs one xdotool for all presses: its start must not be measured. */
function keyboard(): { press(key: string): number; stop(): void } {
  const xdotool: ChildProcess = spawn('xdotool', ['-'], { stdio: ['pipe', 'ignore', 'inherit'] });
  return {
    press(key) {
      const at = performance.timeOrigin + performance.now();
      xdotool.stdin?.write(`key ${key}\n`);
      return at;
    },
    stop: () => void xdotool.kill(),
  };
}
type Keyboard = ReturnType<typeof keyboard>;

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

/** Returns the time from the key until the page was painted (ms). */
async function painted(page: Page, keys: Keyboard, key: string): Promise<number> {
  // the page looks for a new picture before the key is pressed: it could not tell it from an old one afterwards
  await page.evaluate(`void (${BEGIN})`);
  const pressed = keys.press(key);
  return (await outcome(page)) - pressed;
}

/** The agent's form. It is quiet again at the end of each run: its picture is encoded. */
async function hiddenForm(keys: Keyboard) {
  const { agent, close } = await readyAgent();
  const form = await agent.window('capture');
  return {
    async run(): Promise<number> {
      const milliseconds = await painted(form, keys, 'ctrl+F12');
      await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
      await form.keyboard.press('Escape');
      await expect.poll(() => agent.isShown('capture')).toBe(false);
      return milliseconds;
    },
    close,
  };
}

async function bareWindow(keys: Keyboard) {
  const app = await startElectron(join(import.meta.dirname, 'bare-form.cjs'));
  await untilRegistered(app, 'Ctrl+F11');
  const page = await app.firstWindow();
  return {
    async run(): Promise<number> {
      const milliseconds = await painted(page, keys, 'ctrl+F11');
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
      return milliseconds;
    },
    close: () => app.close(),
  };
}

function untilRegistered(app: ElectronApplication, key: string): Promise<void> {
  const isRegistered = () =>
    app.evaluate(({ globalShortcut }, accelerator) => globalShortcut.isRegistered(accelerator), key);
  return expect.poll(isRegistered).toBe(true);
}

/** The form and the bare window in turn, so that what else the machine does reaches both. */
async function hiddenWindows(keys: Keyboard): Promise<{ form: number[]; bare: number[] }> {
  const form = await hiddenForm(keys);
  const bare = await bareWindow(keys);
  const samples: { form: number[]; bare: number[] } = { form: [], bare: [] };
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    samples.form.push(await form.run());
    samples.bare.push(await bare.run());
  }
  await bare.close();
  await form.close();
  return { form: samples.form.slice(WARM_UP), bare: samples.bare.slice(WARM_UP) };
}

async function windowOnDemand(keys: Keyboard): Promise<number[]> {
  const app = await startElectron(join(import.meta.dirname, 'on-demand.cjs'));
  await untilRegistered(app, 'Ctrl+F12');
  await app.context().addInitScript(BEGIN);
  const samples: number[] = [];
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    const opened = app.waitForEvent('window');
    const pressed = keys.press('ctrl+F12');
    const page: Page = await opened;
    samples.push((await outcome(page)) - pressed);
    await page.close();
  }
  await app.close();
  return samples.slice(WARM_UP);
}

test('hotkeyToForm', async () => {
  const browser = await startBrowser(true);
  await (await browser.newPage({ viewport: null })).setContent('<h1>Something on the screen</h1>');
  const keys = keyboard();
  const { form, bare } = await hiddenWindows(keys);
  const onDemand = await windowOnDemand(keys);
  keys.stop();
  await browser.close();
  const [p50, bareP50] = [percentile(form, 0.5), percentile(bare, 0.5)];
  record('hotkeyToForm', {
    p50,
    p95: percentile(form, 0.95),
    floorRatio: p50 / bareP50,
    ratio: p50 / percentile(onDemand, 0.5),
    bareP50,
    bareP95: percentile(bare, 0.95),
  });
});

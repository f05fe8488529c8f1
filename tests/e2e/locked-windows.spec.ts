// Every window of the agent, attacked from within its page, as by a script that got into it.
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { ATTACH_FILES, REQUEST_NAMES } from '../../contract/channels.ts';
import { type CaptureSource, Screen } from '../../contract/ipc.ts';
import { attackFromPage } from './attack-from-page.ts';
import { test } from './desktop.ts';
import { emptyFolder, root } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

test.skip(process.platform !== 'linux', 'stands in for xdg-open');

/** The seconds a countdown lasts at most: its window is attacked meanwhile. */
const COUNTDOWN_SECONDS = 10;

const named = (screen: 'tickets' | 'settings' | 'about') => (form: Page) =>
  form.evaluate((name) => window.guichet.ask['window:open'](name), screen);
const capture = (source: CaptureSource, delaySeconds: number) => (form: Page) =>
  form.evaluate(
    async ([from, delay]) => {
      const { ask } = window.guichet;
      const draft = await ask['draft:current']();
      const id = draft.ok ? (draft.value?.id ?? '') : '';
      // answered only when the picture is taken
      void ask['draft:capture']({ id, source: from, delaySeconds: delay, replaces: null });
    },
    [source, delaySeconds] as const,
  );

/** How each window comes to be. A window that is added to `Screen` does not compile without its line here. */
const OPEN: Record<Screen, (form: Page) => Promise<unknown>> = {
  capture: async () => undefined,
  tickets: named('tickets'),
  settings: named('settings'),
  about: named('about'),
  region: capture({ kind: 'region' }, 0),
  countdown: capture({ kind: 'screens' }, COUNTDOWN_SECONDS),
};

interface Trap {
  server: Server;
  url: string;
  /** what reached the trap from a page */
  visits: string[];
}

async function setTrap(): Promise<Trap> {
  const visits: string[] = [];
  const server = createServer((request, answer) => {
    visits.push(request.url ?? '');
    answer
      .setHeader('Access-Control-Allow-Origin', '*')
      .setHeader('Content-Type', 'text/html')
      .end('reached');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits };
}

/** A stand-in for the program that Chromium starts for links it does not open itself. */
function standInForPrograms(): { path: string; started: string } {
  const folder = emptyFolder('programs');
  const started = join(folder, 'started');
  const program = join(folder, 'xdg-open');
  writeFileSync(program, `#!/bin/sh\necho "$@" >> ${started}\n`);
  chmodSync(program, 0o755);
  return { path: `${folder}:${process.env.PATH}`, started };
}

let ready: Ready;
let trap: Trap;
const programs = standInForPrograms();
test.beforeEach(async () => {
  trap = await setTrap();
  ready = await readyAgent({ agentEnv: { PATH: programs.path } });
});
test.afterEach(async () => {
  await ready.close();
  trap.server.closeAllConnections();
  trap.server.close();
});

/** Of the windows that show this screen: their preferences as Electron applies them. */
function preferencesOf(screen: Screen) {
  return ready.agent.app.evaluate(({ BrowserWindow }, hash) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().split('?')[0]?.endsWith(hash),
    );
    // in no typing of Electron, and in every version of it
    const read: unknown = window && Reflect.get(window.webContents, 'getLastWebPreferences');
    return typeof read === 'function' ? (read.call(window?.webContents) as Record<string, unknown>) : null;
  }, `#/${screen}`);
}

/** The downloads that were begun, and whether each was cancelled before it asked for anything. */
function watchDownloads() {
  return ready.agent.app.evaluateHandle(({ session }) => {
    const cancelled: boolean[] = [];
    session.defaultSession.on('will-download', (event) => cancelled.push(event.defaultPrevented));
    return cancelled;
  });
}

const windowCount = () =>
  ready.agent.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

for (const screen of Screen.options) {
  test(`a script in the ${screen} window reaches nothing but the bridge`, async () => {
    const form = await ready.agent.openForm();
    await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
    const downloads = await watchDownloads();
    await OPEN[screen](form);
    const page = await ready.agent.window(screen);
    const address = page.url();
    const count = await windowCount();

    expect(await preferencesOf(screen)).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
      enableWebSQL: false,
    });

    const outcome = await page.evaluate(attackFromPage, trap.url);
    expect(outcome).toEqual({
      globals: [],
      bridge: ['ask', 'attachFiles', 'hear'],
      ran: [],
      connected: [],
      permitted: [],
      opened: [],
    });
    expect(page.url(), 'no link leads away').toBe(address);
    expect(await windowCount(), 'no window was added').toBe(count);
    expect(await downloads.evaluate((cancelled) => cancelled)).toEqual([true, true]);
    expect(trap.visits, 'no request leaves the page').toEqual([]);
    expect(existsSync(programs.started), 'no program was started').toBe(false);
  });
}

test('an ordinary window would have let requests and links through', async () => {
  const opened = await ready.agent.app.evaluate(async ({ BrowserWindow }, url) => {
    const plain = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
    await plain.loadURL(`${url}/page`);
    const code = `fetch('${url}/fetched').then(() => { location.href = '${url}/followed' })`;
    await plain.webContents.executeJavaScript(code);
    return plain.id;
  }, trap.url);
  await expect.poll(() => trap.visits).toEqual(expect.arrayContaining(['/page', '/fetched', '/followed']));
  await ready.agent.app.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.destroy(), opened);
});

test('every request of a page that is not the agent’s is refused, though it has the bridge', async () => {
  const answers = await ready.agent.app.evaluate(
    async ({ BrowserWindow }, { url, preload, names }) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await foreign.loadURL(`${url}/foreign`);
      const all = `Promise.all(${JSON.stringify(names)}.map(async (name) => {
        const answer = await window.guichet.ask[name]();
        return name + ' ' + (answer.ok ? 'answered' : answer.error.code);
      }))`;
      const file = "window.guichet.attachFiles('', [new File(['a'], 'a.txt')])";
      const asked: string[] = await foreign.webContents.executeJavaScript(all);
      const attached = await foreign.webContents.executeJavaScript(file);
      foreign.destroy();
      return [...asked, attached.ok ? 'attached' : attached.error.code];
    },
    { url: trap.url, preload: join(root, 'out/preload/index.cjs'), names: REQUEST_NAMES },
  );
  expect(answers).toEqual([...REQUEST_NAMES.map((name) => `${name} foreign-origin`), 'foreign-origin']);
});

test('every request with a wrong body is refused, and so are names that are not in the table', async () => {
  const form = await ready.agent.window('capture');
  const codes = await form.evaluate(async (names) => {
    const { ask, attachFiles } = window.guichet;
    const wrong = ask as unknown as Record<string, (input: unknown) => ReturnType<(typeof ask)['app:state']>>;
    const found: string[] = [];
    for (const name of names) {
      for (const body of [42, [], 'x'.repeat(1_000_000), { id: { $ne: null } }]) {
        const answer = await wrong[name]?.(body);
        found.push(`${name} ${answer?.ok === false ? answer.error.code : 'answered'}`);
      }
    }
    const attached = await attachFiles('no id', [new File(['a'], 'a.txt')]);
    return [...found, attached.ok ? 'attached' : attached.error.code];
  }, REQUEST_NAMES);
  expect(new Set(codes)).toEqual(
    new Set([...REQUEST_NAMES.map((name) => `${name} invalid-request`), 'invalid-request']),
  );
  const bridge = await form.evaluate(() => Object.keys(window.guichet.ask));
  expect(bridge.sort()).toEqual([...REQUEST_NAMES].sort());
  expect(bridge).not.toContain(ATTACH_FILES);
});

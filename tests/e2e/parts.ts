// The real programs of a window test: server, agent, browser, mail server; and key presses.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import {
  type Browser,
  chromium,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Screen } from '../../contract/ipc.ts';

export const root = join(import.meta.dirname, '../..');

/** For the environment of the server's programs: a hundred are started, and Node need not compile each. */
export const COMPILED = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node-compile') };

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Creates a folder that is deleted when the tests end. */
export function emptyFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `guichet-${name}-`));
  folders.push(folder);
  return folder;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A real key press, such as `ctrl+F12`. */
export function pressKey(key: string): void {
  if (process.platform !== 'win32') return void execFileSync('xdotool', ['key', key]);
  const script = join(root, 'tests/windows/press-key.ps1');
  execFileSync('powershell', ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', script, key]);
}

export interface RunningServer {
  url: string;
  pid: number;
  /** null once an administrator exists */
  setupLink: string | null;
  stop(): Promise<void>;
}

/** The server starts within two seconds, but may take long when everything starts at once. */
const START_MS = 60_000;

/** Starts the server as an administrator would, and waits until it answers. */
export async function startServer(
  env: Record<string, string>,
  /** file that its log is appended to */
  log: string | null = null,
): Promise<RunningServer> {
  const child: ChildProcess = spawn(process.execPath, ['server/index.ts'], {
    cwd: root,
    // Agents come back within a second: tests that stop the server need not wait a minute.
    env: {
      ...process.env,
      ...COMPILED,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      MAILBOX: 'true',
      RETURN_SECONDS: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', log === null ? 'inherit' : openSync(log, 'a')],
  });
  // A server left running by a failed test ends with the tests.
  const endWithTests = () => child.kill('SIGKILL');
  process.once('exit', endWithTests);
  child.once('exit', () => process.off('exit', endWithTests));
  if (!child.stdout) throw new Error('the server has no output');
  const printed: Record<string, string> = {};
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [, name, value] = /^(server|set-up): (\S+)$/.exec(line) ?? [];
    if (name && value) printed[name] = value;
  });
  await expect
    .poll(
      async () => {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
        if (!printed.server) return 'starting';
        return (await (await fetch(`${printed.server}/healthz`)).json()).status;
      },
      { message: 'the server answers', timeout: START_MS, intervals: [50] },
    )
    .toBe('ok');
  return {
    url: printed.server ?? '',
    pid: child.pid ?? 0,
    setupLink: printed['set-up'] ?? null,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Presses a key that closes the page's window. The page may be gone before it acknowledges the key. */
export async function pressToClose(page: Page, key: string): Promise<void> {
  await Promise.all([page.waitForEvent('close'), page.keyboard.press(key).catch(() => undefined)]);
}

export interface RunningAgent {
  app: ElectronApplication;
  /** Returns the window of a screen once it is loaded. */
  window(screen: Screen): Promise<Page>;
  isShown(screen: Screen): Promise<boolean>;
  /** Presses the key once the agent has registered it, and waits until the form is shown. */
  openForm(key?: string): Promise<Page>;
  /** Presses Esc in the form and waits until it is hidden. */
  closeForm(): Promise<void>;
  /** Closes a window and waits until it is gone. The form is only hidden. */
  close(screen: Screen): Promise<void>;
  kill(): Promise<void>;
  quit(): Promise<void>;
}

/** An idle agent quits within a second; a loaded machine takes longer. */
const QUIT_MS = 30_000;

/** The threads and child processes of a process. */
function threadsAndChildren(pid: number | undefined): string {
  const threads = execFileSync('ps', ['-L', '-p', `${pid}`, '-o', 'tid,stat,wchan:24,comm']);
  return `${threads}${execFileSync('ps', ['--ppid', `${pid}`, '-o', 'pid,stat,args'])}`;
}

const switches = (process.env.GUICHET_ELECTRON_SWITCHES ?? '').split(' ').filter(Boolean);

/** Starts another Electron program on the same display. */
export function startElectron(script: string): Promise<ElectronApplication> {
  return electron.launch({
    executablePath: process.env.GUICHET_ELECTRON ?? '',
    args: [...switches, `--user-data-dir=${emptyFolder('electron')}`, script],
  });
}

/** Starts the agent in this run's Electron. */
export async function startAgent(
  userData: string,
  env: Record<string, string>,
  { executable = process.env.GUICHET_ELECTRON ?? '', moreSwitches = [] as string[] } = {},
): Promise<RunningAgent> {
  const packaged = executable !== process.env.GUICHET_ELECTRON;
  const app = await electron.launch({
    // The agent sets the colour scheme itself.
    colorScheme: null,
    executablePath: executable,
    args: [...switches, ...moreSwitches, `--user-data-dir=${userData}`, ...(packaged ? [] : [root])],
    env: { ...process.env, LANGUAGE: 'en', LANG: 'C.UTF-8', ...env } as Record<string, string>,
  });
  const isOf = (address: string, screen: Screen) => address.split('?')[0]?.endsWith(`#/${screen}`) ?? false;
  const page = (screen: Screen) => app.windows().find((window) => isOf(window.url(), screen));
  async function window(screen: Screen): Promise<Page> {
    await expect.poll(() => page(screen) !== undefined, `the ${screen} window is loaded`).toBe(true);
    const loaded = page(screen);
    if (!loaded) throw new Error(`no ${screen} window`);
    return loaded;
  }
  const isShown = (screen: Screen) =>
    app.evaluate(
      ({ BrowserWindow }, hash) =>
        BrowserWindow.getAllWindows().some(
          (shown) => shown.webContents.getURL().split('?')[0]?.endsWith(hash) && shown.isVisible(),
        ),
      `#/${screen}`,
    );
  return {
    app,
    window,
    isShown,
    async openForm(key = 'ctrl+F12') {
      const isHeld = () =>
        app.evaluate(({ globalShortcut }, accelerator) => globalShortcut.isRegistered(accelerator), key);
      await expect.poll(isHeld, `the agent holds ${key}`).toBe(true);
      pressKey(key);
      await expect.poll(() => isShown('capture'), 'the form is shown').toBe(true);
      return window('capture');
    },
    async closeForm() {
      await (await window('capture')).keyboard.press('Escape');
      await expect.poll(() => isShown('capture'), 'the form is hidden').toBe(false);
    },
    async close(screen) {
      const shown = await window(screen);
      // Not evaluated in the page: the page would close before it answers.
      await app.evaluate(({ BrowserWindow }, url) => {
        const named = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL() === url);
        named?.close();
      }, shown.url());
      const isGone = async () => (screen === 'capture' ? !(await isShown(screen)) : shown.isClosed());
      await expect.poll(isGone, `the ${screen} window is gone`).toBe(true);
    },
    async kill() {
      const ended = once(app.process(), 'exit');
      app.process().kill('SIGKILL');
      await ended;
    },
    async quit() {
      const { pid } = app.process();
      const late = AbortSignal.timeout(QUIT_MS);
      late.onabort = () => {
        console.error(`the agent does not quit:\n${threadsAndChildren(pid)}`);
        app.process().kill('SIGKILL');
      };
      await app.close();
      late.onabort = null;
      if (late.aborted) throw new Error('the agent had to be killed');
    },
  };
}

/** Debian's Chromium, or Playwright's on other systems. */
export function startBrowser(shown = false): Promise<Browser> {
  return chromium.launch({
    ...(process.platform === 'linux' ? { executablePath: '/usr/bin/chromium' } : {}),
    headless: !shown,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...(shown ? ['--window-position=0,0', '--window-size=1920,1080'] : []),
    ],
  });
}

interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** An SMTP server that stores the mails it receives. */
export async function startMailServer() {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      buffer(stream)
        .then((raw) => PostalMime.parse(raw))
        .then(({ subject, text }) => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
          mails.push({ to, subject: subject ?? '', text: text ?? '' });
          done();
        })
        .catch(done);
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (!address || typeof address === 'string') throw new Error('the mail server has no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails: mails as readonly Mail[],
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

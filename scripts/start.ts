// `npm start`: server, console and one agent on this machine, with data kept in .guichet/ (or GUICHET_HOME).
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { DISPLAY_PACKAGES, needDebianPackages } from './debian.ts';
import { type Display, ELECTRON_SWITCHES, virtualDisplay } from './display.ts';
import { buildAll, type ElectronRuntime, electronRuntime } from './electron.ts';
import { examplesAreDue, importExamples } from './examples.ts';
import { lastLines, ProgramFailed } from './logged.ts';

const root = join(import.meta.dirname, '..');
const data = process.env.GUICHET_HOME ?? join(root, '.guichet');
const folders = { data, serverData: join(data, 'server') };
const children: ChildProcess[] = [];
let display: Display | null = null;

/** Returns `preferred` when it is free on the loopback address, otherwise any free port. */
function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (preferred === 0 ? reject(new Error('no free port')) : resolve(freePort(0))));
    probe.listen(preferred, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : preferred));
    });
  });
}

/** Returns the port that PORT asks for, 8080 without it; null when PORT is no port. */
function wantedPort(): number | null {
  const { PORT: typed = '8080' } = process.env;
  const port = /^\d{1,5}$/.test(typed) ? Number(typed) : Number.NaN;
  return port <= 65_535 ? port : null;
}

/** Returns the enrolment key of the first organisation, which is created once and stored with the data. */
function enrolmentKey(): string {
  const file = join(data, 'enrolment-key');
  if (!existsSync(file)) writeFileSync(file, `gk_${randomBytes(20).toString('hex')}`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function run(
  name: 'server' | 'agent',
  command: string,
  args: string[],
  env: Record<string, string>,
): ChildProcess {
  // Logs, and Chromium's messages, go to a file: the terminal shows only the instructions.
  const log = join(data, `${name}.log`);
  // Appended: a second start in the same folder must not empty the log of the first.
  const begin = existsSync(log) ? statSync(log).size : 0;
  const output = openSync(log, 'a', 0o600);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', name === 'server' ? 'pipe' : output, output],
  });
  children.push(child);
  child.once('exit', (code) => {
    children.splice(children.indexOf(child), 1);
    if (stopping) return;
    if (name === 'agent' && code === 0) {
      console.log('The agent has quit. The server is still running; Ctrl+C stops it.');
      return;
    }
    console.error(lastLines(readFileSync(log).subarray(begin).toString()));
    console.error(`${name} ended (${code ?? 'by a signal'}): stopping. Its log is ${log}`);
    stop(1);
  });
  return child;
}

let stopping = false;
function stop(code: number): void {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
  const forced = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, 5_000);
  const gone = setInterval(() => {
    if (children.length > 0) return;
    clearInterval(gone);
    clearTimeout(forced);
    display?.close();
    process.exit(code);
  }, 50);
}

interface Ready {
  /** null once there is an administrator */
  setupLink: string | null;
}

/** Starts the server and waits until it listens. Resolves to null when it ends before that. */
async function startServer(port: number, organisation: string, key: string): Promise<Ready | null> {
  const server = run('server', process.execPath, ['server/index.ts'], {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: folders.serverData,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    MAILBOX: 'true',
    FIRST_ORGANISATION: organisation,
    FIRST_ENROLMENT_KEY: key,
  });
  return new Promise((resolve) => {
    let printed = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (/^server: .*\n/m.test(printed))
        resolve({ setupLink: /^set-up: (\S+)$/m.exec(printed)?.[1] ?? null });
    });
    server.once('exit', () => resolve(null));
  });
}

function startAgent(runtime: ElectronRuntime, url: string, key: string): void {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  run(
    'agent',
    runtime.executable,
    [
      ...(asRoot ? ['--no-sandbox'] : []),
      ...(display ? ELECTRON_SWITCHES : []),
      `--user-data-dir=${join(data, 'agent')}`,
      root,
    ],
    {
      ...runtime.env,
      ...display?.env,
      GUICHET_SERVER_URL: url,
      GUICHET_ENROLMENT_KEY: key,
      ...(process.platform === 'linux' && !display ? { GUICHET_UNPROTECTED_KEYS: '1' } : {}),
    },
  );
}

/** Returns the instructions for the terminal, in short lines. */
function instructions(url: string, { setupLink }: Ready, withExamples: boolean): string {
  const examples = withExamples ? ', with an example catalogue, directory and announcement' : '';
  const relativeData = relative(process.cwd(), data);
  const lines = [
    '',
    `Guichet is running${examples}.`,
    `  data:    ${relativeData.startsWith('..') ? data : relativeData}`,
    `  console: ${url}/`,
    `  mailbox: ${process.env.SMTP_URL ? 'none; mails are sent through SMTP_URL' : `${url}/mailbox`}`,
    `  sign in: ${setupLink ? 'create the first administrator at' : 'with your administrator account'}`,
    ...(setupLink ? [`  ${setupLink}`] : []),
    '',
    "  1. In the console, Devices: activate this computer's user.",
    display
      ? '  2. Ctrl+F12, Personal settings: name, e-mail, Send token; see the mailbox.'
      : '  2. Tray icon, Personal settings: name, e-mail, Send token; see the mailbox.',
    '  3. Press Ctrl+F12: the form opens with the screen attached. Ctrl+Enter sends.',
    ...(display ? [`  No display here: the agent runs on the virtual display ${display.env.DISPLAY}.`] : []),
    '  Ctrl+C stops everything.',
  ];
  return lines.join('\n');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));

async function start(): Promise<void> {
  const wanted = wantedPort();
  if (wanted === null)
    throw new ProgramFailed(`PORT is ${process.env.PORT}: expected a whole number from 0 to 65535.`);
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (needsDisplay) needDebianPackages(DISPLAY_PACKAGES);
  const runtime = electronRuntime();
  buildAll(runtime);
  const hasExamples = process.env.GUICHET_EMPTY !== '1';
  const organisation =
    process.env.FIRST_ORGANISATION ?? (hasExamples ? 'Example College' : 'My organisation');
  const withExamples = examplesAreDue(folders, organisation, hasExamples);
  const port = await freePort(wanted);
  if (port !== wanted && wanted !== 0) console.log(`Port ${wanted} is taken: the server listens on ${port}.`);
  const url = `http://127.0.0.1:${port}`;
  const key = enrolmentKey();
  const ready = await startServer(port, organisation, key);
  if (!ready) return;
  if (withExamples) importExamples(folders);
  if (needsDisplay) display = await virtualDisplay(join(data, 'keyring'));
  // a signal may have arrived meanwhile
  if (stopping) return display?.close();
  startAgent(runtime, url, key);
  console.log(instructions(url, ready, withExamples));
}

try {
  mkdirSync(data, { recursive: true });
  await start();
} catch (problem) {
  console.error(problem instanceof ProgramFailed ? problem.message : problem);
  stop(1);
}

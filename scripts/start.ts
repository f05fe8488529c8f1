// `npm start`: server, console and one agent on this machine, with data kept in .guichet/ (or GUICHET_HOME).
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DISPLAY_PACKAGES, needDebianPackages } from './debian.ts';
import { type Display, ELECTRON_SWITCHES, virtualDisplay } from './display.ts';
import { buildAll, electronRuntime } from './electron.ts';

const root = join(import.meta.dirname, '..');
const data = process.env.GUICHET_HOME ?? join(root, '.guichet');
const children: ChildProcess[] = [];
let display: Display | null = null;

/** `wanted` when it is free on the loopback address, otherwise any free port. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (wanted === 0 ? reject(new Error('no free port')) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}

/** The enrolment key of the first organisation, made once and kept with the data. */
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
  // What Chromium says on its error output is for a file, not for the one screen a person reads.
  const errors = name === 'agent' ? openSync(join(data, 'agent.log'), 'w') : 'inherit';
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', errors],
  });
  children.push(child);
  child.once('exit', (code) => {
    children.splice(children.indexOf(child), 1);
    if (stopping) return;
    if (name === 'agent' && code === 0) {
      console.log('The agent was quit. The server goes on; Ctrl+C stops it.');
      return;
    }
    console.error(`${name} ended (${code ?? 'by a signal'}): stopping.`);
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

/** Collects what the server prints until its set-up line or its readiness is known. */
async function serverReady(server: ChildProcess, url: string): Promise<{ setupLink: string | null }> {
  let printed = '';
  server.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  for (;;) {
    if (stopping) return { setupLink: null };
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return { setupLink: /^set-up: (\S+)$/m.exec(printed)?.[1] ?? null };
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));

const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
if (needsDisplay) needDebianPackages(DISPLAY_PACKAGES);
const runtime = electronRuntime();
buildAll(runtime);
mkdirSync(data, { recursive: true });

const port = await freePort(Number(process.env.PORT ?? 8080));
const url = `http://127.0.0.1:${port}`;
const key = enrolmentKey();
const server = run('server', process.execPath, ['server/index.ts'], {
  HOST: '127.0.0.1',
  PORT: String(port),
  DATA_DIR: join(data, 'server'),
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  FIRST_ORGANISATION: process.env.FIRST_ORGANISATION ?? 'My organisation',
  FIRST_ENROLMENT_KEY: key,
});
const { setupLink } = await serverReady(server, url);

if (needsDisplay) display = await virtualDisplay(join(data, 'keyring'));
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

console.log(`
Guichet is running. Its data is in ${data}

  console: ${url}/
  mailbox: ${process.env.SMTP_URL ? 'none, mails go out by SMTP_URL' : `${url}/mailbox`}
  sign in: ${setupLink ? `make the first administrator at ${setupLink}` : 'with the administrator you made'}

  1. In the console, Devices: activate this computer's user.
  2. In the agent's tray icon, Personal settings: name, e-mail, Send token; the token is in the mailbox.
  3. Press Ctrl+F12 anywhere: the form opens with the screen attached. Ctrl+Enter sends.
${display ? `\n  This machine shows no display: the agent runs on the virtual display ${display.env.DISPLAY}.\n` : ''}
  Ctrl+C stops everything.
`);

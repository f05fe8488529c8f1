// `npm start` after a fresh clone.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { openDesk } from './desk.ts';
import { test } from './desktop.ts';
import { emptyFolder, type RunningAgent, root, startAgent, startServer } from './parts.ts';
import { confirmAddress, importInto, untilCondition } from './ready-agent.ts';

test.skip(process.platform !== 'linux', 'reads /proc to find processes left behind');

interface Start {
  child: ChildProcess;
  printed(): string;
}

function npmStart(home: string, more: Record<string, string> = {}): Start {
  // Without DISPLAY, as on a server: npm start has to provide its own display.
  const { DISPLAY: _, DBUS_SESSION_BUS_ADDRESS: __, SMTP_URL: ___, ...env } = process.env;
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...env, GUICHET_HOME: home, PORT: '0', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  return { child, printed: () => printed };
}

/** The running processes that were started with this GUICHET_HOME. */
function processesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`GUICHET_HOME=${home}`);
      } catch {
        return false; // ended meanwhile
      }
    });
}

interface StartScreen {
  console: string;
  mailbox: string;
  signIn: string;
  setupLink: string | null;
}

/** Waits until npm start is ready. Returns what it has printed, which must fit one screen of a terminal. */
async function untilReady({ printed }: Start): Promise<StartScreen> {
  await expect.poll(printed, { timeout: 120_000 }).toContain('Ctrl+C stops everything');
  const lines = printed().trimEnd().split('\n');
  expect(lines.length, printed()).toBeLessThanOrEqual(24);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const value = (name: string) => new RegExp(`^ *${name}: +(.+)$`, 'm').exec(printed())?.[1] ?? '';
  return {
    console: value('console'),
    mailbox: value('mailbox'),
    signIn: value('sign in'),
    setupLink: /^ *(http\S+\/setup#\S+)$/m.exec(printed())?.[1] ?? null,
  };
}

/** The state that the server has given the agent; null before its first answer. */
async function serverState(agent: RunningAgent): Promise<string | null> {
  const form = await agent.window('capture');
  const state = await form.evaluate(() => window.guichet.ask['app:state']());
  return (state.ok && state.value.standing?.state) || null;
}

/**
 * Shows the form to a new requester with a confirmed address, on the data that `npm start` left and on the display of
 * this test.
 */
async function lookAtFirstForm(home: string, look: (form: Page) => Promise<void>): Promise<void> {
  const server = await startServer({ PORT: '0', DATA_DIR: join(home, 'server') });
  const desk = await openDesk(server);
  const known = await desk.agentIds();
  const agent = await startAgent(emptyFolder('agent'), {
    GUICHET_SERVER_URL: server.url,
    GUICHET_ENROLMENT_KEY: readFileSync(join(home, 'enrolment-key'), 'utf8'),
  });
  // a second agent of this Windows user: it takes the place of the one of `npm start` when staff activate it
  await expect.poll(() => serverState(agent)).toBe('waiting');
  const [own = ''] = (await desk.agentIds()).filter((id) => !known.includes(id));
  await desk.activateAgent(own);
  await untilCondition(agent, 'confirm-address');
  await confirmAddress(agent, desk, { email: 'me@home.example', fullName: 'A newcomer' });
  await untilCondition(agent, 'ready');
  await look(await agent.openForm());
  await agent.quit();
  await server.stop();
}

const CATEGORY = { name: /Search or browse/ };
const ANNOUNCEMENT = 'Printing is slow on the north campus';

/** Signals the whole process group, as Ctrl+C in a terminal does. */
async function interrupt({ child }: Start, home: string): Promise<void> {
  process.kill(-(child.pid ?? 0), 'SIGINT');
  if (child.exitCode === null) await once(child, 'exit');
  await expect.poll(() => processesOf(home), 'processes left behind').toEqual([]);
}

test('npm start starts every part, Ctrl+C ends all of them, and the next start finds its data', async () => {
  test.slow();
  const home = emptyFolder('home');
  const first = npmStart(home);
  const { console: url, mailbox, signIn, setupLink } = await untilReady(first);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await (await fetch(`${url}healthz`)).json()).toEqual({ status: 'ok' });
  expect((await fetch(url)).headers.get('content-type')).toContain('text/html');
  expect((await fetch(mailbox)).status).toBe(200);
  expect(signIn).toBe('create the first administrator at');
  const desk = await openDesk({ url, setupLink });
  await expect.poll(desk.agentIds, 'the agent introduced itself').toHaveLength(1);
  const known = await desk.agentIds();
  const [announcement] = await desk.announcements();
  await interrupt(first, home);

  await lookAtFirstForm(home, async (form) => {
    await expect(form.getByRole('button', CATEGORY)).toBeVisible();
    await expect(form.getByText(ANNOUNCEMENT)).toBeVisible();
  });
  const second = npmStart(home);
  const again = await untilReady(second);
  expect(again.signIn).toBe('with your administrator account');
  const deskAgain = await openDesk({ url: again.console, setupLink: null });
  expect(await deskAgain.agentIds()).toEqual(expect.arrayContaining(known));
  expect(await deskAgain.announcements()).toEqual([announcement]);
  await interrupt(second, home);
});

test('a restart does not overwrite data that replaced the examples', async () => {
  test.slow();
  const home = emptyFolder('home');
  const first = npmStart(home);
  const { console: url, setupLink } = await untilReady(first);
  const desk = await openDesk({ url, setupLink });
  const [announcement] = await desk.announcements();
  await desk.withdraw(announcement?.id ?? '');
  const directory = join(home, 'directory.json');
  writeFileSync(directory, JSON.stringify({ people: [{ email: 'own@example.org', fullName: 'Our own' }] }));
  importInto(join(home, 'server'), 'directory', directory);
  await interrupt(first, home);

  const second = npmStart(home);
  const again = await untilReady(second);
  const published = await (await openDesk({ url: again.console, setupLink: null })).announcements();
  expect(published).toEqual([{ ...announcement, withdrawnAt: expect.any(String) }]);
  await interrupt(second, home);
  const database = new Database(join(home, 'server/guichet.sqlite'), { readonly: true });
  expect(database.prepare('select email from person').pluck().all()).toEqual(['own@example.org']);
  database.close();
});

test('GUICHET_EMPTY=1 leaves the examples out', async () => {
  test.slow();
  const home = emptyFolder('home');
  const started = npmStart(home, { GUICHET_EMPTY: '1' });
  await untilReady(started);
  await interrupt(started, home);
  await lookAtFirstForm(home, async (form) => {
    await expect(form.getByLabel('Title')).toBeVisible();
    await expect(form.getByRole('button', CATEGORY)).toHaveCount(0);
    await expect(form.getByText(ANNOUNCEMENT)).toHaveCount(0);
  });
});

test('when the server does not start, npm start says why and where the log is', async () => {
  test.slow();
  const home = emptyFolder('home');
  const { child, printed } = npmStart(home, { FIRST_EMAIL_DOMAINS: 'not a domain' });
  await once(child, 'exit');
  expect(child.exitCode).toBe(1);
  // The last output may arrive after the end of the process.
  await expect.poll(printed).toContain('FIRST_EMAIL_DOMAINS is "not a domain": expected domains');
  await expect.poll(printed).toContain(`Its log is ${join(home, 'server.log')}`);
});

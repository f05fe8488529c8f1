// `npm start`, as somebody types it after a fresh clone.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { openDesk } from './desk.ts';
import { test } from './desktop.ts';
import { emptyFolder, root } from './parts.ts';

test.skip(process.platform !== 'linux', 'reads /proc to find processes left behind');

interface Start {
  child: ChildProcess;
  printed(): string;
}

function npmStart(home: string): Start {
  // Without DISPLAY, as on a server: it has to bring a display of its own.
  const { DISPLAY: _, DBUS_SESSION_BUS_ADDRESS: __, SMTP_URL: ___, ...env } = process.env;
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...env, GUICHET_HOME: home, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  return { child, printed: () => printed };
}

/** The processes that were started with this home and still run. */
function processesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`GUICHET_HOME=${home}`);
      } catch {
        return false; // ended while we looked
      }
    });
}

async function untilReady({ printed }: Start): Promise<{ console: string; mailbox: string; signIn: string }> {
  await expect.poll(printed, { timeout: 120_000 }).toContain('Ctrl+C stops everything');
  const value = (name: string) => new RegExp(`^ *${name}: (.+)$`, 'm').exec(printed())?.[1] ?? '';
  return { console: value('console'), mailbox: value('mailbox'), signIn: value('sign in') };
}

/** As Ctrl+C in a terminal does: the whole process group is told. */
async function interrupt({ child }: Start, home: string): Promise<void> {
  process.kill(-(child.pid ?? 0), 'SIGINT');
  if (child.exitCode === null) await once(child, 'exit');
  await expect.poll(() => processesOf(home), 'processes left behind').toEqual([]);
}

test('npm start brings everything up, Ctrl+C ends it all, and started again it finds its data', async () => {
  test.slow();
  const home = emptyFolder('home');
  const first = npmStart(home);
  const { console: url, mailbox, signIn } = await untilReady(first);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await (await fetch(`${url}healthz`)).json()).toEqual({ status: 'ok' });
  expect((await fetch(url)).headers.get('content-type')).toContain('text/html');
  expect((await fetch(mailbox)).status).toBe(200);
  const desk = await openDesk({ url, setupLink: signIn.split(' ').at(-1) ?? null });
  await expect.poll(desk.agentIds, 'the agent introduced itself').toHaveLength(1);
  const known = await desk.agentIds();
  await interrupt(first, home);

  const second = npmStart(home);
  const again = await untilReady(second);
  expect(again.signIn).toBe('with the administrator you made');
  const deskAgain = await openDesk({ url: again.console, setupLink: null });
  expect(await deskAgain.agentIds()).toEqual(known);
  await interrupt(second, home);
});

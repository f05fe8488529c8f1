// Runs the real server as a separate process, for agents under test, with an administrator who uses its API.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { emptyFolder } from './agent-under-test.ts';
import { ownPort } from './own-port.ts';
import { ENROLMENT_KEY } from './server-in-memory.ts';
import { staffAt } from './staff.ts';

const ENTRY = join(import.meta.dirname, '../../server/index.ts');

/** Resolves once the server has printed `lines` lines: its address, and the set-up link while there is no staff. */
async function startServer(settings: Record<string, string>, lines: number) {
  const server = spawn(process.execPath, [ENTRY], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed: string[] = [];
  for await (const line of createInterface({ input: server.stdout })) {
    printed.push(line);
    if (printed.length === lines) break;
  }
  const after = (name: string) => printed.find((line) => line.startsWith(name))?.slice(name.length) ?? '';
  return {
    url: after('server: '),
    setupToken: after('set-up: ').split('#')[1] ?? '',
    async kill(): Promise<void> {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
  };
}

export async function serverProcess(settings: Record<string, string> = {}) {
  const dataDir = emptyFolder();
  const environment = {
    PORT: `${await ownPort()}`,
    DATA_DIR: dataDir,
    MAILBOX: 'true',
    LOG_LEVEL: 'silent',
    FIRST_ORGANISATION: 'Contoso',
    FIRST_ENROLMENT_KEY: ENROLMENT_KEY,
    ...settings,
  };
  let server = await startServer(environment, 2);
  const { url, setupToken } = server;
  const { ask, attachment } = staffAt(url);
  const password = 'a long password for tests';
  const account = { email: 'admin@contoso.example', fullName: 'Desk administrator', password };
  await ask('setUp', { body: { ...account, token: setupToken } });

  return {
    url,
    ask,
    attachment,
    async activateAll(): Promise<void> {
      const agentIds = (await ask('listDevices', { query: {} })).devices.flatMap(({ agents }) =>
        agents.map(({ id }) => id),
      );
      await ask('changeAgentState', { body: { act: 'activate', selection: { agentIds } } });
    },
    /** Returns the token of the last mail, or '' when there is none. */
    async mailedToken(): Promise<string> {
      const mailbox = await (await fetch(`${url}/mailbox.json`)).text();
      return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mailbox)?.[0] ?? '';
    },
    async tickets() {
      const { tickets } = await ask('listTickets', { query: { show: 'all' } });
      return [...tickets].sort((a, b) => (a.number ?? '').localeCompare(b.number ?? ''));
    },
    ticket: (id: string) => ask('readTicket', { params: { id } }),
    kill: () => server.kill(),
    async startAgain(): Promise<void> {
      server = await startServer(environment, 1);
    },
    async remove(): Promise<void> {
      await server.kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

// The real server as a process of its own on a free port, for agents under test, and a technician at its console.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DeskTicket, DeviceRow, TicketPage } from '../../contract/console.ts';
import { emptyFolder } from './agent-under-test.ts';
import { ownPort } from './own-port.ts';
import { ENROLMENT_KEY } from './server-in-memory.ts';

const ENTRY = join(import.meta.dirname, '../../server/index.ts');

/** Resolves once it has printed its address, and the set-up link while there is no staff. */
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
    LOG_LEVEL: 'silent',
    FIRST_ORGANISATION: 'Contoso',
    FIRST_ENROLMENT_KEY: ENROLMENT_KEY,
    ...settings,
  };
  let server = await startServer(environment, 2);
  const { url, setupToken } = server;
  let cookie = '';

  async function staff(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${url}/v1/console${path}`, {
      method,
      headers: { origin: url, cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }
  const password = 'a long password for tests';
  const account = { email: 'admin@contoso.example', fullName: 'Desk administrator', password };
  await staff('POST', '/setup', { ...account, token: setupToken });

  return {
    url,
    staff,
    async activateAll(): Promise<void> {
      const devices = (await staff('GET', '/devices')) as DeviceRow[];
      const agentIds = devices.flatMap(({ agents }) => agents.map(({ id }) => id));
      await staff('POST', '/agents/state', { act: 'activate', selection: { agentIds } });
    },
    /** The token of the last mail, '' before one was sent. */
    async mailedToken(): Promise<string> {
      const mailbox = await (await fetch(`${url}/mailbox.json`)).text();
      return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mailbox)?.[0] ?? '';
    },
    async tickets() {
      const { tickets } = (await staff('GET', '/tickets?show=all')) as TicketPage;
      return [...tickets].sort((a, b) => (a.number ?? '').localeCompare(b.number ?? ''));
    },
    ticket: async (id: string) => (await staff('GET', `/tickets/${id}`)) as DeskTicket,
    async attachment(id: string): Promise<Buffer> {
      const answer = await fetch(`${url}/v1/console/attachments/${id}`, { headers: { cookie } });
      return Buffer.from(await answer.arrayBuffer());
    },
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

// The data of histories: an organisation whose agents have enrolled and proved their address is made once, and copied for each.
import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';
import pg from 'pg';
import { NUMBERS } from '../../server/storage/postgres-dialect.ts';
import { staffAt } from '../fakes/staff.ts';
import type { Pace } from './fast-clock.ts';
import type { Process, Processes } from './processes.ts';

export const ENROLMENT_KEY = 'gk_enrolment_key_of_contoso';
/** Agents of an installation, all of one person. */
const MOST_AGENTS = 2;
export const STAFF = { email: 'admin@contoso.example', password: 'a long password for histories' };
const REQUESTER = 'requester@contoso.example';
/** As fast as the machine's clock, and right. */
const PLAIN: Pace = { speed: 1, wrongBy: 0 };

export interface Installation {
  /** environment variables of each server */
  readonly servers: readonly Record<string, string>[];
  /** folder of the data of each agent */
  readonly agents: readonly string[];
  /** file of the servers' database; null on PostgreSQL */
  readonly file: string | null;
  /** Reads rows beside the servers. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

export interface Template {
  copy(folder: string, servers: number): Promise<Installation>;
}

export const machineOf = (agent: number) => `agent-${agent}`;

/** `databaseUrl` names a PostgreSQL, as a superuser; null: SQLite. */
export async function makeTemplate(
  processes: Processes,
  folder: string,
  databaseUrl: string | null,
): Promise<Template> {
  const key = randomBytes(32).toString('base64');
  const origin = databaseUrl === null ? null : await createDatabase(databaseUrl, null);
  const dataDir = join(folder, 'server');
  const agents = Array.from({ length: MOST_AGENTS }, (_, index) => join(folder, machineOf(index)));
  for (const one of [dataDir, ...agents]) mkdirSync(one, { recursive: true });
  const server = processes.take('server');
  const settings = {
    ...settingsOf(dataDir, origin, key),
    FIRST_ORGANISATION: 'Contoso',
    FIRST_ENROLMENT_KEY: ENROLMENT_KEY,
    FIRST_EMAIL_DOMAINS: 'contoso.example',
  };
  const { url, setupToken } = await server.ask('start', {
    ...{ settings, pace: PLAIN, deskUrl: null, timeout: 1000, folder },
  });
  const { ask } = staffAt(url);
  await ask('setUp', { body: { ...STAFF, fullName: 'Desk administrator', token: setupToken } });
  for (const [index, one] of agents.entries()) {
    const agent = processes.take('agent');
    const start = { folder: one, address: url, enrolmentKey: ENROLMENT_KEY, machine: machineOf(index) };
    await agent.ask('start', { ...start, pace: { speed: 20, wrongBy: 0 }, timeout: 5000 });
    const waiting = async () => {
      const { devices } = await ask('listDevices', { query: {} });
      return devices.flatMap((device) =>
        device.agents.filter(({ state }) => state === 'waiting').map(({ id }) => id),
      );
    };
    let agentIds: string[] = [];
    while (agentIds.length === 0) agentIds = await waiting();
    await ask('changeAgentState', { body: { act: 'activate', selection: { agentIds } } });
    await whenIn(agent, 'confirm-address', () => agent.ask('renew'));
    const before = await mailedToken(url);
    await agent.ask('sendToken', { email: REQUESTER });
    let token = before;
    while (token === before) token = await mailedToken(url);
    await agent.ask('confirm', { email: REQUESTER, token });
    await whenIn(agent, 'ready', () => agent.ask('renew'));
    await agent.ask('stop');
    processes.give('agent', agent);
  }
  await server.ask('stop');
  processes.give('server', server);

  return {
    async copy(target, servers) {
      cpSync(folder, target, { recursive: true });
      const copied = databaseUrl === null ? null : await createDatabase(databaseUrl, origin);
      const own = join(target, 'server');
      const reader = openReader(copied, join(own, 'guichet.sqlite'));
      return {
        servers: Array.from({ length: servers }, () => settingsOf(own, copied, key)),
        agents: agents.map((_, index) => join(target, machineOf(index))),
        file: copied === null ? join(own, 'guichet.sqlite') : null,
        rows: reader.rows,
        async remove() {
          await reader.close();
          if (databaseUrl !== null && copied !== null) await dropDatabase(databaseUrl, copied);
        },
      };
    },
  };
}

function settingsOf(dataDir: string, databaseUrl: string | null, key: string): Record<string, string> {
  const shared = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl, SECRET_KEY: key };
  return { PORT: '0', DATA_DIR: dataDir, MAILBOX: 'true', LOG_LEVEL: 'warn', ...shared };
}

async function whenIn(agent: Process<'agent'>, wished: string, nudge: () => unknown): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { condition } = await agent.ask('state');
    if (condition === wished) return;
    if (tries % 10 === 9) await nudge();
    await pass(20);
  }
  throw new Error(`an agent did not become ${wished}`);
}

/** Returns the token of the last mail, or '' when there is none. */
async function mailedToken(url: string): Promise<string> {
  const mailbox = await (await fetch(`${url}/mailbox.json`)).text();
  return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mailbox)?.[0] ?? '';
}

function openReader(databaseUrl: string | null, file: string) {
  if (databaseUrl !== null) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, types: NUMBERS });
    pool.on('error', () => {});
    return {
      rows: async (sql: string) => (await pool.query<Record<string, unknown>>(sql)).rows,
      close: () => pool.end(),
    };
  }
  return {
    // opened each time: another file may have taken its place
    async rows(sql: string) {
      const db = new BetterSqlite(file, { timeout: 5000 });
      try {
        return db.prepare<[], Record<string, unknown>>(sql).all();
      } finally {
        db.close();
      }
    },
    close: async () => {},
  };
}

async function administer(databaseUrl: string, sql: string): Promise<void> {
  const admin = new pg.Client(databaseUrl);
  await admin.connect();
  await admin.query(sql).finally(() => admin.end());
}

async function createDatabase(databaseUrl: string, template: string | null): Promise<string> {
  const name = `history_${randomUUID().replaceAll('-', '')}`;
  const like = template === null ? '' : ` template ${new URL(template).pathname.slice(1)} strategy file_copy`;
  await administer(databaseUrl, `create database ${name}${like}`);
  const url = new URL(databaseUrl);
  url.pathname = name;
  return url.href;
}

async function dropDatabase(databaseUrl: string, dropped: string): Promise<void> {
  await administer(databaseUrl, `drop database ${new URL(dropped).pathname.slice(1)} with (force)`);
}

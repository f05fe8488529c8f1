// An agent that may open tickets: enrolled, active, with a confirmed address, on a real server.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ownPort } from '../fakes/own-port.ts';
import { type Desk, openDesk } from './desk.ts';
import {
  COMPILED,
  emptyFolder,
  type RunningAgent,
  type RunningServer,
  root,
  startAgent,
  startServer,
} from './parts.ts';

export const ENROLMENT_KEY = 'gk_for_the_window_tests';
const ORGANISATION = 'Example College';

export interface OwnServer extends RunningServer {
  dataDir: string;
}

export async function startOwnServer(
  env: Record<string, string> = {},
  log: string | null = null,
): Promise<OwnServer> {
  const dataDir = emptyFolder('server');
  const first = { FIRST_ORGANISATION: ORGANISATION, FIRST_ENROLMENT_KEY: ENROLMENT_KEY };
  const server = await startServer({ PORT: `${await ownPort()}`, DATA_DIR: dataDir, ...first, ...env }, log);
  return { ...server, dataDir };
}

/** Runs `node server/import.ts <what> <file> --organisation <name>` while the server runs, as an administrator does. */
export function importInto(
  dataDir: string,
  what: 'catalogue' | 'directory',
  file: string,
  organisation = ORGANISATION,
): void {
  const args = ['server/import.ts', what, file, '--organisation', organisation];
  execFileSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...COMPILED, DATA_DIR: dataDir },
  });
}

/** The smallest directory that the example catalogue can be imported with. */
function approverOnly(): string {
  const file = join(emptyFolder('directory'), 'directory.json');
  writeFileSync(file, JSON.stringify({ people: [{ email: 'manager@example.org', fullName: 'A manager' }] }));
  return file;
}

async function condition(agent: RunningAgent): Promise<string> {
  const page = await agent.window('capture');
  const state = await page.evaluate(() => window.guichet.ask['app:state']());
  return state.ok ? state.value.condition : state.error.code;
}

/** Waits until the agent reports this condition. */
export function untilCondition(agent: RunningAgent, expected: string): Promise<void> {
  return expect.poll(() => condition(agent)).toBe(expected);
}

export interface Ready {
  server: OwnServer;
  desk: Desk;
  agent: RunningAgent;
  userData: string;
  /** Quits the agent, or kills it with `crash`, and starts it again; `meanwhile` is done while it does not run. */
  restart(how?: {
    crash?: boolean;
    env?: Record<string, string>;
    until?: string;
    meanwhile?: () => void;
  }): Promise<RunningAgent>;
  stopServer(): Promise<void>;
  /** Starts the server again on the same data and port. */
  startServer(): Promise<void>;
  close(): Promise<void>;
}

interface ReadyOptions {
  userData?: string;
  /** file imported before the agent starts */
  catalogue?: string;
  directory?: string;
  email?: string;
  /** default: `A requester` for requester@example.org */
  fullName?: string;
  /** name of the first administrator */
  technician?: string;
  agentEnv?: Record<string, string>;
  serverEnv?: Record<string, string>;
  /** file for the server's log */
  serverLog?: string;
}

/** Requests the confirmation token and enters it. */
export async function confirmAddress(
  agent: RunningAgent,
  desk: Desk,
  person: { email: string; fullName: string },
): Promise<void> {
  const { email } = person;
  const page = await agent.window('capture');
  await page.evaluate((asked) => window.guichet.ask['settings:send-token'](asked), person);
  await expect.poll(() => desk.mailedToken(email)).not.toBe('');
  const token = await desk.mailedToken(email);
  await page.evaluate((asked) => window.guichet.ask['settings:confirm'](asked), { ...person, token });
}

/** The name for an address, as in the example directory: `colleague@example.org` is "A colleague". */
export function nameOf(email: string): string {
  return `A ${email.split('@')[0]}`;
}

function envOf(server: RunningServer, more: Record<string, string>): Record<string, string> {
  return { GUICHET_SERVER_URL: server.url, GUICHET_ENROLMENT_KEY: ENROLMENT_KEY, ...more };
}

export async function readyAgent(options: ReadyOptions = {}): Promise<Ready> {
  const { userData = emptyFolder('agent'), email = 'requester@example.org', agentEnv = {} } = options;
  const server = await startOwnServer(options.serverEnv, options.serverLog);
  if (options.catalogue || options.directory)
    importInto(server.dataDir, 'directory', options.directory ?? approverOnly());
  if (options.catalogue) importInto(server.dataDir, 'catalogue', options.catalogue);
  const desk = await openDesk(server, options.technician);
  const start = (env = {}) => startAgent(userData, envOf(server, { ...agentEnv, ...env }));
  const agent = await start();
  // The agent reports that it waits for activation before it is enrolled.
  await expect.poll(desk.agentIds).toHaveLength(1);
  await desk.activate();
  await untilCondition(agent, 'confirm-address');
  await confirmAddress(agent, desk, { email, fullName: options.fullName ?? nameOf(email) });
  await untilCondition(agent, 'ready');
  let closed: Promise<void> | null = null;
  async function end() {
    await ready.agent.quit();
    await ready.server.stop();
  }
  const ready: Ready = {
    server,
    desk,
    agent,
    userData,
    async restart({ crash = false, env = {}, until = 'ready', meanwhile = () => {} } = {}) {
      await (crash ? ready.agent.kill() : ready.agent.quit());
      meanwhile();
      ready.agent = await start(env);
      await untilCondition(ready.agent, until);
      return ready.agent;
    },
    stopServer: () => ready.server.stop(),
    async startServer() {
      const { dataDir, url } = ready.server;
      const env = { ...options.serverEnv, PORT: new URL(url).port, DATA_DIR: dataDir };
      ready.server = { ...(await startServer(env, options.serverLog)), dataDir };
    },
    close: () => (closed ??= end()),
  };
  return ready;
}

// A real server in this process, on a temporary folder and a fake clock, with clients for administrator, technician and
// agents.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { z } from 'zod';
import {
  type ChangeAgentState,
  type NewAdvanceActivation,
  type NewEnrolmentKey,
  Organisation,
} from '../../../contract/console.ts';
import { type Config, parseConfig } from '../../../server/config.ts';
import { type RunningServer, type ServerOverrides, startServer } from '../../../server/index.ts';
import { openSharedParser } from '../mail-desk/shared-parser.ts';
import { enrolAgent, type FakeAgent, type FakeIdentity } from './agent.ts';
import { createClock, type MovableClock } from './clock.ts';
import { codeOf } from './codes.ts';
import { type Answer, ask } from './http.ts';
import { importBeside } from './import-beside.ts';
import type { ImportAnswer } from './import-process.ts';
import { createSilentLog } from './log.ts';
import { makeOwnDatabase, makeSqliteDatabase, type OwnDatabase } from './own-database.ts';
import { QUICK_PASSWORDS } from './passwords.ts';
import { until } from './until.ts';

export const ENROLMENT_KEY = 'gk_test-key-of-contoso';
/** An enrolment key without limits, to create. */
export const NO_LIMITS: NewEnrolmentKey = { expiresAt: null, mostUses: null, networks: [], pool: false };
/** An advance activation of any one agent, to create. */
export const ANYBODY: NewAdvanceActivation = { machineId: null, hostname: null, userName: null, admits: 1 };
/** The password of staff. */
export const PASSWORD = 'correct horse battery staple';

export interface FakeStaff {
  ask(path: string, options?: Parameters<typeof ask>[1]): Promise<Answer>;
  readonly cookie: string;
}

export interface TestServer {
  readonly url: string;
  readonly dataDir: string;
  readonly database: OwnDatabase;
  /** environment variables of programs that use the same data */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: MovableClock;
  readonly log: ReturnType<typeof createSilentLog>;
  /** the key of the server */
  serverKey(): Buffer;
  setupLink(): string | null;
  administrator(): Promise<FakeStaff>;
  technician(): Promise<FakeStaff>;
  agent(options?: { identity?: FakeIdentity; secret?: string }): Promise<FakeAgent>;
  /** Enrols and activates an agent; where an address is given, confirms it. */
  activeAgent(email?: string | null, options?: { identity?: FakeIdentity }): Promise<FakeAgent>;
  confirm(agent: FakeAgent, email: string, fullName?: string): Promise<void>;
  changeState(act: ChangeAgentState['act'], agents: FakeAgent[]): Promise<void>;
  /** Returns the last token mailed to the address, as formatted in the mail. */
  mailedToken(email: string): Promise<string>;
  /** Returns the mails of the mailbox, newest first. */
  mails(): Promise<{ to: string; text: string }[]>;
  /** Waits until all deliveries are done. */
  delivered(): Promise<void>;
  /** Runs the import command beside the server. Returns its exit code and its output. */
  runImport(kind: string, content: unknown, organisation?: string, ...more: string[]): Promise<ImportAnswer>;
  /** Reads rows directly from the database. */
  readonly rows: OwnDatabase['rows'];
  /** Changes rows directly in the database. */
  readonly alter: OwnDatabase['alter'];
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  environment?: Record<string, string>;
  overrides?: Partial<ServerOverrides>;
  /** of another server, which outlives this one */
  database?: OwnDatabase;
  /** makes the database in the folder of data, in place of a new one */
  makeDatabase?: (dataDir: string) => Promise<OwnDatabase>;
  /** true: on SQLite, also where the test runs on PostgreSQL */
  onSqlite?: boolean;
  /** where another server has to have about the same time */
  clock?: MovableClock;
}

const MailboxMails = z.array(z.object({ to: z.string(), text: z.string() }));

/** Of servers on PostgreSQL, which have none of their own. */
const SHARED_KEY = Buffer.alloc(32, 5).toString('base64');

export function testConfig(dataDir: string, environment: Record<string, string> = {}): Config {
  const parsed = parseConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    MAILBOX: 'true',
    FIRST_ORGANISATION: 'Contoso',
    FIRST_ENROLMENT_KEY: ENROLMENT_KEY,
    FIRST_EMAIL_DOMAINS: 'contoso.example',
    ...(environment.DATABASE_URL && { SECRET_KEY: SHARED_KEY }),
    ...environment,
  });
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.config;
}

/** Returns the first organisation of the console's list. Throws where there is none. */
export async function firstOrganisation(staff: FakeStaff): Promise<Organisation> {
  const [first] = Organisation.array().parse((await staff.ask('/organisations')).body);
  if (!first) throw new Error('The server has no organisation.');
  return first;
}

export async function openTestServer({
  environment = {},
  overrides = {},
  database: shared,
  onSqlite = false,
  makeDatabase = onSqlite ? makeSqliteDatabase : makeOwnDatabase,
  clock = createClock(),
}: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'guichet-server-'));
  const database = shared ?? (await makeDatabase(dataDir));
  const settings: Record<string, string> = {
    DATA_DIR: dataDir,
    ...(database.databaseUrl !== null && { DATABASE_URL: database.databaseUrl, SECRET_KEY: SHARED_KEY }),
  };
  const log = createSilentLog();
  let server: RunningServer;
  const staff = new Map<'administrator' | 'technician', FakeStaff>();

  async function start(): Promise<void> {
    server = await startServer(testConfig(dataDir, { ...settings, ...environment }), {
      clock,
      log,
      passwords: QUICK_PASSWORDS,
      openParser: openSharedParser,
      ...overrides,
    });
  }
  await start();

  async function stop(): Promise<void> {
    await database.disconnect();
    await server.close();
  }

  async function staffBySession(role: 'administrator' | 'technician', answer: Answer): Promise<FakeStaff> {
    if (answer.status !== 200) throw new Error(`not signed in: ${JSON.stringify(answer.body)}`);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const send: FakeStaff['ask'] = (route, options = {}) =>
      ask(`${server.url}/v1/console${route}`, {
        ...options,
        headers: { cookie, origin: server.url, ...options.headers },
      });
    const member: FakeStaff = {
      cookie,
      // as the console does, which asks for the password and repeats the act
      async ask(route, options) {
        const first = await send(route, options);
        if (codeOf(first) !== 'proof-needed') return first;
        await send('/session/proof', { json: { password: PASSWORD, code: null } });
        return send(route, options);
      },
    };
    staff.set(role, member);
    return member;
  }

  async function administrator(): Promise<FakeStaff> {
    const known = staff.get('administrator');
    if (known) return known;
    const json = {
      token: server.setupLink?.split('#')[1] ?? '',
      email: 'admin@contoso.example',
      fullName: 'Desk administrator',
      password: PASSWORD,
    };
    const headers = { origin: server.url };
    return staffBySession('administrator', await ask(`${server.url}/v1/console/setup`, { json, headers }));
  }

  async function technician(): Promise<FakeStaff> {
    const known = staff.get('technician');
    if (known) return known;
    const passwordHash = await QUICK_PASSWORDS.hash(PASSWORD);
    const email = 'tech@contoso.example';
    await database.alter(
      'INSERT INTO staff (id, email, full_name, role, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      ...[v7(), email, 'Tess Technician', 'technician', passwordHash, clock.now().toISOString()],
    );
    const headers = { origin: server.url };
    const json = { email, password: PASSWORD };
    return staffBySession('technician', await ask(`${server.url}/v1/console/session`, { json, headers }));
  }

  const desk: TestServer = {
    get url() {
      return server.url;
    },
    dataDir,
    database,
    settings,
    clock,
    log,
    serverKey() {
      const { SECRET_KEY } = { ...settings, ...environment };
      return SECRET_KEY ? Buffer.from(SECRET_KEY, 'base64') : readFileSync(path.join(dataDir, 'server.key'));
    },
    setupLink: () => server.setupLink,
    administrator,
    technician,
    agent: (options) => enrolAgent(server.url, ENROLMENT_KEY, options),
    async activeAgent(email = null, options) {
      const agent = await enrolAgent(server.url, ENROLMENT_KEY, options);
      await desk.changeState('activate', [agent]);
      if (email !== null) await desk.confirm(agent, email);
      return agent;
    },
    async confirm(agent, email, fullName = 'A requester') {
      const sent = await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
      if (sent.status !== 202) throw new Error(`no token: ${JSON.stringify(sent.body)}`);
      const token = await desk.mailedToken(email);
      const confirmed = await agent.ask('/v1/confirmations', { json: { email, fullName, token } });
      if (confirmed.status !== 200) throw new Error(`not confirmed: ${JSON.stringify(confirmed.body)}`);
    },
    async changeState(act, agents) {
      const json = { act, selection: { agentIds: agents.map(({ id }) => id) } };
      const changed = await (await administrator()).ask('/agents/state', { json });
      if (changed.status !== 200) throw new Error(`not changed: ${JSON.stringify(changed.body)}`);
    },
    async mailedToken(email) {
      const mail = await until(async () => {
        return (await desk.mails()).find(({ to }) => to === email);
      });
      return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(mail.text)?.[0] ?? '';
    },
    mails: async () => MailboxMails.parse((await ask(`${server.url}/mailbox.json`)).body),
    async delivered() {
      await until(
        async () => (await desk.rows("SELECT id FROM delivery WHERE state <> 'done'")).length === 0,
        'everything is delivered',
      );
    },
    async runImport(kind, content, organisation = 'Contoso', ...more) {
      const file = path.join(dataDir, `${v7()}.json`);
      const isText = typeof content === 'string' || content instanceof Uint8Array;
      await writeFile(file, isText ? content : JSON.stringify(content));
      const args = [kind, file, '--organisation', organisation, ...more];
      const { code, said } = await importBeside({ args, environment: settings });
      return { code, said: said.replace(file, 'the file').trim() };
    },
    rows: database.rows,
    alter: database.alter,
    stop,
    start,
    async close() {
      await stop();
      if (!shared) await database.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return desk;
}

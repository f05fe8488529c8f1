// What a real iTop does to all tickets at once: its database is locked, it refuses the account, it is read-only; and a file that is too
// large for it. ITOP_FAULTS makes each fault, and undoes it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Backend, type BackendHealth, ListedBackend } from '../../contract/backends.ts';
import { SECOND } from '../../server/clock.ts';
import { attachmentOf, commentCommand, type FakeAgent, ticketCommand } from '../fakes/server/agent.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../fakes/server/test-server.ts';
import { readFaults, readItop } from './environment.ts';
import { openItop, secretsOf, settingsOf } from './itop-harness.ts';

/** A locked database is noticed after the 30 seconds of a request, several times. In milliseconds. */
const LONG = 600_000;
const PATIENCE = 300_000;
const LARGE = 12 * 1024 * 1024;

const [itop, faults] = [readItop(), readFaults()];
const run = promisify(execFile);
let harness: Awaited<ReturnType<typeof openItop>>;
let desk: TestServer;
let administrator: FakeStaff;
let agent: FakeAgent;
let backendId: string;

type Fault = 'locked' | 'barred' | 'read-only' | 'small';
/** What the health says meanwhile. */
const SAYS = { locked: /in time/, barred: /account/, 'read-only': /permission|read-only/i };
let undo: Fault | null = null;

async function make(fault: Fault): Promise<void> {
  undo = fault;
  if (faults.isConfigured) await run(faults.values.ITOP_FAULTS, [fault, 'on']);
}

async function end(): Promise<void> {
  if (faults.isConfigured && undo) await run(faults.values.ITOP_FAULTS, [undo, 'off']);
  undo = null;
}

async function health(): Promise<BackendHealth | undefined> {
  const listed = ListedBackend.array().parse((await administrator.ask('/backends')).body);
  return listed.find(({ id }) => id === backendId)?.health;
}

/** Looks each second, while the server's clock goes on faster. */
async function eventually(what: string, look: () => Promise<boolean>): Promise<void> {
  const isSo = async () => {
    desk.clock.advance(5 * SECOND);
    return look();
  };
  await expect.poll(isSo, { timeout: PATIENCE, interval: 1000, message: what }).toBe(true);
}

async function send(count: number, word: string): Promise<string[]> {
  const titles = Array.from({ length: count }, (_, index) => `${word} ${index}`);
  for (const title of titles) await agent.sync([ticketCommand({ title })]);
  return titles;
}

const isDelivered = async () =>
  (await desk.rows("SELECT id FROM delivery WHERE state IN ('waiting', 'sending')")).length === 0;
const titlesThere = async () =>
  (await harness.tickets()).map(({ title }) => title.replace(/ \[.*$/, '')).sort();

beforeEach(async () => {
  if (!itop.isConfigured) return;
  harness = await openItop(itop.values);
  const [, domain = ''] = harness.known.email.split('@');
  desk = await openTestServer({ environment: { FIRST_EMAIL_DOMAINS: domain }, onSqlite: true });
  administrator = await desk.administrator();
  const settings = { ...settingsOf(itop.values), organisations: { Contoso: harness.organisation } };
  const json = { name: 'iTop', settings, secrets: secretsOf(itop.values) };
  backendId = Backend.parse((await administrator.ask('/backends', { json })).body).id;
  const routes = [{ organisationId: null, entryId: null, backendId }];
  await administrator.ask('/routes', { method: 'PUT', json: routes });
  agent = await desk.activeAgent(harness.known.email);
}, LONG);
afterEach(async () => {
  await end();
  await desk.close();
  await harness.close();
}, LONG);

if (itop.isConfigured && faults.isConfigured) {
  test.each(['locked', 'barred', 'read-only'] as const)(
    'while it is %s everything waits, and then each ticket is there once',
    async (fault) => {
      const before = await send(2, 'Before');
      await eventually('the first are there', isDelivered);
      await make(fault);
      const meanwhile = await send(6, 'Meanwhile');
      const says = async () => (await health())?.lastFailure?.reason.en ?? '';
      await eventually(`the health says ${SAYS[fault]}`, async () => SAYS[fault].test(await says()));
      const { parked, lastFailure } = (await health()) ?? {};
      console.info(`${fault}: ${lastFailure?.reason.en}`);
      expect(parked).toBe(0);
      await end();
      await eventually('all are there', isDelivered);
      expect((await health())?.parked).toBe(0);
      expect(await titlesThere()).toEqual([...before, ...meanwhile].sort());
    },
    LONG,
  );

  test(
    'a file that is too large for it is parked, and the rest of its ticket goes on',
    async () => {
      await make('small');
      const bytes = Buffer.alloc(LARGE, 'large');
      await agent.upload(bytes);
      const command = ticketCommand({
        title: 'With a file',
        attachments: [attachmentOf(bytes, 'large.txt')],
      });
      await agent.sync([command]);
      await agent.sync([commentCommand(command.key, { body: 'The rest goes on.' })]);
      await eventually('the file is parked', async () => (await health())?.parked === 1);
      await eventually('all else is there', isDelivered);
      const [ticket, ...others] = await harness.tickets();
      expect([ticket?.attachments, others]).toEqual([[], []]);
      expect(ticket?.comments.map(({ body }) => body)).toEqual([
        expect.stringContaining('The rest goes on.'),
      ]);
      await end();
      const [parked] = await desk.rows("SELECT id FROM delivery WHERE state = 'parked'");
      await administrator.ask(`/deliveries/${parked?.id}/retry`, { method: 'POST' });
      await eventually('it is sent again', isDelivered);
      const [again] = await harness.tickets();
      expect(again?.attachments.map((file) => file.bytes.equals(bytes))).toEqual([true]);
    },
    LONG,
  );
}

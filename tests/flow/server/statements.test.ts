// How many statements and flushes a sync and a ticket cost. Each is work that 100,000 agents multiply.
import { request } from 'node:http';
import BetterSqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { SyncResponse } from '../../../contract/sync.ts';
import { type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const MOST_OF_SYNC = 3;
/** Two of them tell the requester. */
const MOST_OF_TICKET = 25;
const FLUSHES_OF_TICKET = 2;

/** Texts that the server has run since it was emptied; those of this test's own handle begin with a comment. */
const texts: string[] = [];
const restore = watchStatements();
afterAll(restore);

let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent('requester@contoso.example');
  // connectors are made, and what administrators set is read
  await agent.sync([ticketCommand()]);
  await settled();
});
afterEach(() => desk.close());

test('a sync without news runs at most three statements, and flushes nothing', async () => {
  const { cursor } = await sync(0);
  texts.length = 0;
  await sync(cursor);
  expect(texts.length, texts.join('\n')).toBeLessThanOrEqual(MOST_OF_SYNC);
  expect(flushes()).toBe(0);
});

test('a sync of an organisation with a directory runs no more', async () => {
  const people = [
    { email: 'requester@contoso.example', fullName: 'A requester', userName: 'CONTOSO\\user1' },
  ];
  await desk.runImport('directory', { people });
  const { cursor } = await sync(0);
  texts.length = 0;
  await sync(cursor);
  expect(texts.length, texts.join('\n')).toBeLessThanOrEqual(MOST_OF_SYNC);
});

test('a ticket, from the sync that brings it until the built-in desk has it, takes 25 statements and two flushes', async () => {
  const { cursor } = await sync(0);
  texts.length = 0;
  await sync(cursor, [ticketCommand()]);
  await settled();
  expect(texts.length, texts.join('\n')).toBeLessThanOrEqual(MOST_OF_TICKET);
  expect(flushes()).toBe(FLUSHES_OF_TICKET);
});

test('tickets that arrive at the same time share their flushes', async () => {
  const agents = await Promise.all(
    Array.from({ length: 8 }, (_, index) => desk.activeAgent(`requester-${index}@contoso.example`)),
  );
  await settled();
  texts.length = 0;
  await Promise.all(agents.map((one) => one.sync([ticketCommand()])));
  await settled();
  expect(flushes()).toBeLessThan(agents.length);
});

const flushes = () => texts.filter((text) => text === 'commit').length;

/** As the agent sends it: headers and body at once. */
async function sync(cursor: number, commands: object[] = []): Promise<SyncResponse> {
  const body = JSON.stringify({ cursor, commands, catalogueVersion: null });
  const headers = { ...agent.authorization(), 'content-type': 'application/json' };
  const text = await new Promise<string>((resolve, reject) => {
    const call = request(`${desk.url}/v1/sync`, { method: 'POST', headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve(Buffer.concat(chunks).toString());
    });
    call.on('error', reject).end(body);
  });
  return SyncResponse.parse(JSON.parse(text));
}

/** Until the desk has all tickets, and the worker sleeps. */
async function settled(): Promise<void> {
  await desk.delivered();
  let before = -1;
  await until(() => {
    const isQuiet = before === texts.length;
    before = texts.length;
    return isQuiet;
  }, 'the server rests');
}

/** Notes what the server's handles run. Returns a function that ends it. */
function watchStatements(): () => void {
  const { prepare, exec } = BetterSqlite.prototype;
  BetterSqlite.prototype.prepare = function (this: BetterSqlite.Database, text: string) {
    const statement = prepare.call(this, text);
    const note = (method: 'run' | 'all') => {
      const before = statement[method].bind(statement) as (...values: unknown[]) => unknown;
      Object.defineProperty(statement, method, {
        value: (...values: unknown[]) => {
          // those of the test server begin in capitals
          if (/^[a-z]/.test(text)) texts.push(text);
          return before(...values);
        },
      });
    };
    note('run');
    note('all');
    return statement;
  } as typeof prepare;
  BetterSqlite.prototype.exec = function (this: BetterSqlite.Database, text: string) {
    texts.push(text);
    return exec.call(this, text);
  };
  return () => Object.assign(BetterSqlite.prototype, { prepare, exec });
}

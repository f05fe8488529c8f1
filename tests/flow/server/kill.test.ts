// Servers that are killed under load, one on SQLite and two on PostgreSQL, which fails too: nothing that they said is saved is
// lost or doubled, and no agent misses a change. GUICHET_KILL_ROUNDS says how often one is killed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { v7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { SECOND } from '../../../contract/clock.ts';
import { SyncResponse } from '../../../contract/sync.ts';
import type { TicketSnapshot } from '../../../contract/ticket.ts';
import { openBesideServer, openStorage } from '../../../server/storage/open.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { OpenedStorage, Storage } from '../../../server/storage/storage.ts';
import { emptyFolder } from '../../fakes/agent-under-test.ts';
import { DURABLE, startPostgres } from '../../fakes/postgres/start-postgres.ts';
import { type KillableServers, startKillableServers } from '../../fakes/server/killable-servers.ts';
import { ON_POSTGRES } from '../../fakes/server/own-database.ts';
import { idOf, newRun, type Run, secretOf } from '../../load/identities.ts';
import { seedAgents } from '../../load/seed-agents.ts';

const ROUNDS = Number(process.env.GUICHET_KILL_ROUNDS ?? (ON_POSTGRES ? 20 : 3));
/** Tickets that are accepted between two kills. */
const BETWEEN = 20;
/** Agents that send tickets at the same time. */
const WRITING = 8;
/** Then another agent goes on: the limit is 60 an hour. */
const TICKETS_OF_AGENT = 50;
/** Enough for what is sent while a server starts again. */
const AGENTS = WRITING * (ROUNDS + 1);
/** In milliseconds: a start takes long when many tests run. */
const ROUND_MS = 20_000;

/** An agent that has a ticket to send all the time, and remembers what the server told it. */
interface Writer {
  authorization: string;
  cursor: number;
  seen: Map<string, TicketSnapshot>;
  accepted: string[];
}

/** Calls one of the servers, the next one after a failure. Waits while none is up. */
async function sync(servers: KillableServers, writer: Writer, cursor: number, commands: object[]) {
  for (let tries = writer.accepted.length; ; tries += 1) {
    await servers.whenAnyIsUp();
    const answer = await fetch(`${servers.urls[tries % servers.urls.length]}/v1/sync`, {
      method: 'POST',
      headers: { authorization: writer.authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ cursor, commands }),
    })
      .then(async (response) => {
        // sent more often than an agent does: told when to go on
        if (response.status === 429) await pass(Number(response.headers.get('retry-after')) * SECOND);
        return [429, 503].includes(response.status) ? null : response.json();
      })
      .catch(() => null);
    // killed before or while it answered, or without its database: whether it has carried out the commands is not known
    if (answer !== null) return syncResponse(answer);
  }
}

function syncResponse(answer: unknown): SyncResponse {
  const parsed = SyncResponse.safeParse(answer);
  if (!parsed.success) throw new Error(`no answer to a sync: ${JSON.stringify(answer)}`);
  return parsed.data;
}

/** Sends one ticket until it is accepted, and reads what is new. */
async function sendTicket(servers: KillableServers, writer: Writer): Promise<void> {
  const body = { ticketKind: 'incident', title: 'Killed', description: '', attachments: [] };
  const command = { key: v7(), kind: 'create-ticket', submittedAt: new Date().toISOString(), body };
  const answer = await sync(servers, writer, writer.cursor, [command]);
  expect(answer.results).toEqual([{ key: command.key, outcome: 'accepted' }]);
  expect(answer.cursor).toBeGreaterThanOrEqual(writer.cursor);
  writer.cursor = answer.cursor;
  for (const ticket of answer.tickets) writer.seen.set(ticket.id, ticket);
  writer.accepted.push(command.key);
}

/** Everything after a cursor. */
async function readAll(servers: KillableServers, writer: Writer, from: number) {
  const tickets = new Map<string, TicketSnapshot>();
  for (let cursor = from; ; ) {
    const answer = await sync(servers, writer, cursor, []);
    for (const ticket of answer.tickets) tickets.set(ticket.id, ticket);
    cursor = answer.cursor;
    if (!answer.more) return tickets;
  }
}

interface Installation {
  /** of each server */
  settings: Record<string, string>[];
  /** null on SQLite, which cannot fail without its server */
  crashDatabase: (() => Promise<void>) | null;
  /** Opens the database beside the servers. */
  open(): Promise<Storage>;
  remove(): Promise<void>;
}

function storageOf(opened: OpenedStorage): Storage {
  if (!opened.ok) throw new Error(opened.problem);
  return opened.storage;
}

/** One server on SQLite, or two on a PostgreSQL of their own, with agents. */
async function install(run: Run): Promise<Installation> {
  const folder = emptyFolder();
  const postgres = ON_POSTGRES ? await startPostgres(DURABLE) : null;
  const databaseUrl = postgres?.url ?? null;
  const { db, close } = storageOf(await openStorage({ dataDir: folder, databaseUrl }));
  const problem = await seedAgents(db, run, AGENTS, [{ first: 0, end: AGENTS }]);
  await close();
  expect(problem).toBeNull();
  const shared = { DATABASE_URL: databaseUrl ?? '', SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
  return {
    settings: postgres
      ? ['one', 'other'].map((name) => ({ ...shared, DATA_DIR: join(folder, name) }))
      : [{ DATA_DIR: folder }],
    crashDatabase: postgres && (() => postgres.crash()),
    open: async () => storageOf(await openBesideServer({ dataDir: folder, databaseUrl })),
    async remove() {
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test(
  'servers that are killed lose no accepted ticket, make none twice, and skip no change',
  async () => {
    const run = newRun();
    const installation = await install(run);
    onTestFinished(() => installation.remove());
    const servers = await startKillableServers(installation.settings);
    onTestFinished(() => servers.stop());
    const writers: Writer[] = [];
    const newWriter = () => {
      const index = writers.length;
      expect(index).toBeLessThan(AGENTS);
      const authorization = `Bearer ${idOf(run, 'agent', index)}.${secretOf(run, index)}`;
      const writer: Writer = { authorization, cursor: 0, seen: new Map(), accepted: [] };
      writers.push(writer);
      return writer;
    };
    const count = () => writers.reduce((sum, { accepted }) => sum + accepted.length, 0);
    const moreTickets = async () => {
      const due = count() + BETWEEN;
      await expect.poll(count, { timeout: ROUND_MS, interval: 5 }).toBeGreaterThanOrEqual(due);
    };

    let killing = true;
    const load = Promise.all(
      Array.from({ length: WRITING }, async () => {
        for (let writer = newWriter(); killing; ) {
          if (writer.accepted.length >= TICKETS_OF_AGENT) writer = newWriter();
          await sendTicket(servers, writer);
        }
      }),
    );
    for (let round = 0; round < ROUNDS; round += 1) {
      const index = round % servers.urls.length;
      await moreTickets();
      await servers.kill(index);
      // where there is another one, it serves the agents of the dead one
      if (servers.urls.length > 1) await moreTickets();
      await servers.startAgain(index);
    }
    if (installation.crashDatabase) {
      await moreTickets();
      await installation.crashDatabase();
      await moreTickets();
    }
    killing = false;
    await load;

    const numbers = new Set<string>();
    for (const writer of writers) {
      const hasAllNumbers = async () =>
        [...(await readAll(servers, writer, 0)).values()].every(({ number }) => number !== null);
      await expect.poll(hasAllNumbers).toBe(true);
      const all = await readAll(servers, writer, 0);
      expect([...all.keys()].toSorted()).toEqual(writer.accepted.toSorted());
      // what came bit by bit is the same as what comes at once
      const rest = await readAll(servers, writer, writer.cursor);
      expect(new Map([...writer.seen, ...rest])).toEqual(all);
      for (const { number } of all.values()) numbers.add(number ?? '');
    }
    expect(numbers.size).toBe(count());
    await servers.stop();
    const { db, close } = await installation.open();
    await checkDatabase(db, count()).finally(close);
  },
  ROUNDS * ROUND_MS + 60_000,
);

/** Each ticket is at the desk once, and no two changes of a requester have the same number. */
async function checkDatabase(db: Database, tickets: number): Promise<void> {
  const countOf = async (query: RawBuilder<{ count: number }>) =>
    (await query.execute(db)).rows.map((row) => row.count);
  expect(await countOf(sql`select count(*) as count from ticket`)).toEqual([tickets]);
  expect(await countOf(sql`select count(*) as count from desk_ticket`)).toEqual([tickets]);
  // the last change of each ticket is kept
  expect(await countOf(sql`select count(*) as count from change`)).toEqual([tickets]);
  const distinct = sql`(select distinct requester_id, seq from change)`;
  expect(await countOf(sql`select count(*) as count from ${distinct} as numbered`)).toEqual([tickets]);
  const last = sql`(select max(seq) from change where requester_id = requester.id)`;
  const wrong = sql<{ count: number }>`select count(*) as count from requester where change_seq <> ${last}`;
  expect(await countOf(wrong)).toEqual([0]);
}

// A server that is killed under load: nothing that it said is saved is lost or doubled, and no agent misses a change.
// GUICHET_KILL_ROUNDS says how often it is killed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { SyncResponse } from '../../../contract/sync.ts';
import type { TicketSnapshot } from '../../../contract/ticket.ts';
import { openStorage } from '../../../server/storage/open.ts';
import { emptyFolder } from '../../fakes/agent-under-test.ts';
import { type KillableServers, startKillableServers } from '../../fakes/server/killable-servers.ts';
import { idOf, newRun, type Run, secretOf } from '../../load/identities.ts';
import { seedAgents } from '../../load/seed-agents.ts';

const ROUNDS = Number(process.env.GUICHET_KILL_ROUNDS ?? 3);
/** Tickets that are accepted between two kills. */
const BETWEEN = 20;
/** Enough that none reaches its limit of 60 tickets an hour. */
const AGENTS = Math.max(8, ROUNDS);
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
      .then((response) => response.json())
      .catch(() => null);
    // killed before or while it answered: whether it has carried out the commands is not known
    if (answer !== null) return SyncResponse.parse(answer);
  }
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

async function seededFolder(run: Run): Promise<string> {
  const folder = emptyFolder();
  const opened = await openStorage({ dataDir: folder, databaseUrl: null });
  if (!opened.ok) throw new Error(opened.problem);
  const problem = await seedAgents(opened.storage.db, run, AGENTS, [{ first: 0, end: AGENTS }]);
  await opened.storage.close();
  expect(problem).toBeNull();
  return folder;
}

test(
  'a killed server loses no accepted ticket, makes none twice, and skips no change',
  async () => {
    const run = newRun();
    const folder = await seededFolder(run);
    const servers = await startKillableServers([{ DATA_DIR: folder }]);
    onTestFinished(async () => {
      await servers.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    const writers = Array.from({ length: AGENTS }, (_, index): Writer => {
      const authorization = `Bearer ${idOf(run, 'agent', index)}.${secretOf(run, index)}`;
      return { authorization, cursor: 0, seen: new Map(), accepted: [] };
    });
    const count = () => writers.reduce((sum, { accepted }) => sum + accepted.length, 0);

    let killing = true;
    const load = Promise.all(
      writers.map(async (writer) => {
        while (killing) await sendTicket(servers, writer);
      }),
    );
    for (let round = 0; round < ROUNDS; round += 1) {
      const due = count() + BETWEEN;
      await expect.poll(count, { timeout: ROUND_MS, interval: 5 }).toBeGreaterThanOrEqual(due);
      await servers.kill(round % servers.urls.length);
      await servers.startAgain(round % servers.urls.length);
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
    checkDatabase(folder, count());
  },
  ROUNDS * ROUND_MS + 60_000,
);

/** Each ticket is at the desk once, and no two changes of a requester have the same number. */
function checkDatabase(folder: string, tickets: number): void {
  const db = new Database(join(folder, 'guichet.sqlite'), { readonly: true });
  const numberOf = (query: string) => db.prepare(query).pluck().get();
  expect(numberOf('select count(*) from ticket')).toBe(tickets);
  expect(numberOf('select count(*) from desk_ticket')).toBe(tickets);
  // the last change of each ticket is kept
  expect(numberOf('select count(*) from change')).toBe(tickets);
  expect(numberOf('select count(*) from (select distinct requester_id, seq from change)')).toBe(tickets);
  const last = '(select max(seq) from change where requester_id = requester.id)';
  expect(numberOf(`select count(*) from requester where change_seq is not ${last}`)).toBe(0);
  db.close();
}

// An agent that is updated with a full queue: what an earlier version had stored is sent, once and in order, whatever state it was in.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SyncRequest } from '../../../contract/sync.ts';
import { MIGRATIONS } from '../../../main/db/migrations/all.ts';
import { openDatabase } from '../../../main/db/open.ts';
import { createSeal, sealJson } from '../../../main/db/seal.ts';
import { newSecrets, readSecrets, writeSecrets } from '../../../main/db/secrets.ts';
import type { Fetch } from '../../../main/http/server-client.ts';
import { systemChance as chance } from '../../../main/support/chance.ts';
import {
  type AgentUnderTest,
  emptyFolder,
  plainWrap,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { type ServerInMemory, serverInMemory } from '../../fakes/server-in-memory.ts';
import { commentOf, ticketOf } from '../../fakes/snapshots.ts';
import { listTickets, openTicket } from '../../flow/agent/requests.ts';

const started = removedAfterEach();
const AT = '2026-01-31T09:45:00.000Z';
const keyOf = (number: number) => `019c1234-5678-7abc-8def-00000000000${number}`;

/** Each version of the schema, the present one too. */
const VERSIONS = MIGRATIONS.map(({ version }) => version);

const ticket = (number: number, title: string) => ({
  key: keyOf(number),
  kind: 'create-ticket',
  submittedAt: AT,
  files: [],
  body: { ticketKind: 'incident', title, description: '', attachments: [] },
});
const comment = (number: number, ticketId: string) => ({
  key: keyOf(number),
  kind: 'add-comment',
  submittedAt: AT,
  files: [],
  body: { ticketId, body: 'More', attachments: [] },
});

function openAt(file: string, version: number) {
  const migrations = MIGRATIONS.filter((migration) => migration.version <= version);
  const opened = openDatabase(file, { migrations });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

/** Writes a queue of that version: a ticket that was held three times, a message to it, one that cannot be read, and another ticket. */
function writeQueue(folder: string, version: number): void {
  mkdirSync(folder, { recursive: true });
  const secrets = newSecrets(chance);
  writeSecrets(join(folder, 'keys.json'), plainWrap, secrets);
  const seal = createSeal(secrets.dataKey);
  const db = openAt(join(folder, 'guichet.sqlite'), version);
  const insert = db.prepare(
    `insert into outbox (key, kind, ticket_id, sealed, submitted_at, state, attempts, held) values (?, ?, ?, ?, ?, 'queued', ?, ?)`,
  );
  const held = JSON.stringify({ code: 'internal' });
  const sealed = (command: { key: string }) => sealJson(seal, 'outbox', command.key, command);
  const first = ticket(1, 'Held');
  insert.run(first.key, first.kind, first.key, sealed(first), AT, 3, held);
  const more = comment(2, first.key);
  insert.run(more.key, more.kind, first.key, sealed(more), AT, 0, null);
  insert.run(keyOf(3), 'create-ticket', keyOf(3), Buffer.from('damaged'), AT, 0, null);
  const last = ticket(4, 'Last');
  insert.run(last.key, last.kind, last.key, sealed(last), AT, 0, null);
  db.close();
}

test.each(VERSIONS)('the queue of version %i is sent once and in order', async (version) => {
  const folder = emptyFolder();
  writeQueue(folder, version);
  const desk = serverInMemory();
  const agent = started(await startReadyAgent(desk, { folder }));
  // what cannot be read is set aside, and holds nothing up
  await expect.poll(() => agent.agent.state().waiting).toBe(0);
  expect(desk.tickets().map(({ title, comments }) => [title, comments.map(({ body }) => body)])).toEqual([
    ['Held', ['More']],
    ['Last', []],
  ]);
});

test.each(VERSIONS)(
  'what version %i had sent without hearing the answer is not created again',
  async (version) => {
    const folder = emptyFolder();
    writeQueue(folder, version);
    const desk = serverInMemory();
    let lost = 0;
    /** Loses the answer to the first sync that carries commands. */
    const losing: Fetch = async (input, init) => {
      const request = new Request(input, init);
      if (lost === 0 && request.url.endsWith('/v1/sync')) {
        const { commands } = SyncRequest.parse(await request.clone().json());
        desk.mood.loseNextAnswer = commands.length > 0;
        lost += commands.length > 0 ? 1 : 0;
      }
      return desk.fetch(request);
    };
    const agent = started(startAgent({ fetch: losing, folder }));
    await expect.poll(desk.streamCount).toBe(1);
    desk.setState('active');
    desk.confirm('requester@example.org');
    await expect.poll(() => desk.tickets().length).toBe(2);
    await expect.poll(() => agent.condition()).toBe('offline');
    expect(agent.agent.state().waiting).toBe(3);
    await agent.kill();
    const again = started(startAgent({ fetch: desk.fetch, folder }));
    await expect.poll(() => again.agent.state().waiting).toBe(0);
    expect(desk.tickets().map(({ title }) => title)).toEqual(['Held', 'Last']);
  },
);

const EMAIL = 'requester@example.org';

/** What an agent of that version had: the server has accepted a ticket and a message to it, and not told it; another ticket waits. */
function writeAccepted(folder: string, version: number): void {
  const [file, old] = [join(folder, 'guichet.sqlite'), join(folder, 'old.sqlite')];
  const db = openAt(old, version);
  db.exec(`attach '${file}' as now;
    insert into fact select * from now.fact where name <> 'cursor-mark';`);
  // 0020 reads the tickets of the version before anew
  if (version >= 20) db.exec('insert into ticket select * from now.ticket');
  const secrets = readSecrets(join(folder, 'keys.json'), plainWrap);
  if (!secrets.ok || !secrets.value) throw new Error('no secrets');
  const seal = createSeal(secrets.value.dataKey);
  const insert = db.prepare(
    'insert into outbox (key, kind, ticket_id, sealed, submitted_at, state) values (?, ?, ?, ?, ?, ?)',
  );
  const queue = [
    [ticket(1, 'Accepted'), keyOf(1), 'accepted'],
    [comment(2, keyOf(1)), keyOf(1), 'accepted'],
    [ticket(4, 'Queued'), keyOf(4), 'queued'],
  ] as const;
  for (const [command, ticketId, state] of queue) {
    const { key, kind } = command;
    insert.run(key, kind, ticketId, sealJson(seal, 'outbox', key, command), AT, state);
  }
  db.close();
  for (const ending of ['-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  renameSync(old, file);
}

/** Ends an agent of that version with accepted commands. `restore` sets the server back to before it had shown a ticket. */
async function endedAccepted(desk: ServerInMemory, version: number) {
  const agent = await startReadyAgent(desk, { folder: emptyFolder() });
  const { folder } = started(agent);
  const restore = desk.backUp();
  desk.addTicket(EMAIL, ticketOf({ id: keyOf(9), title: 'Seen' }));
  agent.agent.renew();
  await expect.poll(() => shown(agent)).toEqual(['Seen']);
  await agent.kill();
  writeAccepted(folder, version);
  return { folder, restore };
}

const titlesAt = (desk: ServerInMemory) =>
  desk
    .tickets()
    .map(({ title }) => title)
    .sort();
const shown = async (agent: AgentUnderTest) =>
  (await listTickets(agent, {})).tickets.map(({ title }) => title).sort();

test.each(VERSIONS)(
  'what the server of version %i had accepted is shown once and not sent again',
  async (version) => {
    const desk = serverInMemory();
    const { folder } = await endedAccepted(desk, version);
    const comments = [commentOf({ id: keyOf(2), author: 'requester', body: 'More' })];
    desk.addTicket(EMAIL, ticketOf({ id: keyOf(1), title: 'Accepted', comments }));
    const agent = started(startAgent({ fetch: desk.fetch, folder }));
    await expect.poll(() => titlesAt(desk)).toEqual(['Accepted', 'Queued', 'Seen']);
    await expect.poll(() => shown(agent)).toEqual(['Accepted', 'Queued', 'Seen']);
    expect((await openTicket(agent, keyOf(1))).ticket.comments.map(({ body }) => body)).toEqual(['More']);
    expect(desk.received.map(({ key }) => key)).toEqual([keyOf(4)]);
  },
);

/** From 0.2.0 on, the first release. 0020 drops the cursor of the version before, by which an older server is known. */
const RELEASED = VERSIONS.filter((version) => version >= 20);

test.each(RELEASED)(
  'what was accepted of version %i is sent again to a server that comes back older',
  async (version) => {
    const desk = serverInMemory();
    const { folder, restore } = await endedAccepted(desk, version);
    restore();
    const agent = started(startAgent({ fetch: desk.fetch, folder }));
    await expect.poll(() => titlesAt(desk)).toEqual(['Accepted', 'Queued']);
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    const accepted = desk.tickets().find(({ id }) => id === keyOf(1));
    expect(accepted?.comments.map(({ body }) => body)).toEqual(['More']);
  },
);

// An agent that is updated with a full queue: what an earlier version had stored is sent, once and in order, whatever state it was in.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SyncRequest } from '../../../contract/sync.ts';
import { MIGRATIONS } from '../../../main/db/migrations/all.ts';
import { openDatabase } from '../../../main/db/open.ts';
import { createSeal, sealJson } from '../../../main/db/seal.ts';
import { newSecrets, writeSecrets } from '../../../main/db/secrets.ts';
import type { Fetch } from '../../../main/http/server-client.ts';
import { systemChance as chance } from '../../../main/support/chance.ts';
import {
  emptyFolder,
  plainWrap,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';

const started = removedAfterEach();
const AT = '2026-01-31T09:45:00.000Z';
const keyOf = (number: number) => `019c1234-5678-7abc-8def-00000000000${number}`;

/** Each version of the schema, the present one too. */
const VERSIONS = MIGRATIONS.map(({ version }) => version);

/** Writes a queue of that version: a ticket that was held three times, a message to it, one that cannot be read, and another ticket. */
function writeQueue(folder: string, version: number): void {
  mkdirSync(folder, { recursive: true });
  const secrets = newSecrets(chance);
  writeSecrets(join(folder, 'keys.json'), plainWrap, secrets);
  const seal = createSeal(secrets.dataKey);
  const migrations = MIGRATIONS.filter((migration) => migration.version <= version);
  const opened = openDatabase(join(folder, 'guichet.sqlite'), { migrations });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const insert = db.prepare(
    `insert into outbox (key, kind, ticket_id, sealed, submitted_at, state, attempts, held) values (?, ?, ?, ?, ?, 'queued', ?, ?)`,
  );
  const ticket = (number: number, title: string) => ({
    key: keyOf(number),
    kind: 'create-ticket',
    submittedAt: AT,
    files: [],
    body: { ticketKind: 'incident', title, description: '', attachments: [] },
  });
  const comment = {
    key: keyOf(2),
    kind: 'add-comment',
    submittedAt: AT,
    files: [],
    body: { ticketId: keyOf(1), body: 'More', attachments: [] },
  };
  const held = JSON.stringify({ code: 'internal' });
  const sealed = (command: { key: string }) => sealJson(seal, 'outbox', command.key, command);
  const first = ticket(1, 'Held');
  insert.run(first.key, first.kind, first.key, sealed(first), AT, 3, held);
  insert.run(comment.key, comment.kind, first.key, sealed(comment), AT, 0, null);
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

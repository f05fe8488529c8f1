// Local data that is damaged, gone or in use by another program: the agent goes on, tells it, and loses nothing that was written.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  type AgentUnderTest,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { holdDatabase } from '../../fakes/database-holder.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { recordingLog } from '../../fakes/recording-log.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { unwrap } from './requests.ts';

const started = removedAfterEach();
const databaseOf = ({ folder }: Pick<AgentUnderTest, 'folder'>) => join(folder, 'guichet.sqlite');

/** Zeroes the pages that hold drafts, behind the back of the agent that has the database open. */
function damageDrafts(file: string): void {
  const other = new Database(file);
  other.pragma('wal_checkpoint(TRUNCATE)');
  const root = Number(other.prepare(`select rootpage from sqlite_schema where name = 'draft'`).pluck().get());
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, (root - 1) * 4096, root * 4096));
  // a commit of another program makes the agent read its pages again
  other.pragma(`user_version = ${other.pragma('user_version', { simple: true })}`);
  other.close();
}

describe('damage', () => {
  it('that shows while a ticket is being written keeps what was typed, and the agent starts again with all it had', async () => {
    const desk = serverInMemory();
    const log = recordingLog();
    const agent = started(await startReadyAgent(desk, { log }));
    await agent.submit('Sent before');
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    desk.goDown();
    await agent.submit('Waits to be sent', {}, undefined);
    const draft = await agent.compose({ title: 'Half a ticket' });
    damageDrafts(databaseOf(agent));
    const { id, content } = draft;
    const written = await agent.ask('draft:write', {
      id,
      content: { ...content, description: 'typed last' },
    });
    expect(written).toMatchObject({ ok: false, error: { code: 'storage-damaged' } });
    expect(agent.restarts).toEqual(['damage']);
    expect(log.lines).toContain('the local data is damaged: starting again to set it aside');
    await agent.kill();

    desk.comeBack();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    expect(again.agent.state().recovery).toMatchObject({ cause: 'damaged', kept: { queued: 1, drafts: 1 } });
    expect(again.toasts[0]).toMatchObject({ target: { screen: 'tickets' } });
    await expect
      .poll(() => desk.tickets().map(({ title }) => title))
      .toEqual(['Sent before', 'Waits to be sent']);
    await expect.poll(() => again.condition()).toBe('ready');
    expect(desk.agentCount()).toBe(1);
    const [other] = unwrap(await again.ask('draft:others', undefined));
    unwrap(await again.ask('draft:open', { id: other?.id ?? '' }));
    expect((await again.shown()).content).toMatchObject({
      title: 'Half a ticket',
      description: 'typed last',
    });
    expect(readdirSync(again.folder).filter((name) => name.startsWith('set-aside-'))).toHaveLength(1);

    unwrap(await again.ask('app:recovery-read', undefined));
    expect(again.agent.state()).toMatchObject({ recovery: null, isRecovering: false });
  });

  it('to an empty database: the tickets come from the server, and what is written meanwhile waits and is sent', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const first = await agent.submit('Sent before');
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    await agent.kill();
    for (const name of readdirSync(agent.folder))
      if (name.startsWith('guichet.')) rmSync(join(agent.folder, name));
    desk.goDown();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    expect(again.agent.state().recovery).toMatchObject({ cause: 'missing', isCounted: false });
    expect(again.condition()).toBe('waiting-for-activation');
    expect(again.agent.mayOpenTickets()).toBe(true);
    await again.submit('Written at once');
    desk.comeBack();
    again.agent.renew();
    await expect
      .poll(() => desk.tickets().map(({ title }) => title))
      .toEqual(['Sent before', 'Written at once']);
    await expect.poll(async () => (await again.ask('tickets:open', { id: first })).ok).toBe(true);
  });

  it('twice within a minute starts the agent again only once: the disk itself fails', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    await agent.kill();
    writeFileSync(join(agent.folder, 'damaged'), '');
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder, clock }));
    await again.compose({ title: 'Another' });
    damageDrafts(databaseOf(again));
    expect(await again.ask('draft:others', undefined)).toMatchObject({ error: { code: 'storage-damaged' } });
    expect(again.restarts).toEqual([]);
  });
});

describe('another program that holds the database', () => {
  it('never makes the agent wait: it says so, and what is sent meanwhile is saved once that program lets go', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const log = recordingLog();
    const agent = started(await startReadyAgent(desk, { clock, log }));
    const { id, content } = await agent.compose({ title: 'Typed before' });
    const release = await holdDatabase(databaseOf(agent));

    const typed = { ...content, title: 'Typed meanwhile' };
    const before = performance.now();
    const written = await agent.ask('draft:write', { id, content: typed });
    expect(performance.now() - before).toBeLessThan(1000);
    expect(written).toMatchObject({ ok: false, error: { code: 'storage-busy' } });
    expect(agent.agent.state().hindrance).toBe('storage-busy');
    expect(await agent.shown()).toMatchObject({ content: { title: 'Typed meanwhile' } });
    const sent = agent.ask('draft:submit', { id, content: typed, act: null });
    clock.advance(1000);
    expect(agent.agent.state().hindrance).toBe('storage-busy');

    await release();
    expect((await sent).ok).toBe(true);
    clock.advance(1000);
    expect(agent.agent.state().hindrance).toBeNull();
    await expect.poll(() => desk.tickets().map(({ title }) => title)).toEqual(['Typed meanwhile']);
    expect(log.lines.filter((line) => line.includes('local data'))).toEqual([
      'the local data cannot be written: storage-busy',
      'the local data can be written again',
    ]);
  });

  it('keeps a reply that was typed in a toast until it can be saved', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    const id = await agent.submit('A ticket');
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    const release = await holdDatabase(databaseOf(agent));
    expect(agent.agent.reply(id, 'From the toast').ok).toBe(true);
    clock.advance(3000);
    await release();
    clock.advance(1000);
    await expect.poll(() => desk.tickets()[0]?.comments.map(({ body }) => body)).toEqual(['From the toast']);
  });

  it('does not keep the agent from starting', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    await agent.kill();
    const release = await holdDatabase(databaseOf(agent));
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    expect(again.agent.mayOpenTickets()).toBe(true);
    await release();
    expect(existsSync(databaseOf(again))).toBe(true);
  });
});

// The time from Send until the ticket is committed to disk, with a picture of 1 MB, against a bare transaction of that size.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { ok } from '../../contract/result.ts';
import { systemClock } from '../../main/support/clock.ts';
import { test } from '../e2e/desktop.ts';
import { type AgentUnderTest, emptyFolder, startAgent } from '../fakes/agent-under-test.ts';
import { serverInMemory } from '../fakes/server-in-memory.ts';
import { percentile, record } from './figures.ts';

const RUNS = 40;
const WARM_UP = 5;
/** In pixels. Noise cannot be compressed: 592 x 592 x 3 bytes are a PNG of 1 MB. */
const SIDE = 592;

async function readyAgent(): Promise<AgentUnderTest> {
  const desk = serverInMemory();
  const agent = startAgent({ fetch: desk.fetch, clock: systemClock });
  await expect.poll(() => desk.streamCount()).toBeGreaterThan(0);
  desk.setState('active');
  desk.confirm('requester@example.org');
  await expect.poll(() => agent.condition()).toBe('ready');
  // Without this, sync would run during the measurement.
  desk.mood.down = true;
  return agent;
}

async function sendOne(agent: AgentUnderTest): Promise<{ milliseconds: number; bytes: number }> {
  const bitmap = { pixels: randomBytes(SIDE * SIDE * 4), width: SIDE, height: SIDE };
  agent.agent.form.open({ captured: ok([{ bitmap, included: true }]) });
  let bytes: number | null = null;
  const current = async () => {
    const draft = await agent.ask('draft:current', undefined);
    if (!draft.ok || !draft.value) throw new Error('no draft');
    return draft.value;
  };
  await expect
    .poll(async () => {
      bytes = (await current()).attachments[0]?.size ?? null;
      return bytes;
    })
    .not.toBeNull();
  const { id, content } = await current();
  const from = performance.now();
  const sent = await agent.ask('draft:submit', { id, content: { ...content, title: 'Measured' }, act: null });
  const milliseconds = performance.now() - from;
  if (!sent.ok) throw new Error(sent.error.code);
  return { milliseconds, bytes: bytes ?? 0 };
}

function bareTransaction(folder: string): (bytes: number) => number {
  const db = new Database(join(folder, 'bare.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table picture (id integer primary key, bytes blob not null) strict');
  const insert = db.prepare('insert into picture (bytes) values (?)');
  const write = db.transaction((bytes: Buffer) => void insert.run(bytes));
  return (size) => {
    const bytes = randomBytes(size);
    const from = performance.now();
    write(bytes);
    return performance.now() - from;
  };
}

test('submit', async () => {
  const agent = await readyAgent();
  const bare = bareTransaction(emptyFolder());
  const [submitted, written]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    const { milliseconds, bytes } = await sendOne(agent);
    const baseline = bare(bytes);
    if (run < WARM_UP) continue;
    submitted.push(milliseconds);
    written.push(baseline);
  }
  await agent.remove();
  const p50 = percentile(submitted, 0.5);
  record('submit', {
    p50,
    p95: percentile(submitted, 0.95),
    ratio: p50 / percentile(written, 0.5),
    bareP50: percentile(written, 0.5),
  });
});

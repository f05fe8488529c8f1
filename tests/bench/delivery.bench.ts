// The overhead of delivery: per ticket with a backend that answers at once, in turn with a bare commit of the same rows, and of
// a backlog with a slow backend.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as elapsed } from 'node:timers/promises';
import { v7 } from 'uuid';
import { systemChance } from '../../server/chance.ts';
import { systemClock } from '../../server/clock.ts';
import { DEFAULT_PARALLEL } from '../../server/config.ts';
import { createDeliveryWorker } from '../../server/delivery/worker.ts';
import { openStorage } from '../../server/storage/open.ts';
import type { Database } from '../../server/storage/schema.ts';
import { test } from '../e2e/desktop.ts';
import { createBackend } from '../fakes/server/backend.ts';
import { createSilentLog } from '../fakes/server/log.ts';
import { openBareDelivery } from './bare-delivery.ts';
import { percentile, record } from './figures.ts';

const SINGLES = 200;
const WARM_UP = 20;
const BACKLOG = 1000;
/** in milliseconds */
const LATENCY = 100;
const NOW = new Date().toISOString();

/** Adds a ticket that waits for its delivery. Returns its id. */
async function addTicket(db: Database): Promise<string> {
  const id = v7();
  const common = { createdAt: NOW, updatedAt: NOW };
  await db
    .insertInto('ticket')
    .values({
      id,
      organisationId: 'o',
      requesterId: 'r',
      agentId: 'a',
      kind: 'incident',
      title: 'Measured',
      description: 'x'.repeat(1000),
      status: 'new',
      ...common,
    })
    .execute();
  const link = { id, ticketId: id, backendId: 'built-in', tier: 1, ...common } as const;
  await db.insertInto('link').values(link).execute();
  await db
    .insertInto('delivery')
    .values({
      id: v7(),
      linkId: id,
      backendId: 'built-in',
      ordinal: 1,
      operation: 'create-ticket',
      key: id,
      content: '{}',
      state: 'waiting',
      attempt: 0,
      refusals: 0,
      dueAt: NOW,
      ...common,
    })
    .execute();
  return id;
}

async function addRequester(db: Database): Promise<void> {
  const organisation = { id: 'o', name: 'Contoso', nameKey: 'contoso', emailDomains: '[]', createdAt: NOW };
  await db.insertInto('organisation').values(organisation).execute();
  const device = { id: 'd', organisationId: 'o', machineId: 'm', hostname: 'PC-1', createdAt: NOW };
  await db.insertInto('device').values(device).execute();
  const requester = { id: 'r', organisationId: 'o', email: 'a@contoso.example', fullName: 'A requester' };
  await db
    .insertInto('requester')
    .values({ ...requester, createdAt: NOW })
    .execute();
  const user = { id: 'a', deviceId: 'd', sid: 's', userName: 'u', hostname: 'PC-1', os: '' };
  const agent = { ...user, agentVersion: '1', secretHash: 'h' };
  await db
    .insertInto('agent')
    .values({ ...agent, state: 'active', requesterId: 'r', enrolledAt: NOW, lastSeenAt: NOW })
    .execute();
}

/** Starts a worker with its own database and a backend in this process. */
async function ready() {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-delivery-'));
  const opened = await openStorage({ dataDir: folder, databaseUrl: null });
  if (!opened.ok) throw new Error(opened.problem);
  const { db } = opened.storage;
  await addRequester(db);
  const backend = createBackend();
  let settled = 0;
  let target = { count: 0, reached: () => {} };
  const worker = createDeliveryWorker({
    db,
    clock: systemClock,
    chance: systemChance,
    log: createSilentLog(),
    announce: { agents() {}, dismiss() {}, console() {} },
    here: null,
    leader: { deliver() {}, tryNow() {} },
    backends: { connectorOf: async () => backend, all: async () => [{ id: 'built-in', connector: backend }] },
    blobs: { open: () => Promise.reject(new Error('no files here')) },
    links: { signedLink: () => '' },
    changeReader: {
      startCursor: async () => null,
      tryNow() {},
      settling() {},
      settled() {
        settled += 1;
        if (settled >= target.count) target.reached();
      },
    },
  });
  worker.lead();
  return {
    db,
    folder,
    backend,
    /** Starts the worker. Returns the time until `count` more deliveries are settled, in milliseconds. */
    async deliver(count: number): Promise<number> {
      const all = new Promise<void>((reached) => {
        target = { count: settled + count, reached };
      });
      const from = performance.now();
      worker.kick();
      await all;
      return performance.now() - from;
    },
    async remove() {
      await worker.stop();
      await opened.storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test('delivery', async () => {
  const desk = await ready();
  const bare = openBareDelivery(desk.folder);
  const [singles, commits]: [number[], number[]] = [[], []];
  for (let run = 0; run < SINGLES + WARM_UP; run += 1) {
    const ticketId = await addTicket(desk.db);
    const milliseconds = await desk.deliver(1);
    const baseline = bare.commit(ticketId);
    if (run < WARM_UP) continue;
    singles.push(milliseconds);
    commits.push(baseline);
  }
  bare.close();
  for (let ticket = 0; ticket < BACKLOG; ticket += 1) await addTicket(desk.db);
  desk.backend.delayBy(() => elapsed(LATENCY));
  const drained = await desk.deliver(BACKLOG);
  await desk.remove();
  const [overheadMs, bareMs] = [percentile(singles, 0.5), percentile(commits, 0.5)];
  record('delivery', {
    floorRatio: overheadMs / bareMs,
    overheadMs,
    bareMs,
    drainRatio: drained / ((BACKLOG / DEFAULT_PARALLEL) * LATENCY),
  });
});

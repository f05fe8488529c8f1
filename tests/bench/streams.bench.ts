// Open event streams: what each costs the server in memory, and what it costs to tell all of them that it is still here.
import { expect } from '@playwright/test';
import { test } from '../e2e/desktop.ts';
import { ownPort } from '../fakes/own-port.ts';
import { startBareStreams } from './bare-streams.ts';
import { collectGarbage } from './collect-garbage.ts';
import { record } from './figures.ts';
import { type OpenStreams, openStreams } from './open-streams.ts';
import { memoryOf, processorSecondsOf } from './processes.ts';
import { startLoadedServer } from './server-load.ts';

const WARM_UP = 500;
const MEASURED = 10_000;
const ROUNDS = 3;
const ROUND_MS = 120_000;

const heard = (streams: OpenStreams, count: number) =>
  expect.poll(streams.heartbeats, { timeout: ROUND_MS }).toBeGreaterThanOrEqual(count);

async function hearRounds(streams: OpenStreams, count: number): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) await heard(streams, streams.heartbeats() + count);
}

/** Milliseconds of the processor for a round, of `pid`, in which each of the streams hears once. */
async function roundCost(pid: number, streams: OpenStreams, count: number): Promise<number> {
  // the server writes within a minute when the agents called that have opened them
  await hearRounds(streams, count);
  const before = processorSecondsOf(pid);
  await hearRounds(streams, count);
  return ((processorSecondsOf(pid) - before) * 1000) / ROUNDS;
}

async function bareCost(agents: readonly string[]): Promise<number> {
  const bare = await startBareStreams();
  const streams = await openStreams(bare.url, agents);
  const cost = await roundCost(bare.pid, streams, agents.length);
  streams.close();
  bare.end();
  return cost;
}

test('streams', async () => {
  test.setTimeout(20 * ROUND_MS);
  const port = await ownPort();
  const { server, agents } = await startLoadedServer(WARM_UP + MEASURED, {
    NODE_OPTIONS: `--inspect=127.0.0.1:${port}`,
  });
  const memory = async () => {
    await collectGarbage(port);
    return memoryOf(server.pid);
  };
  const first = await openStreams(server.url, agents.slice(0, WARM_UP));
  // with few streams it is what the server does anyway in that time
  const otherCpu = await roundCost(server.pid, first, WARM_UP);
  const memoryBefore = await memory();
  const streams = await openStreams(server.url, agents.slice(WARM_UP));
  const kilobytes = ((await memory()) - memoryBefore) * 1024;
  const heartbeatCpu = (await roundCost(server.pid, streams, MEASURED)) - otherCpu;
  streams.close();
  first.close();
  await server.stop();
  const bareCpu = await bareCost(agents.slice(WARM_UP));
  const ratio = heartbeatCpu / bareCpu;
  record('streams', { kBEach: kilobytes / MEASURED, heartbeatCpu, ratio, bareCpu });
});

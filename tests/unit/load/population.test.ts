import { describe, expect, it, test } from 'vitest';
import type { Pace } from '../../../contract/pace.ts';
import { err, ok } from '../../../contract/result.ts';
import { type AgentActs, createPopulation, type PopulationParts } from '../../load/population.ts';
import { createTally } from '../../load/tally.ts';

const PACE: Pace = { whileStreaming: 900, withoutStream: 60, spread: 60 };
const MINUTE = 60_000;
const AGENTS = 200;

/** A population whose time passes in ticks, and a server that only counts. */
function simulated(more: Partial<PopulationParts> = {}) {
  let now = 0;
  let drawn = 1;
  const syncs: { agent: number; at: number }[] = [];
  const sent: number[] = [];
  const streams = new Map<number, { onSync(): void; onLost(): void }>();
  const server = { isDown: false, hasStreams: true };
  const answer = () => (server.isDown ? err('server-unreachable') : ok(PACE));
  const acts: AgentActs = {
    async sync(agent) {
      syncs.push({ agent, at: now });
      return answer();
    },
    async sendTicket(agent) {
      sent.push(agent);
      return answer();
    },
    openStream(agent, events) {
      if (!server.hasStreams) return events.onLost();
      streams.set(agent, events);
      events.onSync();
    },
  };
  const tally = createTally();
  const population = createPopulation({
    acts,
    agents: AGENTS,
    streams: 0,
    senders: AGENTS,
    othersAsStreaming: false,
    pace: PACE,
    now: () => now,
    fraction: () => {
      // a small generator (Park and Miller): the same numbers in every run
      drawn = (drawn * 48_271) % 2_147_483_647;
      return drawn / 2_147_483_647;
    },
    tally,
    ...more,
  });
  return {
    population,
    syncs,
    sent,
    streams,
    server,
    tally,
    async pass(milliseconds: number) {
      for (const end = now + milliseconds; now < end; ) {
        now += 100;
        population.advance();
        // what the acts have resolved to
        await Promise.resolve();
        await Promise.resolve();
      }
    },
  };
}

describe('agents without an event stream', () => {
  it('call at the pace that the server tells, from the start on', async () => {
    const { population, syncs, pass } = simulated();
    population.start();
    await pass(10 * MINUTE);
    // a wait is 52.5 s on average
    const expected = (AGENTS * 10 * MINUTE) / 52_500;
    expect(Math.abs(syncs.length / expected - 1)).toBeLessThan(0.05);
    const firstMinute = syncs.filter(({ at }) => at <= MINUTE).length;
    expect(Math.abs(firstMinute / (expected / 10) - 1)).toBeLessThan(0.15);
  });

  it('call as often as those with one, when asked to', async () => {
    const { population, syncs, pass } = simulated({ othersAsStreaming: true });
    population.start();
    await pass(60 * MINUTE);
    const expected = (AGENTS * 60 * MINUTE) / 787_500;
    expect(Math.abs(syncs.length / expected - 1)).toBeLessThan(0.1);
  });

  it('try again within the spread after a failure', async () => {
    const { population, syncs, server, pass } = simulated();
    server.isDown = true;
    population.start();
    await pass(2 * MINUTE);
    const times = syncs.filter(({ agent }) => agent === 0).map(({ at }) => at);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(MINUTE / 2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(MINUTE + 100);
  });
});

describe('agents with an event stream', () => {
  it('open it within the spread, and sync with its first event', async () => {
    const { population, syncs, streams, pass } = simulated({ streams: AGENTS });
    population.start();
    await pass(MINUTE);
    expect(streams.size).toBe(AGENTS);
    expect(population.openStreams()).toBe(AGENTS);
    expect(new Set(syncs.map(({ agent }) => agent)).size).toBe(AGENTS);
  });

  it('are at any place of their wait then', async () => {
    const { population, syncs, pass } = simulated({ streams: AGENTS });
    population.start();
    await pass(MINUTE);
    const before = syncs.length;
    await pass(5 * MINUTE);
    const expected = (AGENTS * 5 * MINUTE) / 787_500;
    expect(Math.abs((syncs.length - before) / expected - 1)).toBeLessThan(0.3);
  });

  it('come back within the spread when it ends', async () => {
    const { population, streams, tally, pass } = simulated({ streams: AGENTS });
    population.start();
    await pass(MINUTE);
    const ended = [...streams.values()];
    streams.clear();
    for (const { onLost } of ended) onLost();
    expect(population.openStreams()).toBe(0);
    expect(tally.take().lostStreams).toBe(AGENTS);
    await pass(MINUTE + 100);
    expect(streams.size).toBe(AGENTS);
  });

  it('poll where none opens', async () => {
    const { population, syncs, server, pass } = simulated({ streams: AGENTS });
    server.hasStreams = false;
    population.start();
    await pass(5 * MINUTE);
    expect(population.openStreams()).toBe(0);
    expect(new Set(syncs.map(({ agent }) => agent)).size).toBe(AGENTS);
  });
});

test('shares of the agents send a ticket and restart, each once', async () => {
  const { population, sent, tally, pass } = simulated();
  population.start();
  population.disturb(MINUTE, { tickets: 0.25, restarts: 0.5 });
  await pass(2 * MINUTE);
  expect(sent.length).toBeGreaterThan(AGENTS * 0.15);
  expect(sent.length).toBeLessThan(AGENTS * 0.35);
  expect(new Set(sent).size).toBe(sent.length);
  expect(tally.take().restarts).toBeGreaterThan(AGENTS * 0.35);
});

test('agents without a confirmed address send no ticket', async () => {
  const { population, sent, pass } = simulated({ senders: 10 });
  population.disturb(MINUTE, { tickets: 1, restarts: 0 });
  await pass(2 * MINUTE);
  expect(sent.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a ticket that failed is sent again until it is accepted', async () => {
  const { population, sent, server, pass } = simulated({ agents: 1 });
  server.isDown = true;
  population.disturb(100, { tickets: 1, restarts: 0 });
  await pass(1000);
  server.isDown = false;
  await pass(10 * MINUTE);
  expect(sent).toEqual([0, 0]);
});

// Sync rounds: whatever fails in or after one, there is a next one, at the pace that the server told.
import { describe, expect, it } from 'vitest';
import type { Pace } from '../../../../contract/pace.ts';
import { systemChance } from '../../../../main/support/chance.ts';
import { createSyncLoop } from '../../../../main/sync/sync-loop.ts';
import type { RoundOutcome } from '../../../../main/sync/sync-round.ts';
import { silentLog } from '../../../fakes/agent-under-test.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

const MINUTE = 60_000;
const PACE: Pace = { whileStreaming: 900, withoutStream: 60, spread: 60 };
const noStream = { isOpen: () => false, open: async () => false };
const UNREACHABLE: RoundOutcome = { next: 'retry', error: { code: 'server-unreachable' } };

/** Lets the promises that are due resolve: those of a round and a stream take a few turns. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

/** One agent's loop with a small stream, on a clock that all share. `server.isUp` decides what succeeds. */
function agentAt(
  server: { isUp: boolean; letsStreamsThrough?: boolean },
  { clock = manualClock(), fraction = Math.random, pace = PACE, log = silentLog } = {},
) {
  const rounds: number[] = [];
  const opened: number[] = [];
  const now = () => clock.now().getTime();
  let isOpen = false;
  const loop = createSyncLoop({
    async round() {
      if (!server.isUp) return UNREACHABLE;
      rounds.push(now());
      return { next: 'wait' };
    },
    stream: {
      isOpen: () => isOpen,
      async open() {
        opened.push(now());
        if (!server.isUp || server.letsStreamsThrough === false) return false;
        isOpen = true;
        loop.news();
        return true;
      },
    },
    pace: () => pace,
    clock,
    chance: { ...systemChance, fraction },
    log,
    onRound() {},
  });
  return {
    clock,
    loop,
    rounds,
    opened,
    loseStream() {
      isOpen = false;
      loop.streamLost();
    },
    async start() {
      loop.kick();
      await settle();
      await clockAdvance(clock, MINUTE);
      rounds.length = 0;
      opened.length = 0;
    },
  };
}

/** Advances in steps, because a round is a promise between two timers. */
async function clockAdvance(clock: ReturnType<typeof manualClock>, ms: number): Promise<void> {
  const end = clock.now().getTime() + ms;
  for (;;) {
    const due = clock.nextDue();
    const left = end - clock.now().getTime();
    if (due === null || due > left) break;
    clock.advance(due);
    await settle();
  }
  clock.advance(end - clock.now().getTime());
}

it('a bug in showing the outcome does not stop syncing', async () => {
  const clock = manualClock();
  let rounds = 0;
  const loop = createSyncLoop({
    async round() {
      rounds += 1;
      return { next: 'wait' };
    },
    stream: noStream,
    pace: () => PACE,
    clock,
    chance: systemChance,
    log: silentLog,
    onRound() {
      if (rounds === 1) throw new TypeError('Object has been destroyed');
    },
  });
  loop.kick();
  await expect.poll(() => clock.nextDue()).not.toBeNull();
  clock.advance(60_000);
  await expect.poll(() => rounds).toBe(2);
  loop.stop();
});

it('a round that fails because the agent has stopped is not logged as a bug', async () => {
  const log = recordingLog();
  const { promise: closed, reject: close } = Promise.withResolvers<never>();
  const loop = createSyncLoop({
    round: () => closed,
    stream: noStream,
    pace: () => PACE,
    clock: manualClock(),
    chance: systemChance,
    log,
    onRound() {},
  });
  loop.kick();
  loop.stop();
  close(new TypeError('The database connection is not open'));
  await expect(closed).rejects.toThrow();
  expect(log.lines).toEqual([]);
});

describe('the pace', () => {
  it.each([
    [0, 900],
    [0.5, 787.5],
    [0.999999, 675],
  ])(
    'drawn %d, an agent with an open stream calls after %d s, never later than told',
    async (drawn, seconds) => {
      const agent = agentAt({ isUp: true }, { fraction: () => drawn });
      await agent.start();
      await clockAdvance(agent.clock, 10 * 900_000);
      const gaps = agent.rounds.slice(1).map((at, index) => (at - (agent.rounds[index] ?? 0)) / 1000);
      expect(gaps.length).toBeGreaterThanOrEqual(9);
      for (const gap of gaps) expect(gap).toBeCloseTo(seconds, 1);
      expect(agent.opened).toEqual([]);
    },
  );

  it('without a stream it calls every minute, and tries each time to open one', async () => {
    const agent = agentAt({ isUp: true, letsStreamsThrough: false }, { fraction: () => 0 });
    await agent.start();
    await clockAdvance(agent.clock, 10 * MINUTE);
    expect(agent.rounds).toHaveLength(10);
    expect(agent.opened).toHaveLength(10);
  });

  it('a stream that does not open while rounds pass is noted once, and polls come at the pace', async () => {
    const server = { isUp: true, letsStreamsThrough: false };
    const log = recordingLog();
    const { clock, start, rounds, loseStream } = agentAt(server, { log });
    await start();
    await clockAdvance(clock, 10 * MINUTE);
    expect(rounds.length).toBeGreaterThanOrEqual(10);
    expect(log.lines).toEqual([expect.stringContaining('event stream does not open')]);
    server.letsStreamsThrough = true;
    await clockAdvance(clock, 2 * MINUTE);
    server.letsStreamsThrough = false;
    loseStream();
    await clockAdvance(clock, 10 * MINUTE);
    expect(log.lines).toHaveLength(2);
  });

  it('a stream that does not open because the server is away is not noted', async () => {
    const server = { isUp: true };
    const log = recordingLog();
    const { clock, start, loseStream } = agentAt(server, { log });
    await start();
    server.isUp = false;
    loseStream();
    await clockAdvance(clock, 30 * MINUTE);
    expect(log.lines).toEqual([]);
  });

  it('what a person waits for is sent at once, and soon again when that fails', async () => {
    const server = { isUp: true };
    const agent = agentAt(server);
    await agent.start();
    server.isUp = false;
    agent.loop.kick();
    await settle();
    expect(agent.clock.nextDue()).toBeLessThanOrEqual(2000);
    server.isUp = true;
    await clockAdvance(agent.clock, 2000);
    expect(agent.rounds).toHaveLength(1);
  });

  it('after what a person waits for, a stream is opened at once: the number of a ticket comes by it', async () => {
    const agent = agentAt({ isUp: true });
    agent.loop.kick();
    await settle();
    expect([agent.rounds.length, agent.opened.length]).toEqual([1, 0]);
    await clockAdvance(agent.clock, 2000);
    expect([agent.rounds.length, agent.opened.length]).toEqual([2, 1]);
  });

  it('and where no stream opens, one poll comes at once, the others at the usual pace', async () => {
    const agent = agentAt({ isUp: true, letsStreamsThrough: false }, { fraction: () => 0 });
    agent.loop.kick();
    await settle();
    await clockAdvance(agent.clock, 2000);
    expect(agent.rounds).toHaveLength(2);
    await clockAdvance(agent.clock, 10 * MINUTE);
    expect(agent.rounds).toHaveLength(12);
  });

  it('where nobody waits, a poll that fails is not tried again within half of the spread', async () => {
    const server = { isUp: true };
    const agent = agentAt(server);
    await agent.start();
    server.isUp = false;
    agent.loseStream();
    await clockAdvance(agent.clock, MINUTE);
    const before = agent.opened.length;
    expect(before).toBeGreaterThanOrEqual(1);
    expect(before).toBeLessThanOrEqual(2);
    await clockAdvance(agent.clock, 10 * MINUTE);
    expect(agent.opened.length - before).toBeGreaterThanOrEqual(9);
    expect(agent.opened.length - before).toBeLessThanOrEqual(20);
  });

  it('a stream that is lost while the poll is near is not waited for longer', async () => {
    const agent = agentAt({ isUp: true, letsStreamsThrough: false }, { fraction: () => 0.5 });
    await agent.start();
    const before = agent.clock.nextDue();
    agent.loseStream();
    expect(agent.clock.nextDue()).toBeLessThanOrEqual(before ?? 0);
  });
});

describe('the agents of a server that restarts', () => {
  const BIN = 5000;

  /** Each agent has its own clock, as each computer has. Returns how long after the return of the server each had synced. */
  async function comeBack(agents: number, downFor: number) {
    const synced: number[] = [];
    const calls = { syncs: 0, opens: 0 };
    for (let index = 0; index < agents; index += 1) {
      const server = { isUp: true };
      const agent = agentAt(server);
      await agent.start();
      server.isUp = false;
      agent.loseStream();
      await clockAdvance(agent.clock, downFor);
      server.isUp = true;
      const back = agent.clock.now().getTime();
      agent.opened.length = 0;
      await clockAdvance(agent.clock, 2 * MINUTE);
      agent.loop.stop();
      synced.push((agent.rounds[0] ?? Number.POSITIVE_INFINITY) - back);
      calls.syncs += agent.rounds.length;
      calls.opens += agent.opened.length;
    }
    return { synced, calls };
  }

  it.each([
    [10_000, 'after 5 s', 5000],
    [2000, 'at once', 0],
    [2000, 'after 30 s', 30_000],
    [2000, 'after ten minutes', 10 * MINUTE],
  ])(
    '%i of them, of a server that is back %s, come evenly over a minute, each once',
    async (agents, _when, downFor) => {
      const { synced, calls } = await comeBack(agents, downFor);
      expect(Math.max(...synced)).toBeLessThanOrEqual(MINUTE);
      expect(calls).toEqual({ syncs: agents, opens: agents });
      const bins = Array.from({ length: MINUTE / BIN }, () => 0);
      for (const at of synced) {
        const bin = Math.min(Math.floor(at / BIN), bins.length - 1);
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      expect(Math.max(...bins), bins.join(' ')).toBeLessThan((3 * agents) / bins.length);
    },
  );
});

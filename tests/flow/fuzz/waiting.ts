// Tells an answer that waits for something from one that a busy machine delays. Other programs take the processor from this
// process, but while it has something to do its event loop is not idle, and what it does takes processor time.

import { performance } from 'node:perf_hooks';

/** Of server and client, which are both in this process; in milliseconds. */
export interface Spent {
  milliseconds: number;
  /** processor time of the event loop's thread: the compiler and the collector of V8 have threads of their own */
  work: number;
  /** time in which the event loop had nothing to do */
  idle: number;
}

/** Work below this does not take long on any machine, in milliseconds. */
const LITTLE = 100;
/** Nor does this share of the time: other things happen in this process too. */
const LITTLE_SHARE = 0.1;
/** What a machine delays once it does not delay each time. */
const REPEATS = 5;

export async function spend<T>(run: () => Promise<T>): Promise<{ answer: T; spent: Spent }> {
  const [cpu, loop, began] = [
    process.threadCpuUsage(),
    performance.eventLoopUtilization(),
    performance.now(),
  ];
  const answer = await run();
  const { user, system } = process.threadCpuUsage(cpu);
  const { idle } = performance.eventLoopUtilization(loop);
  const milliseconds = performance.now() - began;
  return { answer, spent: { milliseconds, work: (user + system) / 1000, idle } };
}

/** How long it waited: all of the time where it worked little, even if it held up the event loop; else the idle time. */
export function waitIn({ milliseconds, work, idle }: Spent): number {
  return work < Math.max(LITTLE, milliseconds * LITTLE_SHARE) ? milliseconds : idle;
}

/**
 * Runs the same several times, and something simple after each: what that waits each time too, the machine is to blame for.
 * Returns the least wait in milliseconds, and ends with the first of at most `most`.
 */
export async function leastWait(
  run: () => Promise<unknown>,
  simple: () => Promise<unknown>,
  most: number,
): Promise<number> {
  let [least, leastBeside] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < REPEATS && least > most; round += 1) {
    least = Math.min(least, waitIn((await spend(run)).spent));
    leastBeside = Math.min(leastBeside, waitIn((await spend(simple)).spent));
  }
  return least - leastBeside;
}

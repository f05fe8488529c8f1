// Tells an answer that waits for something from one that a busy machine delays: the scheduler counts how long a thread runs,
// and how long it could run but the processor is taken.

import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Of server and client, which share the event loop's thread; in milliseconds. */
export interface Spent {
  milliseconds: number;
  /** processor time of the thread: the compiler and the collector of V8 have threads of their own */
  work: number;
  /** time in which the thread neither worked nor waited for the processor */
  wait: number;
}

/** Linux: nanoseconds that the thread has run, and that it has waited for the processor. See proc_pid_schedstat(5). */
const SCHEDULER = '/proc/thread-self/schedstat';
const isCounted = existsSync(SCHEDULER);
/** What a machine delays once it does not delay each time. */
const REPEATS = 5;

/** In milliseconds. Without the scheduler's figures no thread seems to wait for the processor. */
function readScheduler(): { work: number; queued: number } {
  if (!isCounted) {
    const { user, system } = process.threadCpuUsage();
    return { work: (user + system) / 1_000, queued: 0 };
  }
  const [work = 0, queued = 0] = readFileSync(SCHEDULER, 'latin1').split(' ').map(Number);
  return { work: work / 1e6, queued: queued / 1e6 };
}

export async function spend<T>(run: () => Promise<T>): Promise<{ answer: T; spent: Spent }> {
  const [before, began] = [readScheduler(), performance.now()];
  const answer = await run();
  const milliseconds = performance.now() - began;
  const after = readScheduler();
  const [work, queued] = [after.work - before.work, after.queued - before.queued];
  return { answer, spent: { milliseconds, work, wait: milliseconds - work - queued } };
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
    least = Math.min(least, (await spend(run)).spent.wait);
    leastBeside = Math.min(leastBeside, (await spend(simple)).spent.wait);
  }
  return least - leastBeside;
}

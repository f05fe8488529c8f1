// How long an agent waits until it calls again. Each wait is drawn, so that agents do not call together.
import { SECOND } from '../../contract/clock.ts';
import { nextDelay } from '../../contract/next-delay.ts';
import type { Pace } from '../../contract/pace.ts';

/**
 * The part of a poll's wait that is drawn. It only shortens the wait, because what the server told is a promise to people:
 * nobody learns of news later. Agents that came back within the same minute drift apart over some polls.
 */
const DRAWN_PART = 1 / 4;

/** Milliseconds until the next poll. `fraction`, here and below, is drawn from [0, 1). */
export function untilPoll(pace: Pace, isStreaming: boolean, fraction: number): number {
  const longest = (isStreaming ? pace.whileStreaming : pace.withoutStream) * SECOND;
  return Math.round(longest * (1 - DRAWN_PART * fraction));
}

/** Milliseconds until an agent comes back whose stream has ended. */
export function untilReturn({ spread }: Pace, fraction: number): number {
  return Math.round(spread * SECOND * fraction);
}

/**
 * Milliseconds until a round is tried again for which nobody waits. All agents of a server that is down fail: they try at the
 * spread of those that come back, and none so soon that it meets the others.
 */
export function untilUnawaitedRetry({ spread }: Pace, failures: number, fraction: number): number {
  return nextDelay(failures, fraction, { first: spread * SECOND, longest: spread * SECOND });
}

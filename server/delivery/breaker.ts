// The circuit breaker of a backend: after repeated failures deliveries pause, then a single one probes the backend.
import { MINUTE, SECOND } from '../clock.ts';

/** Consecutive failures that open the breaker. */
const MOST_FAILURES = 5;
const FIRST_PAUSE = 30 * SECOND;
const LONGEST_PAUSE = 5 * MINUTE;

export interface Breaker {
  /** consecutive attempts that could not reach the backend */
  failures: number;
  /** length of the current pause, in milliseconds; 0 while closed */
  pause: number;
  /** end of the pause, in milliseconds since 1970; 0 while closed */
  retryAt: number;
}

/** closed: normal; open: nothing is sent; half-open: one delivery probes the backend. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** The initial state. */
export const CLOSED: Breaker = { failures: 0, pause: 0, retryAt: 0 };

/** @param now in milliseconds since 1970 */
export function stateOf({ pause, retryAt }: Breaker, now: number): BreakerState {
  if (pause === 0) return 'closed';
  return now < retryAt ? 'open' : 'half-open';
}

/** Ends the pause: one delivery probes the backend now. */
export function probeNow(breaker: Breaker, now: number): Breaker {
  return stateOf(breaker, now) === 'open' ? { ...breaker, retryAt: now } : breaker;
}

/** Counts a failure to reach the backend. The pause doubles with each failed probe, from 30 s to 5 min. */
export function afterUnreachable(breaker: Breaker, now: number): Breaker {
  const failures = breaker.failures + 1;
  const state = stateOf(breaker, now);
  // a delivery started before the breaker opened gives no new information
  if (state === 'open') return { ...breaker, failures };
  if (state === 'closed' && failures < MOST_FAILURES) return { ...breaker, failures };
  const pause = state === 'closed' ? FIRST_PAUSE : Math.min(breaker.pause * 2, LONGEST_PAUSE);
  return { failures, pause, retryAt: now + pause };
}

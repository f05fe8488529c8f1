// The breaker of a backend: one that cannot be reached is left alone, then tried by a single delivery.
import { MINUTE, SECOND } from '../clock.ts';

/** Times out of reach in a row before it opens. */
const MOST_FAILURES = 5;
const FIRST_PAUSE = 30 * SECOND;
const LONGEST_PAUSE = 5 * MINUTE;

export interface Breaker {
  /** times out of reach in a row */
  failures: number;
  /** how long it was last opened for, in milliseconds; 0 while it was not */
  pause: number;
  /** when it may be tried again, in milliseconds since 1970; 0 while it is closed */
  retryAt: number;
}

/** closed: all is well; open: it is left alone; half-open: one delivery tries it. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Of a backend that nothing was said against. */
export const CLOSED: Breaker = { failures: 0, pause: 0, retryAt: 0 };

/** @param now in milliseconds since 1970 */
export function stateOf({ pause, retryAt }: Breaker, now: number): BreakerState {
  if (pause === 0) return 'closed';
  return now < retryAt ? 'open' : 'half-open';
}

/** Once there is reason to think that it can be reached again: one delivery tries it without waiting any longer. */
export function triedNow(breaker: Breaker, now: number): Breaker {
  return stateOf(breaker, now) === 'open' ? { ...breaker, retryAt: now } : breaker;
}

/** After the backend could not be reached: the pause doubles from 30 s up to 5 min each time the one that tries it fails. */
export function afterUnreachable(breaker: Breaker, now: number): Breaker {
  const failures = breaker.failures + 1;
  const state = stateOf(breaker, now);
  // what was under way when it opened says nothing new
  if (state === 'open') return { ...breaker, failures };
  if (state === 'closed' && failures < MOST_FAILURES) return { ...breaker, failures };
  const pause = state === 'closed' ? FIRST_PAUSE : Math.min(breaker.pause * 2, LONGEST_PAUSE);
  return { failures, pause, retryAt: now + pause };
}

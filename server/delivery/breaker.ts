// The circuit breaker of a backend: after failures that are not of one ticket alone deliveries pause, then a single one probes it.
import { MINUTE, SECOND } from '../clock.ts';
import type { Failure } from '../connectors/connector.ts';

/** Consecutive failures that open the breaker. */
const MOST_FAILURES = 5;
/** Of at least so many tickets: what fails for one alone is no outage, and its own delays suffice. */
const LEAST_LINKS = 2;

/** The pauses grow from `first` to `longest`, in milliseconds. */
interface Pauses {
  first: number;
  longest: number;
}
/** A probe is one request; somebody waits for the first ticket after the outage. */
const UNREACHABLE: Pauses = { first: 5 * SECOND, longest: 30 * SECOND };
/** Each probe is a sign-in that fails: directories lock accounts after a few of them. */
const BARRED: Pauses = { first: 30 * SECOND, longest: 5 * MINUTE };

export interface Breaker {
  /** links of the consecutive failures, one for each */
  failed: readonly string[];
  /** length of the current pause, in milliseconds; 0 while closed */
  pause: number;
  /** end of the pause, in milliseconds since 1970; 0 while closed */
  retryAt: number;
}

/** closed: normal; open: nothing is sent; half-open: one delivery probes the backend. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** The initial state. */
export const CLOSED: Breaker = { failed: [], pause: 0, retryAt: 0 };

/** @param now in milliseconds since 1970 */
export function stateOf({ pause, retryAt }: Breaker, now: number): BreakerState {
  if (pause === 0) return 'closed';
  // before the pause began it does not count: the clock was ahead, and has been set right
  return now < retryAt && now >= retryAt - pause ? 'open' : 'half-open';
}

/** Ends the pause: one delivery probes the backend now. */
export function probeNow(breaker: Breaker, now: number): Breaker {
  return stateOf(breaker, now) === 'open' ? { ...breaker, retryAt: now } : breaker;
}

/** Counts a failure that may be of the backend. The pause doubles with each failed probe, from 5 to 30 s. */
export function afterFailure(breaker: Breaker, linkId: string, now: number): Breaker {
  const failed = [...breaker.failed, linkId].slice(-MOST_FAILURES);
  if (stateOf(breaker, now) !== 'closed') return paused({ ...breaker, failed }, UNREACHABLE, now);
  const isOutage = failed.length >= MOST_FAILURES && new Set(failed).size >= LEAST_LINKS;
  return isOutage ? paused({ ...breaker, failed }, UNREACHABLE, now) : { ...breaker, failed };
}

/** The backend failed at an item, but had answered a question: a probe shows that it is back, and no item counts against it. */
export function afterAnswer(breaker: Breaker, now: number): Breaker {
  return stateOf(breaker, now) === 'half-open' ? CLOSED : breaker;
}

/** The backend refuses Guichet itself: nothing else can pass. The pause doubles with each failed probe, from 30 s to 5 min. */
export function afterBarred(breaker: Breaker, now: number): Breaker {
  return paused(breaker, BARRED, now);
}

/** Whether the backend refuses Guichet itself, such as its password: each further try brings its account nearer to being locked. */
export function barsAll(failure: Failure | null): boolean {
  return failure?.kind === 'barred' && !failure.perhaps;
}

function paused(breaker: Breaker, { first, longest }: Pauses, now: number): Breaker {
  // a delivery started before the breaker opened gives no new information
  if (stateOf(breaker, now) === 'open') return breaker;
  const pause = breaker.pause === 0 ? first : Math.min(Math.max(breaker.pause * 2, first), longest);
  return { ...breaker, pause, retryAt: now + pause };
}

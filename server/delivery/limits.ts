// When a failed delivery is retried or parked for staff, and how long a rate-limited backend is paused.
import type { Delays } from '../../contract/next-delay.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts';
import type { Failure } from '../connectors/connector.ts';

/** Between the tries of a failed delivery, in milliseconds. */
export const RETRY_DELAYS: Delays = { first: 2 * SECOND, longest: 15 * MINUTE };
/**
 * How long a backend may work on a request whose answer did not come, in milliseconds. iTop waits 50 s for each lock of its
 * database (innodb_lock_wait_timeout), and PHP does not count such waits.
 */
export const MAY_WORK_FOR = 5 * MINUTE;
/** Between two questions whether it has carried it out, in milliseconds. */
export const ASK_EVERY = 15 * SECOND;
/** How long after a delivery in doubt the backend is asked whether it has the object twice, in milliseconds. */
export const LOOK_AGAIN_AFTER = 10 * MINUTE;
/** How long a backend that cannot be reached, or refuses Guichet, is retried before the delivery is parked, in milliseconds. */
const RETRY_PERIOD = 7 * DAY;
/** Refusals after which a delivery is parked. */
const MOST_REFUSALS = 3;
/** Failures while others passed after which a delivery is parked: with half of all answers lost, one in 64 gets there. */
const MOST_OWN_FAILURES = 6;

export interface Attempts {
  /** number of refusals, this one included */
  refusals: number;
  /** number of failures between which other deliveries passed, this one included */
  ownFailures: number;
  /** time since the first attempt, in milliseconds */
  since: number;
}

/** Whether the delivery is parked. A rate-limited one never is: the backend has said when to retry. */
export function shouldPark(kind: Failure['kind'], { refusals, ownFailures, since }: Attempts): boolean {
  switch (kind) {
    case 'gone':
      return true;
    case 'refused':
      return refusals >= MOST_REFUSALS;
    case 'unreachable':
    case 'barred':
      return ownFailures >= MOST_OWN_FAILURES || since >= RETRY_PERIOD;
    case 'limited':
      return false;
  }
}

/** Clamps Retry-After to one second to one hour, in milliseconds. */
export function pauseOf(retryAfter: number): number {
  return Math.min(Math.max(retryAfter, SECOND), HOUR);
}

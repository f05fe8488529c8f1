// When a failed delivery is retried or parked for staff, and how long a rate-limited backend is paused.
import type { Delays } from '../../contract/next-delay.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts';
import type { Failure } from '../connectors/connector.ts';

/** Between the tries of a failed delivery, in milliseconds. */
export const RETRY_DELAYS: Delays = { first: 2 * SECOND, longest: 15 * MINUTE };
/** How long an unreachable backend is retried before the delivery is parked, in milliseconds. */
const RETRY_PERIOD = 7 * DAY;
/** Refusals after which a delivery is parked. */
const MOST_REFUSALS = 3;

export interface Attempts {
  /** number of refusals, this one included */
  refusals: number;
  /** time since the first attempt, in milliseconds */
  since: number;
}

/** Whether the delivery is parked. A rate-limited one never is: the backend has said when to retry. */
export function shouldPark(kind: Failure['kind'], { refusals, since }: Attempts): boolean {
  switch (kind) {
    case 'gone':
      return true;
    case 'refused':
      return refusals >= MOST_REFUSALS;
    case 'unreachable':
      return since >= RETRY_PERIOD;
    case 'limited':
      return false;
  }
}

/** Clamps Retry-After to one second to one hour, in milliseconds. */
export function pauseOf(retryAfter: number): number {
  return Math.min(Math.max(retryAfter, SECOND), HOUR);
}

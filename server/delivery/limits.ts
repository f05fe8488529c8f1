// How much is delivered at once, and when a delivery that failed is given up and left to staff.
import type { Delays } from '../../contract/next-delay.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts';
import type { Failure } from '../connectors/connector.ts';

/** Between the tries of one that failed. */
export const RETRY_DELAYS: Delays = { first: 2 * SECOND, longest: 15 * MINUTE };
/** How long one that its backend cannot be reached for is tried, in milliseconds. */
export const PATIENCE = 7 * DAY;
/** Refusals before it is parked. */
export const MOST_REFUSALS = 3;

export interface Tried {
  /** refusals, this one included */
  refusals: number;
  /** how long it has been tried, in milliseconds */
  since: number;
}

/** Whether it is parked. One that was asked too often is never given up: the backend has said when to come back. */
export function isGivenUp(kind: Failure['kind'], { refusals, since }: Tried): boolean {
  switch (kind) {
    case 'gone':
      return true;
    case 'refused':
      return refusals >= MOST_REFUSALS;
    case 'unreachable':
      return since >= PATIENCE;
    case 'limited':
      return false;
  }
}

/** How long a backend that was asked too often is left alone, in milliseconds: as it says, within reason. */
export function pauseOf(retryAfter: number): number {
  return Math.min(Math.max(retryAfter, SECOND), HOUR);
}

// The server's time: what is in force is for the server to say, not for a clock that somebody has set wrong.
import { SECOND } from '../../contract/clock.ts';
import type { Clock } from './clock.ts';

/** An HTTP date has whole seconds, and the answer was on its way: smaller differences would make times jump about. */
const TOLERANCE_MS = 5 * SECOND;

export interface ServerClock extends Clock {
  /** Called with the time of an answer, in milliseconds. Returns whether this clock was put right by it. */
  heard(serverTime: number): boolean;
}

/** This computer's time until the first answer. */
export function createServerClock(clock: Clock): ServerClock {
  let ahead = 0;
  const now = () => new Date(clock.now().getTime() + ahead);
  return {
    now,
    after: clock.after,
    heard(serverTime) {
      const difference = serverTime - now().getTime();
      if (!(Math.abs(difference) > TOLERANCE_MS)) return false;
      ahead += difference;
      return true;
    },
  };
}

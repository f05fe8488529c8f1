// The agent's clock.
import type { Clock } from '../../contract/clock.ts';

export type { Clock };

/** The machine's own. */
export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};

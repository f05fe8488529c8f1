// A clock that only the test advances.
import type { Clock } from '../../../server/clock.ts';

export interface MovableClock extends Clock {
  /** Advances the time and runs the callbacks that fall due, in order. */
  advance(milliseconds: number): void;
}

export function createClock(start = '2030-01-02T08:00:00.000Z'): MovableClock {
  let now = Date.parse(start);
  const pending = new Set<{ at: number; act: () => void }>();
  return {
    now: () => new Date(now),
    after(milliseconds, act) {
      const call = { at: now + milliseconds, act };
      pending.add(call);
      // what is due at once needs no advance, as with the system's clock
      if (milliseconds <= 0) setImmediate(() => pending.delete(call) && act());
      return () => pending.delete(call);
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...pending].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (!next) break;
        pending.delete(next);
        now = Math.max(now, next.at);
        next.act();
      }
      now = end;
    },
  };
}

// The server's clock, and how instants are stored.
import type { Clock } from '../contract/clock.ts';

export { type Clock, DAY, HOUR, MINUTE, SECOND } from '../contract/clock.ts';

/** The machine's own. A pending call never keeps the process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** The instant `milliseconds` after now (before it when negative), as it is stored. */
export function instantFrom(clock: Pick<Clock, 'now'>, milliseconds = 0): string {
  return new Date(clock.now().getTime() + milliseconds).toISOString();
}

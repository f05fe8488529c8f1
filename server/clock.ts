// Time as the server sees it: an argument everywhere, so that tests move it by hand.

export interface Clock {
  now(): Date;
  /** Calls `act` once after `milliseconds`; the answer cancels it. */
  after(milliseconds: number, act: () => void): () => void;
}

/** The machine's clock. A pending call never keeps the process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant `milliseconds` after now (before it when negative), as it is stored. */
export function instantFrom(clock: Clock, milliseconds = 0): string {
  return new Date(clock.now().getTime() + milliseconds).toISOString();
}

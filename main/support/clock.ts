// Time as the agent's parts are given it.

export interface Clock {
  now(): Date;
  /** Runs `act` once after `ms` milliseconds; the answer cancels it. */
  after(ms: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

// Time as an argument, so that tests control it, and its units in milliseconds.

/** The current time and timers. */
export interface Clock {
  now(): Date;
  /** Calls `act` once after `milliseconds`. Returns a function that cancels it. */
  after(milliseconds: number, act: () => void): () => void;
}

/** Milliseconds, as the others below. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

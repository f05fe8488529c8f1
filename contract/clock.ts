// Time as an argument, so that tests move it by hand; and its units, in milliseconds.

export interface Clock {
  now(): Date;
  /** Calls `act` once after `milliseconds`; the answer cancels it. */
  after(milliseconds: number, act: () => void): () => void;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

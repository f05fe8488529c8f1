// Exponential backoff.

/** Limits of a backoff, in milliseconds. */
export interface Delays {
  /** longest delay after the first failure */
  first: number;
  /** longest delay after any number of failures */
  longest: number;
}

/**
 * Returns the milliseconds until the next try. The delay doubles with each failure. Half of it is random, so that clients
 * that failed together do not all retry at the same moment.
 * @param attempt number of failures in a row, from 1
 * @param random a fraction in [0, 1)
 */
export function nextDelay(attempt: number, random: number, { first, longest }: Delays): number {
  const full = Math.min(first * 2 ** (attempt - 1), longest);
  return Math.round(full / 2 + (full / 2) * random);
}

// How long to wait before trying again.

/** Milliseconds. */
export interface Delays {
  /** after the first failure, at most */
  first: number;
  /** however many failures there were */
  longest: number;
}

/**
 * Milliseconds until the next try: doubled at each failure, half of it left to chance so that those who failed together do
 * not all come back at the same moment.
 * @param attempt how many tries have failed in a row, from 1
 * @param random a fraction in [0, 1)
 */
export function nextDelay(attempt: number, random: number, { first, longest }: Delays): number {
  const full = Math.min(first * 2 ** (attempt - 1), longest);
  return Math.round(full / 2 + (full / 2) * random);
}

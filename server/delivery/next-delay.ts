// How long a failed delivery waits before it is tried again.
import { MINUTE, SECOND } from '../clock.ts';

const FIRST = 2 * SECOND;
const LONGEST = 15 * MINUTE;

/**
 * Milliseconds until the next try: doubled at each attempt from 2 s up to 15 min, of which half is left
 * to chance so that deliveries that failed together do not return together.
 * @param attempt how many tries have failed, from 1
 * @param random a fraction in [0, 1)
 */
export function nextDelay(attempt: number, random: number): number {
  const full = Math.min(FIRST * 2 ** (attempt - 1), LONGEST);
  return Math.round(full / 2 + (full / 2) * random);
}

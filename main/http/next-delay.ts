// How long to wait before trying again.

const SHORTEST_MS = 1000;
const LONGEST_MS = 60_000;

/**
 * Milliseconds before the next try, after `attempt` (1, 2, …) failures in a row: from 1 s to 60 s, doubling, the upper
 * half by chance so that the agents of a company do not all come back at the same moment.
 */
export function nextDelay(attempt: number, fraction: () => number): number {
  const longest = Math.min(LONGEST_MS, 2 * SHORTEST_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.round(longest / 2 + (longest / 2) * fraction());
}

// Times of many calls in little memory: how many fell into each of some hundred ranges, each 2 % wider than the one before.

/** In milliseconds: the upper end of the first range. */
const LEAST = 0.05;
const GROWTH = 1.02;
/** The last range has what took longer than seven minutes. */
const RANGES = 800;

/** Counts by range. Those of several processes are added up. */
export type Counts = readonly number[];

export interface Latencies {
  /** Counts one call, in milliseconds. */
  add(time: number): void;
  /** Returns the counts since the last call, and begins anew. */
  take(): Counts;
}

export function createLatencies(): Latencies {
  let counts: number[] = new Array(RANGES).fill(0);
  return {
    add(time) {
      const range = Math.ceil(Math.log(Math.max(time, LEAST) / LEAST) / Math.log(GROWTH));
      const index = Math.min(range, RANGES - 1);
      counts[index] = (counts[index] ?? 0) + 1;
    },
    take() {
      const taken = counts;
      counts = new Array(RANGES).fill(0);
      return taken;
    },
  };
}

export function addUp(all: readonly Counts[]): Counts {
  return Array.from({ length: RANGES }, (_, range) =>
    all.reduce((sum, counts) => sum + (counts[range] ?? 0), 0),
  );
}

/** Milliseconds below which `share` of the calls stayed, at most 2 % too high; NaN without calls. 0.5 is the median. */
export function percentileOf(counts: Counts, share: number): number {
  const rank = Math.max(1, Math.ceil(share * counts.reduce((sum, count) => sum + count, 0)));
  let seen = 0;
  const range = counts.findIndex((count) => {
    seen += count;
    return seen >= rank;
  });
  return range < 0 ? Number.NaN : LEAST * GROWTH ** range;
}

// The trend of samples: the line that fits them best (ordinary least squares).

export interface Sample {
  /** in any unit */
  at: number;
  value: number;
}

/** Returns by how much the line rises for each unit of `at`; NaN with fewer than two different ones. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [middle, level] = [mean(({ at }) => at), mean(({ value }) => value)];
  const spread = mean(({ at }) => (at - middle) ** 2);
  return spread === 0 ? Number.NaN : mean(({ at, value }) => (at - middle) * (value - level)) / spread;
}

// Stores the figures of benches in bench/last.json, under the name of each bench.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BenchName } from './goals.ts';

const file = join(import.meta.dirname, '../../bench/last.json');

/** Returns the percentile by nearest rank; a `share` of 0.5 is the median. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Values by bench and figure. */
export type Figures = Record<string, Record<string, number>>;

export function readFigures(): Figures {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Removes earlier figures of these benches, so that they are not taken for results of the next run. */
export function forgetFigures(names: readonly BenchName[]): void {
  write(
    Object.fromEntries(Object.entries(readFigures()).filter(([name]) => !names.some((one) => one === name))),
  );
}

export function record(name: BenchName, figures: Record<string, number>): void {
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, Math.round(value * 100) / 100]),
  );
  write({ ...readFigures(), [name]: rounded });
}

function write(figures: Figures): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
}

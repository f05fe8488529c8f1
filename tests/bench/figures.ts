// What a bench writes: its figures under its own key of bench/last.json, beside those of the others.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BenchName } from './goals.ts';

const file = join(import.meta.dirname, '../../bench/last.json');

/** The value that `share` of the samples do not exceed, by nearest rank; 0.5 is the median. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** By bench, then by figure. */
export type Figures = Record<string, Record<string, number>>;

export function readFigures(): Figures {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Takes out what an earlier run wrote of these, so that it is not taken for what the next one measures. */
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

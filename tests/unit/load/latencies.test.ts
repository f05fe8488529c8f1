import { expect, test } from 'vitest';
import { addUp, createLatencies, percentileOf } from '../../load/latencies.ts';

function countsOf(times: readonly number[]) {
  const latencies = createLatencies();
  for (const time of times) latencies.add(time);
  return latencies.take();
}

/** Whether it is the exact one, or at most 2 % more. */
const isAbout = (value: number, exact: number) => value >= exact * 0.999 && value <= exact * 1.021;

test('a percentile is at most 2 % too high, over many orders of magnitude', () => {
  for (const factor of [0.1, 1, 100, 1000]) {
    const counts = countsOf(Array.from({ length: 100 }, (_, index) => (index + 1) * factor));
    for (const share of [0.5, 0.95, 0.99, 1])
      expect(isAbout(percentileOf(counts, share), share * 100 * factor), `${share} of ${factor}`).toBe(true);
  }
});

test('the percentiles of several processes are those of all their calls', () => {
  const counts = addUp([countsOf(Array(90).fill(2)), countsOf(Array(10).fill(500))]);
  expect(isAbout(percentileOf(counts, 0.9), 2)).toBe(true);
  expect(isAbout(percentileOf(counts, 0.95), 500)).toBe(true);
});

test('no call has no percentile', () => expect(percentileOf(countsOf([]), 0.5)).toBeNaN());

test('what was taken is not counted again', () => {
  const latencies = createLatencies();
  latencies.add(1);
  latencies.take();
  expect(latencies.take().every((count) => count === 0)).toBe(true);
});

test('the shortest and the longest calls count too', () => {
  expect(countsOf([0, 1e9]).reduce((sum, count) => sum + count)).toBe(2);
});

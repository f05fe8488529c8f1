import { expect, test } from 'vitest';
import { slopeOf } from '../../bench/slope.ts';

const line = (rise: number, noise: readonly number[] = [0]) =>
  Array.from({ length: 40 }, (_, at) => ({ at, value: 7 + rise * at + (noise[at % noise.length] ?? 0) }));

test('a line rises by its slope', () => expect(slopeOf(line(0.25))).toBeCloseTo(0.25));
test('a flat line does not rise', () => expect(slopeOf(line(0))).toBeCloseTo(0));
test('what comes and goes is no trend', () => {
  expect(Math.abs(slopeOf(line(0, [0, 10, 20, 10])))).toBeLessThan(0.06);
});
test('a single sample has no trend', () => expect(slopeOf([{ at: 1, value: 2 }])).toBeNaN());

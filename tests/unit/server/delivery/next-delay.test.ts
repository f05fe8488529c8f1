import { expect, test } from 'vitest';
import { nextDelay } from '../../../../server/delivery/next-delay.ts';

test('the wait doubles from 2 s up to 15 minutes, and half of it is left to chance', () => {
  expect([1, 2, 3, 9, 10, 50].map((attempt) => nextDelay(attempt, 0))).toEqual([
    1_000, 2_000, 4_000, 256_000, 450_000, 450_000,
  ]);
  expect([1, 2, 3, 9, 10, 50].map((attempt) => nextDelay(attempt, 0.5))).toEqual([
    1_500, 3_000, 6_000, 384_000, 675_000, 675_000,
  ]);
  expect(nextDelay(50, 0.999_999)).toBeLessThanOrEqual(900_000);
});

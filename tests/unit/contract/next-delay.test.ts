import { describe, expect, it } from 'vitest';
import { nextDelay } from '../../../contract/next-delay.ts';
import { RETRY_DELAYS as TO_SERVER } from '../../../main/http/retry-delays.ts';
import { RETRY_DELAYS as TO_BACKEND } from '../../../server/delivery/limits.ts';

const least = 0;
const most = 1 - Number.EPSILON;

describe('the delay of an agent’s retries', () => {
  it('is between a second and a minute', () => {
    for (let attempt = 1; attempt <= 2000; attempt++) {
      expect(nextDelay(attempt, least, TO_SERVER)).toBeGreaterThanOrEqual(1000);
      expect(nextDelay(attempt, most, TO_SERVER)).toBeLessThanOrEqual(60_000);
    }
  });

  it('doubles up to a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => nextDelay(attempt, most, TO_SERVER))).toEqual([
      2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });

  it('is half random, so that agents do not all retry at once', () => {
    expect(nextDelay(3, least, TO_SERVER)).toBe(4000);
    expect(nextDelay(3, 0.5, TO_SERVER)).toBe(6000);
  });
});

describe('the delay of a delivery’s retries', () => {
  it('doubles from 2 s up to 15 minutes, and is half random', () => {
    expect([1, 2, 3, 9, 10, 50].map((attempt) => nextDelay(attempt, least, TO_BACKEND))).toEqual([
      1_000, 2_000, 4_000, 256_000, 450_000, 450_000,
    ]);
    expect([1, 2, 3, 9, 10, 50].map((attempt) => nextDelay(attempt, 0.5, TO_BACKEND))).toEqual([
      1_500, 3_000, 6_000, 384_000, 675_000, 675_000,
    ]);
    expect(nextDelay(50, 0.999_999, TO_BACKEND)).toBeLessThanOrEqual(900_000);
  });
});

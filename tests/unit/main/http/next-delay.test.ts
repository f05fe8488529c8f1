import { describe, expect, it } from 'vitest';
import { nextDelay } from '../../../../main/http/next-delay.ts';

const least = () => 0;
const most = () => 1 - Number.EPSILON;

describe('nextDelay', () => {
  it('never waits less than a second or more than a minute', () => {
    for (let attempt = 1; attempt <= 2000; attempt++) {
      expect(nextDelay(attempt, least)).toBeGreaterThanOrEqual(1000);
      expect(nextDelay(attempt, most)).toBeLessThanOrEqual(60_000);
    }
  });

  it('doubles until it has reached the minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => nextDelay(attempt, most))).toEqual([
      2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });

  it('leaves half of the delay to chance, so that agents do not all come back at once', () => {
    expect(nextDelay(3, least)).toBe(4000);
    expect(nextDelay(3, () => 0.5)).toBe(6000);
  });
});

import { expect, test } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../../server/clock.ts';
import { createFailureDelays, type FailureDelays } from '../../../../server/limits/failure-delays.ts';
import { FAILED_SIGN_INS } from '../../../../server/limits/table.ts';
import { createClock } from '../../../fakes/server/clock.ts';

/** Seconds to wait, or 0 for a try that was admitted. */
function tryIt(delays: FailureDelays, key = 'account'): number {
  const admitted = delays.admit(key);
  return admitted.ok ? 0 : (admitted.error.details?.retryAfterSeconds ?? Number.NaN);
}

test('after the free failures each one doubles the delay, up to the longest', () => {
  const clock = createClock();
  const delays = createFailureDelays(clock);
  for (let failed = 0; failed < FAILED_SIGN_INS.free + 1; failed += 1) expect(tryIt(delays)).toBe(0);
  const waits: number[] = [];
  for (let failed = 0; failed < 9; failed += 1) {
    const wait = tryIt(delays);
    waits.push(wait);
    clock.advance(wait * SECOND);
    expect(tryIt(delays)).toBe(0);
  }
  expect(waits).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test('a try during the delay does not prolong it', () => {
  const clock = createClock();
  const delays = createFailureDelays(clock);
  for (let failed = 0; failed < FAILED_SIGN_INS.free + 1; failed += 1) tryIt(delays);
  clock.advance(10 * SECOND);
  for (let tries = 0; tries < 100; tries += 1) expect(tryIt(delays)).toBe(5);
});

test('concurrent tries cannot pass together: each counts before its outcome is known', () => {
  const delays = createFailureDelays(createClock());
  const passed = Array.from({ length: 100 }, () => tryIt(delays)).filter((wait) => wait === 0);
  expect(passed).toHaveLength(FAILED_SIGN_INS.free + 1);
});

test('a try that is taken back is none, and what failed beside it stays', () => {
  const clock = createClock();
  const delays = createFailureDelays(clock);
  for (let failed = 0; failed < FAILED_SIGN_INS.free; failed += 1) tryIt(delays);
  const at = clock.now();
  expect(delays.admit('account', at).ok).toBe(true);
  delays.withdraw('account', at);
  expect(tryIt(delays)).toBe(0);
  expect(tryIt(delays)).toBe(15);
  delays.withdraw('unknown', at);
  expect(tryIt(delays, 'unknown')).toBe(0);
});

test('a success forgets the failures, and so does a day without one', () => {
  const clock = createClock();
  const delays = createFailureDelays(clock);
  for (const forget of [() => delays.succeeded('account'), () => clock.advance(DAY)]) {
    for (let failed = 0; failed < FAILED_SIGN_INS.free + 1; failed += 1) tryIt(delays);
    expect(tryIt(delays)).toBeGreaterThan(0);
    forget();
    expect(tryIt(delays)).toBe(0);
    clock.advance(MINUTE);
    delays.succeeded('account');
  }
});

test('failures at another server count here, and so do a success and a try that is taken back', () => {
  const clock = createClock();
  const here = createFailureDelays(clock);
  const there = createFailureDelays(clock, (act) => here.learn(act));
  for (let failed = 0; failed < FAILED_SIGN_INS.free; failed += 1) tryIt(there);
  const at = clock.now();
  there.admit('account', at);
  there.withdraw('account', at);
  expect(tryIt(here)).toBe(0);
  expect(tryIt(here)).toBe(15);
  there.succeeded('account');
  expect(tryIt(here)).toBe(0);
});

test('a server that joins learns the failures of another whose clock differs, and never fewer than it knows', () => {
  const clock = createClock();
  const [known, joined] = [
    createFailureDelays(clock),
    createFailureDelays(createClock('2031-05-05T00:00:00.000Z')),
  ];
  for (let failed = 0; failed < FAILED_SIGN_INS.free + 1; failed += 1) tryIt(known);
  clock.advance(5 * SECOND);
  known.known().forEach(joined.learnOf);
  expect(tryIt(joined)).toBe(10);
  joined.learnOf({ key: 'account', count: 1, ago: 0 });
  expect(tryIt(joined)).toBe(10);
  known.succeeded('account');
  expect(known.known()).toEqual([]);
});

test('of very many failures a server tells the newest', () => {
  const delays = createFailureDelays(createClock());
  for (let failed = 0; failed < 3000; failed += 1) tryIt(delays, `account ${failed}`);
  expect(delays.known()).toHaveLength(1000);
  expect(delays.known().at(-1)).toEqual({ key: 'account 2999', count: 1, ago: 0 });
});

test('after a clock that was a day ahead is set right, the delay is what it would have been', () => {
  const clock = createClock();
  const delays = createFailureDelays(clock);
  clock.advance(DAY);
  for (let failed = 0; failed < FAILED_SIGN_INS.free + 1; failed += 1) tryIt(delays);
  clock.advance(-DAY);
  expect(tryIt(delays)).toBe(15);
  clock.advance(15 * SECOND);
  expect(tryIt(delays)).toBe(0);
});

import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../server/clock.ts';
import { afterUnreachable, type Breaker, CLOSED, stateOf } from '../../../../server/delivery/breaker.ts';

function failing(times: number, now: number, breaker: Breaker = CLOSED): Breaker {
  return Array.from({ length: times }).reduce<Breaker>((last) => afterUnreachable(last, now), breaker);
}

test('it opens after five consecutive failures, not before', () => {
  expect(stateOf(failing(4, 0), 0)).toBe('closed');
  expect(stateOf(failing(5, 0), 0)).toBe('open');
});

test('after 30 s it is half-open', () => {
  const breaker = failing(5, 0);
  expect(stateOf(breaker, 30 * SECOND - 1)).toBe('open');
  expect(stateOf(breaker, 30 * SECOND)).toBe('half-open');
});

test('each failed probe doubles the pause, up to five minutes', () => {
  let breaker = failing(5, 0);
  const pauses: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    pauses.push(breaker.pause / SECOND);
    breaker = afterUnreachable(breaker, breaker.retryAt);
  }
  expect(pauses).toEqual([30, 60, 120, 240, 300, 300]);
  expect(breaker.pause).toBe(5 * MINUTE);
});

test('failures of calls begun before it opened do not lengthen the pause', () => {
  const breaker = failing(5, 0);
  expect(failing(7, SECOND, breaker)).toMatchObject({ pause: breaker.pause, retryAt: breaker.retryAt });
});

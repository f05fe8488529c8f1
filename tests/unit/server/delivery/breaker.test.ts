import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../server/clock.ts';
import {
  afterAnswer,
  afterBarred,
  afterFailure,
  type Breaker,
  CLOSED,
  probeNow,
  stateOf,
} from '../../../../server/delivery/breaker.ts';

/** Failures of tickets in turn. */
function failing(times: number, now: number, { tickets = 2, breaker = CLOSED } = {}): Breaker {
  return Array.from({ length: times }).reduce<Breaker>(
    (last, _, index) => afterFailure(last, `link ${index % tickets}`, now),
    breaker,
  );
}

test('it opens after five consecutive failures, not before', () => {
  expect(stateOf(failing(4, 0), 0)).toBe('closed');
  expect(stateOf(failing(5, 0), 0)).toBe('open');
});

test('what fails for one ticket alone holds up no other', () => {
  const alone = failing(50, 0, { tickets: 1 });
  expect(stateOf(alone, 0)).toBe('closed');
  expect(stateOf(afterFailure(alone, 'another', 0), 0)).toBe('open');
});

test('after 5 s it is half-open', () => {
  const breaker = failing(5, 0);
  expect(stateOf(breaker, 5 * SECOND - 1)).toBe('open');
  expect(stateOf(breaker, 5 * SECOND)).toBe('half-open');
});

test('each failed probe doubles the pause, up to half a minute', () => {
  let breaker = failing(5, 0);
  const pauses: number[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    pauses.push(breaker.pause / SECOND);
    breaker = afterFailure(breaker, 'one', breaker.retryAt);
  }
  expect(pauses).toEqual([5, 10, 20, 30, 30]);
});

test('a backend that refuses Guichet is left alone at once, and probed ever more seldom, up to five minutes', () => {
  let breaker = afterBarred(CLOSED, 0);
  const pauses: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    pauses.push(breaker.pause / SECOND);
    breaker = afterBarred(breaker, breaker.retryAt);
  }
  expect(pauses).toEqual([30, 60, 120, 240, 300, 300]);
  expect(stateOf(probeNow(breaker, breaker.retryAt - MINUTE), breaker.retryAt - MINUTE)).toBe('half-open');
});

test('failures of calls begun before it opened do not lengthen the pause', () => {
  const breaker = failing(5, 0);
  expect(failing(7, SECOND, { breaker })).toMatchObject({ pause: breaker.pause, retryAt: breaker.retryAt });
});

test('a pause that begins in the future ends: the clock was ahead, and has been set right', () => {
  const [now, day] = [1_000_000_000, 86_400_000];
  const opened = afterBarred(CLOSED, now + day);
  expect(stateOf(opened, now + day)).toBe('open');
  expect(stateOf(opened, now)).toBe('half-open');
});

test('a probe that fails at its item ends the pause where the backend answers; nothing else changes by it', () => {
  const breaker = failing(5, 0);
  expect(stateOf(afterAnswer(breaker, 5 * SECOND), 5 * SECOND)).toBe('closed');
  expect(afterAnswer(breaker, SECOND)).toBe(breaker);
  const counting = failing(4, 0);
  expect(afterAnswer(counting, 0)).toBe(counting);
});

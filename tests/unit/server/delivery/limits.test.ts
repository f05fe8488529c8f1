import { expect, test } from 'vitest';
import { DAY } from '../../../../server/clock.ts';
import { shouldPark } from '../../../../server/delivery/limits.ts';

test.each([
  ['gone', 0, 0, true],
  ['refused', 2, 30 * DAY, false],
  ['refused', 3, 0, true],
  ['unreachable', 3, 7 * DAY - 1, false],
  ['unreachable', 0, 7 * DAY, true],
  ['limited', 3, 30 * DAY, false],
] as const)('%s after %i refusals and %i ms is given up: %s', (kind, refusals, since, expected) => {
  expect(shouldPark(kind, { refusals, since })).toBe(expected);
});

import { expect, test } from 'vitest';
import { DAY } from '../../../../server/clock.ts';
import { shouldPark } from '../../../../server/delivery/limits.ts';

test.each([
  ['gone', 0, 0, 0, true],
  ['refused', 2, 5, 30 * DAY, false],
  ['refused', 3, 0, 0, true],
  ['unreachable', 3, 5, 7 * DAY - 1, false],
  ['unreachable', 0, 6, 0, true],
  ['unreachable', 0, 0, 7 * DAY, true],
  ['barred', 3, 5, 7 * DAY - 1, false],
  ['barred', 0, 6, 0, true],
  ['barred', 0, 0, 7 * DAY, true],
  ['limited', 3, 6, 30 * DAY, false],
] as const)(
  '%s after %i refusals, %i failures of its own and %i ms is given up: %s',
  (kind, refusals, ownFailures, since, expected) => {
    expect(shouldPark(kind, { refusals, ownFailures, since })).toBe(expected);
  },
);

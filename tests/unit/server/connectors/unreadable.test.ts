import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../../server/clock.ts';
import { dueOf } from '../../../../server/connectors/unreadable.ts';

test('an item is tried again after an hour, and at once where the clock was ahead at the last try', () => {
  const now = Date.parse('2030-01-02T08:00:00.000Z');
  const tried = (since: number): [string, string, string] => [
    'R-1',
    'mark',
    new Date(now - since).toISOString(),
  ];
  const unreadable = { late: tried(HOUR), early: tried(HOUR - MINUTE), ahead: tried(-MINUTE) };
  expect(dueOf(unreadable, now)).toEqual(['late', 'ahead']);
});

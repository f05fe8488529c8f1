// The bounds of JSON bodies.
import { expect, test } from 'vitest';
import { isWithinBounds } from '../../../../server/http/json-body.ts';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

test.each([
  ['32 levels', nested(32)],
  ['brackets in a string', JSON.stringify('[{'.repeat(1000))],
  ['an escaped quotation mark', `["\\"${'['.repeat(100)}"]`],
  ['a string that does not end', `["${'['.repeat(100)}`],
  ['many values', JSON.stringify(new Array(99_000).fill(0))],
])('%s are within', (_what, text) => {
  expect(isWithinBounds(text)).toBe(true);
});

test.each([
  ['33 levels', nested(33)],
  ['a million levels', '['.repeat(1_000_000)],
  ['too many values', JSON.stringify(new Array(100_002).fill(0))],
  ['too many fields', JSON.stringify(Object.fromEntries(Array.from({ length: 100_002 }, (_, i) => [i, 0])))],
])('%s are not', (_what, text) => {
  expect(isWithinBounds(text)).toBe(false);
});

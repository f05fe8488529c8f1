// The hash of a table.
import { expect, it, test } from 'vitest';
import { createRowSum, isSame, type Value } from '../../../../server/moves/row-sum.ts';

function sumOf(...rows: Value[][]) {
  const sum = createRowSum();
  for (const row of rows) sum.add(row);
  return sum.read();
}

it('does not depend on the order of rows', () => {
  expect(sumOf(['a', '1'], ['b', null])).toEqual(sumOf(['b', null], ['a', '1']));
});

test.each<[string, Value[][], Value[][]]>([
  ['a row that is missing', [['a'], ['b']], [['a']]],
  ['a row twice', [['a']], [['a'], ['a']]],
  ['two rows twice, which would cancel each other out if they were not added', [], [['a'], ['a']]],
  ['nothing and an empty text', [[null]], [['']]],
  ['a text and its bytes', [['a']], [[Buffer.from('a')]]],
  ['values that move over', [['ab', 'c']], [['a', 'bc']]],
  ['a value that looks like two', [['a', 'b']], [['at1:b', '']]],
  ['columns that are exchanged', [['a', 'b']], [['b', 'a']]],
  ['a letter and its composition', [['é']], [['e\u0301']]],
])('tells apart %s', (_what, one, other) => {
  expect(isSame(sumOf(...one), sumOf(...other))).toBe(false);
});

it('is 0 without rows, and has 64 digits', () => {
  expect(sumOf()).toEqual({ rows: 0, hash: '0'.repeat(64) });
  expect(sumOf(['a']).hash).toMatch(/^[0-9a-f]{64}$/);
});

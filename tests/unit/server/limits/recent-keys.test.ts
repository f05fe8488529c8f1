import { expect, test } from 'vitest';
import { createRecentKeys } from '../../../../server/limits/recent-keys.ts';

test('beyond its most keys the one that was set longest ago goes', () => {
  const keys = createRecentKeys<number>(3, () => false);
  for (const key of ['a', 'b', 'c']) keys.set(key, 1);
  keys.set('a', 2);
  keys.set('d', 1);
  expect(['a', 'b', 'c', 'd'].map((key) => keys.get(key))).toEqual([2, undefined, 1, 1]);
  for (let added = 0; added < 1000; added += 1) keys.set(`key-${added}`, 1);
  expect(keys.size).toBe(3);
});

test('worthless entries go with the next one that is set', () => {
  let isOver = false;
  const keys = createRecentKeys<number>(1000, () => isOver);
  for (let added = 0; added < 500; added += 1) keys.set(`key-${added}`, 1);
  isOver = true;
  keys.set('one more', 1);
  expect(keys.size).toBe(1);
});

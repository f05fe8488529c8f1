import { expect, test } from 'vitest';
import { slotsOf } from '../../../../renderer/tickets/row-slots.ts';

const NONE: ReadonlyMap<string, number> = new Map();

test('a ticket that stays in the list keeps its element, wherever it moves', () => {
  const before = slotsOf(NONE, ['a', 'b', 'c'], null);
  const after = slotsOf(before, ['c', 'd', 'a'], null);
  expect([after.get('a'), after.get('c')]).toEqual([before.get('a'), before.get('c')]);
});

test('new tickets take the elements of those that are gone', () => {
  const before = slotsOf(NONE, ['a', 'b', 'c'], null);
  const after = slotsOf(before, ['x', 'y', 'z'], null);
  expect([...after.values()].sort()).toEqual([...before.values()].sort());
});

test('no two tickets share an element, and a longer list gets more', () => {
  const after = slotsOf(slotsOf(NONE, ['a', 'b'], null), ['b', 'c', 'd', 'e'], null);
  expect(new Set(after.values()).size).toBe(4);
});

test('the element of a focused ticket that is gone shows no other ticket', () => {
  const before = slotsOf(NONE, ['a', 'b'], null);
  const after = slotsOf(before, ['c', 'd'], 'a');
  expect([...after.values()]).not.toContain(before.get('a'));
});

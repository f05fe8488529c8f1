import { expect, test } from 'vitest';
import { collectGarbage } from '../../../server/collect-garbage.ts';

test('what nobody refers to any more is gone', () => {
  const held = new WeakRef(new Array(1000).fill('garbage'));
  // a reference that was read lives until the end of the task, so it is not read before
  return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
    collectGarbage();
    expect(held.deref()).toBeUndefined();
  });
});

test('programs do not find a collector afterwards', () => {
  collectGarbage();
  expect('gc' in globalThis).toBe(false);
});

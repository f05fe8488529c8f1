import { expect, test } from 'vitest';
import { systemChance } from '../../../server/chance.ts';
import { createTextSeal } from '../../../server/seal.ts';

const seal = createTextSeal(Buffer.alloc(32, 1), systemChance);

test('a sealed text hides the text, differs each time, and opens for its owner only', () => {
  const sealed = seal.seal('one', 'a secret');
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('secret');
  expect(seal.seal('one', 'a secret')).not.toBe(sealed);
  expect(seal.open('one', sealed)).toBe('a secret');
  expect(seal.open('other', sealed)).toBeNull();
  expect(createTextSeal(Buffer.alloc(32, 2), systemChance).open('one', sealed)).toBeNull();
});

test('a changed or cut text does not open', () => {
  const bytes = Buffer.from(seal.seal('one', 'a secret'), 'base64');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(seal.open('one', changed.toString('base64'))).toBeNull();
    expect(seal.open('one', bytes.subarray(0, at).toString('base64'))).toBeNull();
  }
});

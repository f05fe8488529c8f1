// Which keys send the text, and which must not.
import { expect, test } from 'vitest';
import { isSendKey, submitsByItself } from '../../../../renderer/ui/keys.ts';

const pressed = (change: object = {}) => ({
  key: 'Enter',
  ctrlKey: false,
  target: { localName: 'input' },
  nativeEvent: { isComposing: false },
  ...change,
});

test('Enter in a field would submit by itself; in a long text or on a button it has its usual effect', () => {
  expect(submitsByItself(pressed())).toBe(true);
  for (const localName of ['textarea', 'button', 'select'])
    expect(submitsByItself(pressed({ target: { localName } }))).toBe(false);
});

test('a key that ends a composition is ignored', () => {
  const composing = pressed({ ctrlKey: true, nativeEvent: { isComposing: true } });
  expect([submitsByItself(composing), isSendKey(composing)]).toEqual([false, false]);
});

test('Ctrl+Enter sends', () => {
  expect([isSendKey(pressed({ ctrlKey: true })), isSendKey(pressed())]).toEqual([true, false]);
});

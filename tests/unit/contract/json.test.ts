import { expect, test } from 'vitest';
import { hidesText, parseJson } from '../../../contract/json.ts';

test('invalid JSON gives undefined, not null, which is valid JSON', () => {
  expect(['', '{', 'null', '[1]'].map(parseJson)).toEqual([undefined, undefined, null, [1]]);
});

test.each([
  ['at the top', '{"toString":null}'],
  ['inside', '[{"a":{"toString":1}}]'],
  ['with escapes', '{"to\\u0053tring":{}}'],
])(
  'a field that hides toString %s makes a text invalid, because a schema may throw on it',
  (_where, text) => {
    expect([parseJson(text), hidesText(text)]).toEqual([undefined, true]);
  },
);

test.each([
  ['as a value', '{"a":"toString"}'],
  ['in a longer name', '{"toStrings":1}'],
  ['beside an escape', '{"a\\u0041":"\\u0041"}'],
])('the same name %s is no such field', (_where, text) => {
  expect([parseJson(text), hidesText(text)]).toEqual([JSON.parse(text), false]);
});

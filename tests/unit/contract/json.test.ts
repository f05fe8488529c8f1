import { expect, test } from 'vitest';
import { parseJson } from '../../../contract/json.ts';

test('invalid JSON gives undefined, not null, which is valid JSON', () => {
  expect(['', '{', 'null', '[1]'].map(parseJson)).toEqual([undefined, undefined, null, [1]]);
});

import { expect, test } from 'vitest';
import { parseJson } from '../../../contract/json.ts';

test('what is no JSON is nothing, and not null, which JSON can say', () => {
  expect(['', '{', 'null', '[1]'].map(parseJson)).toEqual([undefined, undefined, null, [1]]);
});

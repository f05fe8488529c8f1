import { expect, test } from 'vitest';
import { z } from 'zod';
import { checked } from '../../../contract/checked.ts';

const hidden = { length: { toString: null } };

test.each([
  ['a text', z.string().min(1)],
  ['a list', z.array(z.string()).max(3)],
])('what makes the schema of %s throw is refused', (_what, schema) => {
  expect(() => schema.safeParse(hidden)).toThrow(TypeError);
  expect(checked(schema, hidden)).toMatchObject({ success: false, error: { issues: [{ path: [] }] } });
});

test('anything else is as the schema says', () => {
  expect(checked(z.string().trim(), ' a ')).toEqual({ success: true, data: 'a' });
  expect(checked(z.string(), 1).error?.issues).toMatchObject([{ code: 'invalid_type' }]);
});

import { expect, test } from 'vitest';
import { codesOf, describeError } from '../../../server/error-codes.ts';

const ADDRESS = 'josephine@contoso.example';

test('of an error its type, code and place are left, and no word of its message or of what caused it', () => {
  const refused = Object.assign(new Error(`550 <${ADDRESS}>: unknown`), {
    code: 'EENVELOPE',
    responseCode: 550,
    rejected: [ADDRESS],
  });
  const said = describeError(new TypeError(`${ADDRESS}\n    at ${ADDRESS} (a.ts:1:1)`, { cause: refused }));
  expect(JSON.stringify(said)).not.toContain('josephine');
  expect(said).toMatchObject({ type: 'TypeError', cause: { type: 'Error', code: 'EENVELOPE', status: 550 } });
  expect(JSON.stringify(said)).toMatch(/"at":\["[^"]*error-codes\.test\.ts:\d+:\d+/);
});

test('a code that is a text is left out', () => {
  const code = `no such user ${ADDRESS}`;
  expect(codesOf(Object.assign(new Error(), { code }))).toEqual({});
});

test('what is thrown and is no error is named by its type', () => {
  expect(describeError(ADDRESS)).toEqual({ type: 'string' });
});

test('an error that caused itself ends', () => {
  const error = new Error('one');
  error.cause = error;
  expect(JSON.stringify(describeError(error))).toContain('"cause"');
});

// What connectors that use HTTP share.
import { expect, test } from 'vitest';
import { pathSegment } from '../../../../server/connectors/http.ts';

test('an id of a backend that is no text of Unicode does not stop the delivery of its ticket', () => {
  expect(pathSegment('a/b é')).toBe('a%2Fb%20%C3%A9');
  expect(pathSegment('a\ud800b')).toBe('a%EF%BF%BDb');
});

// What connectors that use HTTP share.
import { expect, test } from 'vitest';
import { fetchFailure, gatewayFailure, pathSegment } from '../../../../server/connectors/http.ts';

test('an id of a backend that is no text of Unicode does not stop the delivery of its ticket', () => {
  expect(pathSegment('a/b é')).toBe('a%2Fb%20%C3%A9');
  expect(pathSegment('a\ud800b')).toBe('a%EF%BF%BDb');
});

const REASON = { en: 'It is not there.', fr: 'Il n’est pas là.' };

test('what a gateway answers at once is over, what it answers late is not', () => {
  const now = performance.now();
  const over = { kind: 'unreachable', reason: REASON, isOver: true };
  expect(gatewayFailure(REASON, 502, now).failure).toEqual(over);
  expect(gatewayFailure(REASON, 503, now).failure).toEqual(over);
  expect(gatewayFailure(REASON, 502, now - 11_000).failure).toEqual({ kind: 'unreachable', reason: REASON });
  expect(gatewayFailure(REASON, 504, now).failure).toEqual({ kind: 'unreachable', reason: REASON });
});

test.each([
  ['ECONNREFUSED', true],
  ['ENOTFOUND', true],
  ['EAI_AGAIN', true],
  ['UND_ERR_CONNECT_TIMEOUT', true],
  ['CERT_HAS_EXPIRED', true],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
  ['ECONNRESET', undefined],
  ['UND_ERR_SOCKET', undefined],
  ['UND_ERR_HEADERS_TIMEOUT', undefined],
])('after %s nothing was sent: %s', (code, isOver) => {
  const { failure } = fetchFailure('iTop', new TypeError('fetch failed', { cause: { code } }));
  expect([failure.kind, 'isOver' in failure ? failure.isOver : undefined]).toEqual(['unreachable', isOver]);
  expect(failure.reason.en).toContain(code);
});

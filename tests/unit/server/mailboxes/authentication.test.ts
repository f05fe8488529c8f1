// Which results of a receiving mail server vouch for a sender.
import { expect, test } from 'vitest';
import { isAuthenticated } from '../../../../server/mailboxes/authentication.ts';

const DOMAIN = 'desk.example';
const vouches = (...headers: string[]) => isAuthenticated(headers, 'mx.example.org', DOMAIN);

test.each([
  'mx.example.org; dmarc=pass (p=none dis=none) header.from=desk.example',
  'mx.example.org 1; spf=fail smtp.mailfrom=x.example; dmarc=pass header.from="desk.example"',
  'MX.EXAMPLE.ORG; DKIM=PASS header.d=Desk.Example',
  'mx.example.org; dkim=pass (2048-bit key; unprotected) header.i=@desk.example',
  'mx.example.org; dkim=pass header.i="a \\"b"@desk.example; dmarc=none header.from=desk.example;',
  'mx.example.org; arc=none (no signatures (found)); dmarc/1 = pass action=none header . from = desk.example',
])('%s', (header) => {
  expect(vouches(header)).toBe(true);
});

test.each([
  '',
  'mx.example.org',
  'mx.example.org; dmarc=fail header.from=desk.example',
  'mx.example.org; dmarc=pass header.from=elsewhere.example',
  'mx.example.org; dkim=pass header.d=notdesk.example',
  'mx.example.org; dkim=pass header.d=example',
  'mx.example.org; spf=pass smtp.mailfrom=desk.example',
  'mx.example.org; dkim=fail (dkim=pass header.d=desk.example)',
  'mx.elsewhere.example; dmarc=pass header.from=desk.example',
  'mx.example.org.elsewhere.example; dmarc=pass header.from=desk.example',
  'mx.example.org; none',
  'mx.example.org; dmarc=pass',
  'mx.example.org; dmarc=fail header.from=desk.example; dkim=pass header.d=desk.example',
  'mx.example.org; dmarc=quarantine header.from=desk.example; dkim=pass header.d=desk.example',
  'mx.example.org; dmarc=none header.from=desk.example; dmarc=pass header.from=desk.example',
  'mx.example.org; dmarc=pass header.from=elsewhere.example header.from=desk.example',
  'mx.example.org; dkim=pass header.d=elsewhere.example header.d=desk.example header.i=@desk.example',
  'mx.example.org; iprev=pass policy.x=y dmarc=pass header.from=desk.example',
  'mx.example.org; dkim=pass reason="x" dmarc=pass header.d=elsewhere.example header.from=desk.example',
])('not %j', (header) => {
  expect(vouches(header)).toBe(false);
});

const FAILED = 'dmarc=fail header.from=desk.example';
const PASSED = 'dmarc=pass header.from=desk.example';

test.each([
  `spf=pass smtp.mailfrom="x dmarc=pass y"@elsewhere.example; ${FAILED}`,
  `spf=pass smtp.mailfrom="x; ${PASSED}; y"@elsewhere.example; ${FAILED}`,
  `spf=pass smtp.mailfrom="x\\"; ${PASSED}; \\"y"@elsewhere.example; ${FAILED}`,
  `dkim=pass header.i="a header.d=desk.example b"@elsewhere.example; ${FAILED}`,
  'dkim=pass header.i="a header.d=desk.example b"@elsewhere.example; dmarc=none header.from=desk.example',
  'dkim=pass header.i="a@desk.example"@elsewhere.example; dmarc=none header.from=desk.example',
  'dkim=fail reason="bad; dkim=pass header.d=desk.example" header.d=elsewhere.example',
  `spf=pass (mx: domain of "x) ; ${PASSED} ("@elsewhere.example designates); ${FAILED}`,
  'spf=pass (mx: domain of "x) ; dkim=pass header.d=desk.example ("@elsewhere.example designates); dmarc=none',
  // both ends of the failure are the sender's
  `spf=pass (x) ; ${PASSED} (); ${FAILED}; dkim=pass (x) header.d=elsewhere.example`,
  `spf=pass (x \\) ; ${PASSED} (y) ); ${FAILED}`,
  `${PASSED}; spf=pass (open`,
  `${PASSED}; spf=pass smtp.mailfrom="open`,
  `${PASSED}; spf=pass ) x=y`,
])('a sender cannot write a result into: %s', (results) => {
  expect(vouches(`mx.example.org; ${results}`)).toBe(false);
});

test('a failure in another header of the server counts: some write a header for each method', () => {
  const signed = 'mx.example.org; dkim=pass header.d=desk.example';
  expect(vouches(signed, `mx.example.org; ${PASSED}`)).toBe(true);
  expect(vouches(signed, `mx.example.org; ${FAILED}`)).toBe(false);
  expect(vouches(signed, 'mx.example.org; dmarc=(')).toBe(false);
  expect(vouches(signed, `mx.elsewhere.example; ${FAILED}`)).toBe(true);
});

test('only the latest header of the server counts: a sender may have written the others', () => {
  const forged = 'mx.example.org; dmarc=pass header.from=desk.example';
  expect(vouches('mx.example.org; dmarc=fail header.from=desk.example', forged)).toBe(false);
  expect(vouches('mx.other.example; dmarc=pass header.from=desk.example', forged)).toBe(true);
});

test('a subdomain is vouched for by the signature of its domain', () => {
  const header = 'mx.example.org; dkim=pass header.d=desk.example';
  expect(isAuthenticated([header], 'mx.example.org', 'notices.desk.example')).toBe(true);
});

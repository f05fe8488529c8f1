// Which results of a receiving mail server vouch for a sender.
import { expect, test } from 'vitest';
import { isAuthenticated } from '../../../../../server/connectors/mail/authentication.ts';

const DOMAIN = 'desk.example';
const vouches = (...headers: string[]) => isAuthenticated(headers, 'mx.example.org', DOMAIN);

test.each([
  'mx.example.org; dmarc=pass (p=none dis=none) header.from=desk.example',
  'mx.example.org 1; spf=fail smtp.mailfrom=x.example; dmarc=pass header.from="desk.example"',
  'MX.EXAMPLE.ORG; DKIM=PASS header.d=Desk.Example',
  'mx.example.org; dkim=pass (2048-bit key; unprotected) header.i=@desk.example',
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
])('not %j', (header) => {
  expect(vouches(header)).toBe(false);
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

import { expect, test } from 'vitest';
import { systemChance } from '../../../../server/chance.ts';
import { createKnownBrowsers, knownBrowserCookie } from '../../../../server/staff/known-browsers.ts';

const ACCOUNT = { id: 'one', passwordHash: 'hash' };
const browsers = createKnownBrowsers(Buffer.alloc(32, 1), systemChance);

test('a browser is known to the account that it signed in to, each by an id of its own', () => {
  const [first, second] = [browsers.prove(ACCOUNT), browsers.prove(ACCOUNT)];
  expect(browsers.browserOf(ACCOUNT, first)).toMatch(/^[\w-]{43}$/);
  expect(browsers.browserOf(ACCOUNT, first)).not.toBe(browsers.browserOf(ACCOUNT, second));
});

test('another account, another password and another server do not know it', () => {
  const cookie = browsers.prove(ACCOUNT);
  const other = createKnownBrowsers(Buffer.alloc(32, 2), systemChance);
  expect(browsers.browserOf({ ...ACCOUNT, id: 'other' }, cookie)).toBeNull();
  expect(browsers.browserOf({ ...ACCOUNT, passwordHash: 'changed' }, cookie)).toBeNull();
  expect(other.browserOf(ACCOUNT, cookie)).toBeNull();
  expect(knownBrowserCookie('one')).not.toBe(knownBrowserCookie('other'));
});

test.each([undefined, '', '.', 'a.b', `${'a'.repeat(43)}.${'0'.repeat(64)}`, 'x'.repeat(100_000)])(
  'a forged cookie is not known',
  (cookie) => expect(browsers.browserOf(ACCOUNT, cookie)).toBeNull(),
);

import { expect, it } from 'vitest';
import { isLinkLocal, refuseLinkLocal } from '../../../server/link-local.ts';

it.each([
  '169.254.169.254',
  '0xA9FEA9FE',
  '2852039166',
  '169.254.43518',
  '[::ffff:169.254.169.254]',
  '::ffff:a9fe:a9fe',
  'fe80::1',
  'fe80::1%eth0',
  '[febf::1]',
  'fd00:ec2::254',
  '100.100.100.200',
  '64:ff9b::169.254.169.254',
])('%s is a link-local address', (host) => {
  expect(isLinkLocal(host)).toBe(true);
});

it.each([
  '10.0.0.1',
  '127.0.0.1',
  '::1',
  'fd00::1',
  'fec0::1',
  'help.example.org',
  '169.254.example.org',
  '',
])('%j is none', (host) => {
  expect(isLinkLocal(host)).toBe(false);
});

it('a name that leads to a link-local address is refused, whatever else it leads to', async () => {
  const leadingTo =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address }));
  const refused = refuseLinkLocal('help.example.org', leadingTo('10.0.0.1', 'fe80::1'));
  await expect(refused).rejects.toThrow('fe80::1 (link-local)');
  await refuseLinkLocal('help.example.org', leadingTo('10.0.0.1', '::1'));
});

it('a name that cannot be resolved passes', async () => {
  await refuseLinkLocal('help.example.org', () => Promise.reject(new Error('ENOTFOUND')));
});

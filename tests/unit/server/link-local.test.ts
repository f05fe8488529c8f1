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
  '64:ff9b::100.100.100.200',
  '168.63.129.16',
  '::ffff:168.63.129.16',
  '192.0.0.192',
  'fd20:ce::254',
  '[fd20:ce:0:0:0:0:0:254]',
  'fd00:ec2::23',
  'fd00:ec2:1::1',
  'fd00:c1::a9fe:a9fe',
  '::169.254.169.254',
  '::a9fe:a9fe',
  '::ffff:0:169.254.169.254',
  '2002:a9fe:a9fe::1',
  '2002:a83f:8110::',
  '64:ff9b:1::169.254.169.254',
  '64:ff9b:1:abcd::a9fe:a9fe',
  '64:ff9b:1:a9fe:a9:fe00::',
  '64:ff9b:1:ffa9:fe:a9fe::',
  '64:ff9b:1:abcd:a9:fea9:fe00::',
])('%s is a link-local address', (host) => {
  expect(isLinkLocal(host)).toBe(true);
});

it.each([
  '10.0.0.1',
  '127.0.0.1',
  '::1',
  'fd00::1',
  'fec0::1',
  '::',
  '2002:0a00:0001::1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::10.0.0.1',
  '64:ff9b:1:a00:0:100::',
  'fd20:ce::255',
  '168.63.129.17',
  '2001:db8::a9fe:a9fe',
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

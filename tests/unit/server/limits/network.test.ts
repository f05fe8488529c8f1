import { expect, test } from 'vitest';
import { networkOf } from '../../../../server/limits/network.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));

test('an address without number gains nothing from the addresses of its network', () => {
  const networks = Array.from({ length: 1000 }, (_, last) => networkOf(`2001:db8:1:2::${last.toString(16)}`));
  expect(new Set(networks).size).toBe(1);
});

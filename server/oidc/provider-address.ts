// The one check of addresses that this server asks for a sign-in: the issuer's, and those of its discovery document.
import { BlockList, isIP } from 'node:net';
import { isProviderAddress } from '../../contract/sign-in.ts';

/** Link-local and metadata addresses: no identity provider is there, but secrets of a cloud machine may be. */
const NEVER = new BlockList();
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addAddress('100.100.100.200', 'ipv4');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addAddress('fd00:ec2::254', 'ipv6');

/** Whether the server may ask this address: https, or http to this machine itself, and none of NEVER. */
export function mayBeAsked(address: string): boolean {
  if (!isProviderAddress(address)) return false;
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  const version = isIP(host);
  return version === 0 || !NEVER.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

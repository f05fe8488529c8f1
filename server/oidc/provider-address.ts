// The one check of addresses that this server asks for a sign-in: the issuer's, and those of its discovery document.
import { isProviderAddress } from '../../contract/sign-in.ts';
import { isLinkLocal } from '../link-local.ts';

/** Whether the server may ask this address: https, or http to this machine itself, and no link-local one. */
export function mayBeAsked(address: string): boolean {
  return isProviderAddress(address) && !isLinkLocal(new URL(address).hostname);
}

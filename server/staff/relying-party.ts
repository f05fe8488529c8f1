// For which address passkeys are made (WebAuthn section 5.1.2): a passkey of one address is worth nothing at another.
import { isIP } from 'node:net';
import type { PasskeyObstacle } from '../../contract/passkeys.ts';
import { err, ok, type Result } from '../../contract/result.ts';

export interface RelyingParty {
  /** the host name */
  id: string;
  origin: string;
}

/** Returns the relying party of a configured public address, or why it can have none. */
export function relyingPartyOf(publicUrl: string | null): RelyingParty | PasskeyObstacle {
  if (publicUrl === null) return 'no-address';
  const { protocol, hostname, origin } = new URL(publicUrl);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'no-name';
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  return protocol === 'https:' || isLocal ? { id: hostname, origin } : 'plain-http';
}

/** Errors: passkeys-unavailable. */
export function requireRelyingParty(publicUrl: string | null): Result<RelyingParty> {
  const party = relyingPartyOf(publicUrl);
  return typeof party === 'string' ? err('passkeys-unavailable') : ok(party);
}

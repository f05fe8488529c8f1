// Checks what a passkey made or signed: for our address, after asking its owner (user verification). The library is loaded when the
// first passkey is used: it takes 25 MB.
import type { NewPasskey, PasskeyAssertion } from '../../contract/passkeys.ts';
import type { Row } from '../storage/schema.ts';
import type { RelyingParty } from './relying-party.ts';

const TYPE = { type: 'public-key', clientExtensionResults: {} } as const;

/** ES256, Ed25519 and RS256: what authenticators and Windows Hello make. */
const ALGORITHMS = [-7, -8, -257];

interface Asked {
  challenge: string;
  party: RelyingParty;
}

export type MadePasskey = Pick<Row<'passkey'>, 'credentialId' | 'publicKey' | 'counter'>;

/** Returns the passkey that the browser made, or null where anything of it is not as it should be. */
export async function checkMade(
  { id, clientDataJSON, attestationObject }: NewPasskey,
  { challenge, party }: Asked,
): Promise<MadePasskey | null> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const checked = await verifyRegistrationResponse({
    response: { id, rawId: id, response: { clientDataJSON, attestationObject }, ...TYPE },
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (!checked?.verified) return null;
  const { credential } = checked.registrationInfo;
  const publicKey = Buffer.from(credential.publicKey).toString('base64url');
  return { credentialId: credential.id, publicKey, counter: credential.counter };
}

/** Returns the new counter of the passkey, or null where it did not sign this, or where its counter went back. */
export async function checkSigned(
  { id, ...response }: PasskeyAssertion,
  { publicKey, counter }: MadePasskey,
  { challenge, party }: Asked,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const checked = await verifyAuthenticationResponse({
    response: { id, rawId: id, response, ...TYPE },
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    credential: { id, publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')), counter },
  }).catch(() => null);
  return checked?.verified ? checked.authenticationInfo.newCounter : null;
}

// Passkeys in this browser: whether it can use those of this server, and making and using one.
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { useQuery } from '@tanstack/react-query';
import type { SignInWays } from '../../contract/account.ts';
import type { Staff } from '../../contract/console.ts';
import type {
  NewPasskey,
  PasskeyAssertion,
  PasskeyChallenge,
  PasskeyCreation,
  PasskeyObstacle,
} from '../../contract/passkeys.ts';
import { orThrow, RequestFailed, useAsk } from '../api.ts';

/** How long the browser asks its person, in milliseconds. The server’s challenge lasts as long. */
const TIMEOUT = 5 * 60_000;

/** ES256, Ed25519 and RS256, the first that the authenticator knows (IANA COSE Algorithms). */
const ALGORITHMS = [-7, -8, -257];

/** As the server’s, or: the page has another address than the passkeys, or the browser knows none. */
type Obstacle = PasskeyObstacle | 'other-address' | 'browser';

function obstacleOf({ passkeys }: SignInWays): Obstacle | null {
  if ('obstacle' in passkeys) return passkeys.obstacle;
  if (passkeys.origin !== window.location.origin) return 'other-address';
  return browserSupportsWebAuthn() ? null : 'browser';
}

/** How one can sign in beside a password, which no click changes. */
export function useSignInWays() {
  const ask = useAsk();
  return useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: async () => orThrow(await ask('readSignInWays')),
    refetchInterval: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Why this page cannot use passkeys; null when it can, undefined before that is known. */
export function usePasskeyObstacle(): Obstacle | null | undefined {
  const { data } = useSignInWays();
  return data && obstacleOf(data);
}

/** Lets the person choose a passkey and sign with it. Throws RequestFailed with passkey-not-used. */
export async function signWithPasskey({ challenge, rpId }: PasskeyChallenge): Promise<PasskeyAssertion> {
  const optionsJSON = { challenge, rpId, timeout: TIMEOUT, userVerification: 'required' } as const;
  const { id, response } = await startAuthentication({ optionsJSON }).catch(notUsed);
  const { clientDataJSON, authenticatorData, signature, userHandle = '' } = response;
  return { id, clientDataJSON, authenticatorData, signature, userHandle };
}

/** Lets the person make a passkey on a device. Throws RequestFailed with passkey-not-used or passkey-present. */
export async function makePasskey(
  { challenge, rpId, userHandle, present }: PasskeyCreation,
  { email, fullName }: Pick<Staff, 'email' | 'fullName'>,
): Promise<Omit<NewPasskey, 'name'>> {
  const { id, response } = await startRegistration({
    optionsJSON: {
      challenge,
      rp: { id: rpId, name: 'Guichet' },
      user: { id: userHandle, name: email, displayName: fullName },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: TIMEOUT,
      excludeCredentials: present.map((known) => ({ type: 'public-key', id: known })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    },
  }).catch(notUsed);
  return {
    id,
    clientDataJSON: response.clientDataJSON,
    attestationObject: response.attestationObject,
  };
}

function notUsed(failure: unknown): never {
  const isPresent =
    failure instanceof WebAuthnError && failure.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
  throw new RequestFailed({ code: isPresent ? 'passkey-present' : 'passkey-not-used' });
}

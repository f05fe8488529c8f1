// The secrets of one sign-in with a provider.
import { z } from 'zod';
import type { Chance } from '../chance.ts';
import { newSecret } from '../hashes.ts';

/** They stay in this server; only the state and the nonce pass through the browser. */
export const SignInSecrets = z.object({
  state: z.string(),
  nonce: z.string(),
  /** the verifier of PKCE (RFC 7636) */
  verifier: z.string(),
  redirectUri: z.string(),
});
export type SignInSecrets = z.infer<typeof SignInSecrets>;

/** Returns new secrets of a sign-in that comes back to this address. */
export function newSignInSecrets(chance: Chance, redirectUri: string): SignInSecrets {
  return { state: newSecret(chance), nonce: newSecret(chance), verifier: newSecret(chance), redirectUri };
}

// The address and the name that an identity provider proved.
import { checked } from '../../contract/checked.ts';
import type { Requester } from '../../contract/enrolment.ts';
import { Email, FullName, LIMITS } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { SignIn } from '../../contract/sign-in.ts';
import type { Claims } from './provider.ts';

/** Its issuer serves everybody, also people who made an account for an address of a company that they have left. */
const GOOGLE = 'https://accounts.google.com';

/**
 * Returns the person of the claims. An address that the provider calls unverified is refused always: anybody may have typed
 * it.
 * One about which it says nothing is refused unless the settings accept it (nOAuth: some providers let people change it).
 * Errors: sign-in-unverified.
 */
export function provenPerson(
  claims: Claims,
  { issuer, addressClaim, acceptsUnverified }: Pick<SignIn, 'issuer' | 'addressClaim' | 'acceptsUnverified'>,
): Result<Requester> {
  const email = checked(Email, claims[addressClaim]);
  if (!email.success) return err('sign-in-unverified');
  if (issuer.replace(/\/$/, '') === GOOGLE && claims.hd === undefined) return err('sign-in-unverified');
  const verdict = addressClaim === 'email' ? verdictOn(claims) : 'unknown';
  if (verdict === 'unverified' || (verdict === 'unknown' && !acceptsUnverified))
    return err('sign-in-unverified');
  const name = checked(FullName, claims.name);
  return ok({ email: email.data, fullName: name.success ? name.data : email.data.slice(0, LIMITS.fullName) });
}

/** Some providers write the boolean as text, and Entra ID as 1 (its claim `xms_edov`). */
const YES: readonly unknown[] = [true, 'true', 1, '1'];

function verdictOn({
  email_verified: verified,
  xms_edov: ownDomain,
}: Claims): 'verified' | 'unverified' | 'unknown' {
  const said = [verified, ownDomain].filter((value) => value !== undefined);
  if (said.length === 0) return 'unknown';
  return said.every((value) => YES.includes(value)) ? 'verified' : 'unverified';
}

// The form of an organisation's sign-in: as typed, and as sent.
import { AddressClaim, NewSignIn, type SignIn } from '../../contract/sign-in.ts';
import type { Parsed } from '../ui/use-form.ts';

export interface SignInForm {
  issuer: string;
  clientId: string;
  /** empty: the stored one stays */
  clientSecret: string;
  addressClaim: AddressClaim;
  acceptsUnverified: boolean;
}

export function signInFormOf(signIn: SignIn | null): SignInForm {
  return {
    issuer: signIn?.issuer ?? '',
    clientId: signIn?.clientId ?? '',
    clientSecret: '',
    addressClaim: signIn?.addressClaim ?? AddressClaim.enum.email,
    acceptsUnverified: signIn?.acceptsUnverified ?? false,
  };
}

export function parseSignInForm({ clientSecret, ...form }: SignInForm): Parsed<NewSignIn> {
  const parsed = NewSignIn.safeParse(clientSecret === '' ? form : { ...form, clientSecret });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, wrong: new Set(parsed.error.issues.map(({ path }) => path.join('.'))) };
}

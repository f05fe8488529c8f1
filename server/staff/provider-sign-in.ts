// Signs staff in with the identity provider (OpenID Connect), and proves again with it who the person of a session is. This server
// redeems the code itself: what the browser says proves nothing.
import { isDeepStrictEqual } from 'node:util';
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import {
  PROVIDER_RETURN_PATH,
  type ProviderAnswer,
  type ProviderPurpose,
} from '../../contract/staff-provider.ts';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import type { OidcProviders, Proof } from '../oidc/provider.ts';
import type { TextSeal } from '../seal.ts';
import type { Database } from '../storage/schema.ts';
import type { Audit } from './audit.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { Passwords } from './passwords.ts';
import { accountOfProof, findAccount, issuerKey, roleOf } from './provider-account.ts';
import { createProviderAttempts, type ProviderAttempts } from './provider-attempts.ts';
import type { ProviderSettings, UsableProvider } from './provider-settings.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';
import { type SignedIn, startSignedIn } from './signed-in.ts';

/** What came of a sign-in. */
interface ProviderOutcome {
  result: Result<SignedIn & { staysAdministrator: boolean }>;
  /** hashes of the tokens whose event streams end: the sessions are over, or may do something else now */
  cutOff: readonly string[];
}

/** `browser` is the secret of the browser that began. Errors of a provider: sign-in-over, sign-in-refused, sign-in-unavailable. */
export interface ProviderSignIn {
  /** Returns the address for the browser, and the secret by which it is known again. Errors: not-found, sign-in-unavailable. */
  begin(purpose: ProviderPurpose): Promise<Result<{ url: string; browser: string }>>;
  /**
   * Errors: those of a provider; sign-in-no-role, which ends the sessions of the account; sign-in-account-refused,
   * sign-in-unverified.
   */
  signIn(
    answer: ProviderAnswer,
    browser: string | undefined,
    origin: SessionOrigin,
  ): Promise<ProviderOutcome>;
  /** Errors: those of a provider; sign-in-account-refused for another's identity. */
  prove(
    staff: Staff,
    sessionId: string,
    answer: ProviderAnswer,
    browser: string | undefined,
  ): Promise<Result<void>>;
}

interface ProviderSignInParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  sessions: Sessions;
  passwords: Passwords;
  secondFactors: SecondFactors;
  knownBrowsers: KnownBrowsers;
  providers: OidcProviders;
  providerSettings: ProviderSettings;
  attemptSeal: TextSeal;
  publicUrl: () => string;
}

export function createProviderSignIn(parts: ProviderSignInParts): ProviderSignIn {
  const { db, audit, sessions, providers, providerSettings, publicUrl } = parts;
  const attempts = createProviderAttempts(parts);
  return {
    async begin(purpose) {
      const provider = await providerSettings.use(db);
      if (!provider.ok) return provider;
      const { issuer, clientId } = provider.value;
      const redirectUri = `${publicUrl()}${PROVIDER_RETURN_PATH}`;
      const { secrets, browser } = await attempts.begin(
        { purpose, client: { issuer, clientId } },
        redirectUri,
      );
      const prompt = purpose === 'proof' ? 'login' : undefined;
      const url = await providers.addressOf(provider.value, secrets, prompt);
      return url.ok ? ok({ url: url.value, browser }) : url;
    },
    async signIn(answer, browser, origin) {
      const proven = await redeem(parts, attempts, 'sign-in', answer, browser);
      const outcome = proven.ok
        ? await enter(parts, proven.value, origin)
        : { result: proven, cutOff: [], staffId: null };
      const { result, cutOff } = outcome;
      // one that nobody began here can be repeated without end
      if (!result.ok && result.error.code !== 'sign-in-over') {
        const { code, details } = result.error;
        const subject = { kind: 'staff', id: outcome.staffId ?? 'unknown' } as const;
        const about = {
          ...{ code, ip: origin.ip, reason: details?.reason?.en ?? null, sessions: cutOff.length },
          ...(proven.ok && { issuer: proven.value.proof.issuer, subject: proven.value.proof.subject }),
        };
        await audit(db, { staffId: null, act: 'refuse-provider-sign-in', subject, details: about });
      }
      return { result, cutOff };
    },
    async prove(staff, sessionId, answer, browser) {
      const proven = await redeem(parts, attempts, 'proof', answer, browser);
      if (!proven.ok) return proven;
      const account = await findAccount(db, proven.value.proof);
      if (account?.id !== staff.id) return err('sign-in-account-refused');
      return ok(await sessions.prove(db, sessionId));
    },
  };
}

interface Proven {
  provider: UsableProvider;
  proof: Proof;
}

async function redeem(
  { db, providers, providerSettings }: ProviderSignInParts,
  attempts: ProviderAttempts,
  purpose: ProviderPurpose,
  answer: ProviderAnswer,
  browser: string | undefined,
): Promise<Result<Proven>> {
  const attempt = await attempts.take(browser, answer.state);
  if (attempt?.purpose !== purpose) return err('sign-in-over');
  const provider = await providerSettings.use(db);
  if (!provider.ok) return err('sign-in-over');
  const { issuer, clientId } = provider.value;
  // an administrator may have replaced the provider meanwhile
  if (!isDeepStrictEqual({ issuer, clientId }, attempt.client)) return err('sign-in-over');
  const proof = await providers.redeem(provider.value, attempt.secrets, answer);
  if (!proof.ok) return proof;
  const issuedBy = issuerKey(proof.value.issuer);
  return ok({ provider: provider.value, proof: { ...proof.value, issuer: issuedBy } });
}

/** Starts the session of who is in a group; ends those of who no longer is in any. */
async function enter(
  parts: ProviderSignInParts,
  { provider, proof }: Proven,
  origin: SessionOrigin,
): Promise<ProviderOutcome & { staffId: string | null }> {
  const { db, audit, sessions } = parts;
  const role = roleOf(provider, proof.groups);
  const passwordHash = await parts.passwords.unusable();
  return db.transaction().execute(async (transaction) => {
    if (role === null) {
      const known = await findAccount(transaction, proof);
      const cutOff = known ? await sessions.endAll(transaction, known.id) : [];
      return { result: err('sign-in-no-role'), cutOff, staffId: known?.id ?? null };
    }
    const found = await accountOfProof(transaction, parts, { provider, proof, passwordHash, origin }, role);
    if (!found.ok) return { result: found, cutOff: [], staffId: null };
    const { account, staysAdministrator, cutOff } = found.value;
    const subject = { kind: 'staff', id: account.id } as const;
    const details = { by: 'provider' };
    await audit(transaction, { staffId: account.id, act: 'sign-in', subject, details });
    const signedIn = await startSignedIn(transaction, parts, account, origin, 'provider');
    return { result: ok({ ...signedIn, staysAdministrator }), cutOff, staffId: account.id };
  });
}

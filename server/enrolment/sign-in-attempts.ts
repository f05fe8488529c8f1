// Sign-ins under way: their secrets, in memory, bound to an agent, each good once and for a few minutes.

import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, MINUTE, SECOND } from '../clock.ts';
import { newSecret, sameHash, sha256 } from '../hashes.ts';
import type { ProviderClient, SignInSecrets } from '../oidc/provider.ts';

/** Long enough for a second factor, and for a forgotten password. */
export const SIGN_IN_LIFE = 10 * MINUTE;
/** Sign-ins that one agent may begin within SIGN_IN_LIFE: each asks the provider. */
const MOST_BEGUN = 10;

export interface SignInAttempt {
  secrets: SignInSecrets;
  organisationId: string;
  client: Pick<ProviderClient, 'issuer' | 'clientId'>;
}

export interface SignInAttempts {
  /** Begins one for the agent, which ends its former one. Errors: too-many-requests. */
  begin(agentId: string, attempt: Omit<SignInAttempt, 'secrets'>, redirectUri: string): Result<SignInSecrets>;
  /** Returns the agent's attempt with this state, and forgets it; null where it has none. */
  take(agentId: string, state: string): SignInAttempt | null;
}

/** A restart of the server ends them: the person signs in again. */
export function createSignInAttempts({ clock, chance }: { clock: Clock; chance: Chance }): SignInAttempts {
  const attempts = new Map<string, SignInAttempt & { until: number }>();
  const begun = new Map<string, number[]>();
  const now = () => clock.now().getTime();

  function forgetOld(): void {
    for (const [agentId, { until }] of attempts) if (until <= now()) attempts.delete(agentId);
    for (const [agentId, times] of begun) {
      const recent = times.filter((at) => at > now() - SIGN_IN_LIFE);
      if (recent.length > 0) begun.set(agentId, recent);
      else begun.delete(agentId);
    }
  }

  return {
    begin(agentId, attempt, redirectUri) {
      forgetOld();
      const times = begun.get(agentId) ?? [];
      if (times.length >= MOST_BEGUN) {
        const wait = (times[0] ?? now()) + SIGN_IN_LIFE - now();
        return err('too-many-requests', { retryAfterSeconds: Math.max(1, Math.ceil(wait / SECOND)) });
      }
      begun.set(agentId, [...times, now()]);
      const [state, nonce, verifier] = [newSecret(chance), newSecret(chance), newSecret(chance)];
      const secrets = { state, nonce, verifier, redirectUri };
      attempts.set(agentId, { ...attempt, secrets, until: now() + SIGN_IN_LIFE });
      return ok(secrets);
    },
    take(agentId, state) {
      forgetOld();
      const attempt = attempts.get(agentId);
      if (!attempt || !sameHash(sha256(attempt.secrets.state), sha256(state))) return null;
      attempts.delete(agentId);
      return attempt;
    },
  };
}

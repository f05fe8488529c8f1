// Sign-ins under way: their secrets, in memory, bound to an agent, each good once and for a few minutes.

import { ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, MINUTE } from '../clock.ts';
import { newSecret, sameHash, sha256 } from '../hashes.ts';
import type { Limits } from '../limits/limits.ts';
import type { ProviderClient, SignInSecrets } from '../oidc/provider.ts';

/** Long enough for a second factor, and for a forgotten password. */
export const SIGN_IN_LIFE = 10 * MINUTE;

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

interface AttemptsParts {
  clock: Clock;
  chance: Chance;
  limits: Limits;
}

/** A restart of the server ends them: the person signs in again. */
export function createSignInAttempts({ clock, chance, limits }: AttemptsParts): SignInAttempts {
  const attempts = new Map<string, SignInAttempt & { until: number }>();
  const now = () => clock.now().getTime();

  function forgetOld(): void {
    for (const [agentId, { until }] of attempts) if (until <= now()) attempts.delete(agentId);
  }

  return {
    begin(agentId, attempt, redirectUri) {
      forgetOld();
      const counted = limits.take([{ rate: 'browserSignInsOfAgent', key: agentId }]);
      if (!counted.ok) return counted;
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

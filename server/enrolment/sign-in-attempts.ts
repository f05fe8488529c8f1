// Sign-ins under way: their secrets, sealed, bound to an agent, each good once and for a few minutes. In the database, because
// the browser may come back to another server.
import { z } from 'zod';
import { parseJson } from '../../contract/json.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, MINUTE } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { Limits } from '../limits/limits.ts';
import { newSignInSecrets, SignInSecrets } from '../oidc/sign-in-secrets.ts';
import type { TextSeal } from '../seal.ts';
import type { Database } from '../storage/schema.ts';

/** Long enough for a second factor, and for a forgotten password. */
export const SIGN_IN_LIFE = 10 * MINUTE;

const SignInAttempt = z.object({
  secrets: SignInSecrets,
  organisationId: z.string(),
  client: z.object({ issuer: z.string(), clientId: z.string() }),
});
export type SignInAttempt = z.infer<typeof SignInAttempt>;

export interface SignInAttempts {
  /** Begins one for the agent, which ends its former one. Errors: too-many-requests. */
  begin(
    agentId: string,
    attempt: Omit<SignInAttempt, 'secrets'>,
    redirectUri: string,
  ): Promise<Result<SignInSecrets>>;
  /** Returns the agent's attempt with this state, and forgets it; null where it has none. */
  take(agentId: string, state: string): Promise<SignInAttempt | null>;
}

interface AttemptsParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  limits: Limits;
  /** of secrets for this purpose */
  attemptSeal: TextSeal;
}

export function createSignInAttempts(parts: AttemptsParts): SignInAttempts {
  const { db, clock, chance, limits, attemptSeal } = parts;
  return {
    async begin(agentId, attempt, redirectUri) {
      const counted = limits.take([{ rate: 'browserSignInsOfAgent', key: agentId }]);
      if (!counted.ok) return counted;
      const secrets = newSignInSecrets(chance, redirectUri);
      const columns = {
        stateHash: sha256(secrets.state),
        sealed: attemptSeal.seal(agentId, JSON.stringify({ ...attempt, secrets })),
        endsAt: instantFrom(clock, SIGN_IN_LIFE),
      };
      await db
        .insertInto('signInAttempt')
        .values({ agentId, ...columns })
        .onConflict((conflict) => conflict.column('agentId').doUpdateSet(columns))
        .execute();
      return ok(secrets);
    },
    async take(agentId, state) {
      const taken = await db
        .deleteFrom('signInAttempt')
        .where('agentId', '=', agentId)
        .where('stateHash', '=', sha256(state))
        .where('endsAt', '>', instantFrom(clock))
        .returning('sealed')
        .executeTakeFirst();
      return taken ? open(attemptSeal, agentId, taken.sealed) : null;
    },
  };
}

function open(seal: TextSeal, agentId: string, sealed: string): SignInAttempt | null {
  const text = seal.open(agentId, sealed);
  return text === null ? null : (SignInAttempt.safeParse(parseJson(text)).data ?? null);
}

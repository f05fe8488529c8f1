// Sign-ins of staff with the provider under way: their secrets, sealed, bound to the browser that began them, good once and for a few
// minutes.
import { z } from 'zod';
import { parseJson } from '../../contract/json.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, MINUTE } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import { newSignInSecrets, SignInSecrets } from '../oidc/sign-in-secrets.ts';
import type { TextSeal } from '../seal.ts';
import type { Database } from '../storage/schema.ts';

/** Long enough for a second factor, and for a forgotten password. In milliseconds. */
export const ATTEMPT_LIFE = 10 * MINUTE;

const Attempt = z.object({
  secrets: SignInSecrets,
  purpose: z.enum(['sign-in', 'proof']),
  client: z.object({ issuer: z.string(), clientId: z.string() }),
});
type ProviderAttempt = z.infer<typeof Attempt>;

export interface ProviderAttempts {
  /** Begins one. Returns its secrets, and the secret by which the browser is known again. */
  begin(
    attempt: Omit<ProviderAttempt, 'secrets'>,
    redirectUri: string,
  ): Promise<{ secrets: SignInSecrets; browser: string }>;
  /** Returns the attempt of the browser with this state, and forgets it; null where it has none. */
  take(browser: string | undefined, state: string): Promise<ProviderAttempt | null>;
}

interface AttemptsParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  /** of secrets for this purpose */
  attemptSeal: TextSeal;
}

export function createProviderAttempts({ db, clock, chance, attemptSeal }: AttemptsParts): ProviderAttempts {
  return {
    async begin(attempt, redirectUri) {
      const [secrets, browser] = [newSignInSecrets(chance, redirectUri), newSecret(chance)];
      const browserHash = sha256(browser);
      const sealed = attemptSeal.seal(browserHash, JSON.stringify({ ...attempt, secrets }));
      // strangers begin them too
      await db.deleteFrom('staffSignInAttempt').where('endsAt', '<=', instantFrom(clock)).execute();
      await db
        .insertInto('staffSignInAttempt')
        .values({ browserHash, sealed, endsAt: instantFrom(clock, ATTEMPT_LIFE) })
        .execute();
      return { secrets, browser };
    },
    async take(browser, state) {
      if (browser === undefined) return null;
      const browserHash = sha256(browser);
      const taken = await db
        .deleteFrom('staffSignInAttempt')
        .where('browserHash', '=', browserHash)
        .where('endsAt', '>', instantFrom(clock))
        .returning('sealed')
        .executeTakeFirst();
      const text = taken ? attemptSeal.open(browserHash, taken.sealed) : null;
      const attempt = text === null ? undefined : Attempt.safeParse(parseJson(text)).data;
      return attempt?.secrets.state === state ? attempt : null;
    },
  };
}

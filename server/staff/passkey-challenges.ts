// Challenges for passkeys: each is good once, for a few minutes, to sign in or for one person to make a passkey. Their hashes are
// in the database, because the answer may come to another server.
import { z } from 'zod';
import { parseJson } from '../../contract/json.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, MINUTE } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Database } from '../storage/schema.ts';

/** Long enough to fetch a phone. In milliseconds. */
const CHALLENGE_LIFE = 5 * MINUTE;

const ClientData = z.object({ challenge: z.string() });

export interface PasskeyChallenges {
  /** Returns a new challenge, to sign in, or for one member of staff to make a passkey. */
  offer(staffId: string | null): Promise<string>;
  /** Returns the challenge that the browser answered, and uses it up; null for one that was not offered for this. */
  take(clientDataJSON: string, staffId: string | null): Promise<string | null>;
}

interface ChallengeParts {
  db: Database;
  clock: Clock;
  chance: Chance;
}

export function createPasskeyChallenges({ db, clock, chance }: ChallengeParts): PasskeyChallenges {
  return {
    async offer(staffId) {
      const challenge = newSecret(chance);
      // strangers ask for them too
      await db.deleteFrom('passkeyChallenge').where('endsAt', '<=', instantFrom(clock)).execute();
      await db
        .insertInto('passkeyChallenge')
        .values({ hash: sha256(challenge), staffId, endsAt: instantFrom(clock, CHALLENGE_LIFE) })
        .execute();
      return challenge;
    },
    async take(clientDataJSON, staffId) {
      const text = Buffer.from(clientDataJSON, 'base64url').toString();
      const challenge = ClientData.safeParse(parseJson(text)).data?.challenge;
      if (challenge === undefined) return null;
      const { numDeletedRows } = await db
        .deleteFrom('passkeyChallenge')
        .where('hash', '=', sha256(challenge))
        .where('staffId', staffId === null ? 'is' : '=', staffId)
        .where('endsAt', '>', instantFrom(clock))
        .executeTakeFirst();
      return numDeletedRows === 0n ? null : challenge;
    },
  };
}

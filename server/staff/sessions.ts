// Staff sessions: a random token in a cookie, its hash in the database; they expire 12 hours after the last use.
import type { Staff } from '../../contract/console.ts';
import type { Chance } from '../chance.ts';
import { type Clock, HOUR, instantFrom, MINUTE } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Database } from '../storage/schema.ts';

export const SESSION_LIFE = 12 * HOUR;

/** Age at which a session is prolonged, in milliseconds: so not every request writes. */
const PROLONG_AFTER = 10 * MINUTE;
/** How long a session that was just read lasts at least, in milliseconds. */
export const SHORTEST_SESSION = SESSION_LIFE - PROLONG_AFTER;

export interface Sessions {
  /** Starts a session in the caller's transaction. Returns the token for the cookie. */
  start(transaction: Database, staffId: string): Promise<string>;
  /** Returns the staff member of a valid token, or null; `prolonged`: the cookie should be set again. */
  read(token: string): Promise<{ staff: Staff; prolonged: boolean } | null>;
  end(transaction: Database, token: string): Promise<void>;
}

export function createSessions({
  db,
  clock,
  chance,
}: {
  db: Database;
  clock: Clock;
  chance: Chance;
}): Sessions {
  return {
    async start(transaction, staffId) {
      const token = newSecret(chance);
      const expiresAt = instantFrom(clock, SESSION_LIFE);
      await transaction
        .insertInto('session')
        .values({ tokenHash: sha256(token), staffId, expiresAt })
        .execute();
      return token;
    },
    async read(token) {
      const tokenHash = sha256(token);
      const row = await db
        .selectFrom('session')
        .innerJoin('staff', 'staff.id', 'session.staffId')
        .select(['staff.id', 'staff.email', 'staff.fullName', 'staff.role', 'session.expiresAt'])
        .where('session.tokenHash', '=', tokenHash)
        .where('session.expiresAt', '>', instantFrom(clock))
        .executeTakeFirst();
      if (!row) return null;
      const { expiresAt, ...staff } = row;
      const prolonged = expiresAt <= instantFrom(clock, SHORTEST_SESSION);
      if (prolonged) {
        await db
          .updateTable('session')
          .set({ expiresAt: instantFrom(clock, SESSION_LIFE) })
          .where('tokenHash', '=', tokenHash)
          .execute();
      }
      return { staff, prolonged };
    },
    async end(transaction, token) {
      await transaction.deleteFrom('session').where('tokenHash', '=', sha256(token)).execute();
    },
  };
}

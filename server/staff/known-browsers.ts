// Proves that a browser signed in to an account before: it is exempt from the delays that strangers cause to that account.
import type { Chance } from '../chance.ts';
import { deriveKey, keyedHash, newSecret, sameHash, sha256 } from '../hashes.ts';
import type { Row } from '../storage/schema.ts';

type AccountRow = Pick<Row<'staff'>, 'id' | 'passwordHash'>;

export interface KnownBrowsers {
  /** Returns the value of a cookie for this account. A new password makes it worthless. */
  prove(account: AccountRow): string;
  /** Returns the id of the browser that the cookie was made for; null where it was made for another account, or forged. */
  browserOf(account: AccountRow, cookie: string | undefined): string | null;
}

/** A cookie is `<256 random bits>.<its keyed hash with account and password>`: nothing is stored. */
export function createKnownBrowsers(serverKey: Buffer, chance: Chance): KnownBrowsers {
  const key = deriveKey(serverKey, 'guichet known browsers');
  const sign = (account: AccountRow, id: string) => keyedHash(key, account.id, account.passwordHash, id);
  return {
    prove(account) {
      const id = newSecret(chance);
      return `${id}.${sign(account, id)}`;
    },
    browserOf(account, cookie) {
      const [, id, hash] = /^([\w-]{43})\.([0-9a-f]{64})$/.exec(cookie ?? '') ?? [];
      if (id === undefined || hash === undefined) return null;
      return sameHash(hash, sign(account, id)) ? id : null;
    },
  };
}

/** Returns the name of the cookie for an account: people who share a browser each keep theirs. */
export function knownBrowserCookie(staffId: string): string {
  return `guichet_known_${sha256(staffId).slice(0, 16)}`;
}

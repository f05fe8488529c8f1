// Hashes passwords with argon2id and the parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
import { hash, type Options, verify } from '@node-rs/argon2';
import type { Chance } from '../chance.ts';
import { newSecret } from '../hashes.ts';

/** memory in KiB, passes, lanes */
type Cost = Required<Pick<Options, 'memoryCost' | 'timeCost' | 'parallelism'>>;

const COST: Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface Passwords {
  /** Returns the hash to store, which includes salt and parameters. */
  hash(password: string): Promise<string>;
  /** Returns a hash that no password matches, for accounts without one. */
  unusable(): Promise<string>;
  /**
   * Whether the password matches the hash `stored`. Without a hash it takes the same time, so that the response time does
   * not reveal which addresses have an account.
   */
  isRight(stored: string | undefined, password: string): Promise<boolean>;
}

/** `cost` is less in tests of other things. */
export function createPasswords(chance: Chance, cost = COST): Passwords {
  let unusable: Promise<string> | undefined;
  let nobody: Promise<string> | undefined;
  return {
    hash: (password) => hash(password, cost),
    unusable() {
      unusable ??= hash(newSecret(chance), cost);
      return unusable;
    },
    async isRight(stored, password) {
      if (stored !== undefined) return verify(stored, password);
      nobody ??= hash('nobody has this password', cost);
      await verify(await nobody, password);
      return false;
    },
  };
}

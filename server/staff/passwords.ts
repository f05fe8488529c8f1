// Hashes passwords with argon2id and the parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
import { hash, verify } from '@node-rs/argon2';
import type { Chance } from '../chance.ts';
import { newSecret } from '../hashes.ts';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Returns the hash to store, which includes salt and parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

let unusable: Promise<string> | undefined;

/** Returns a hash that no password matches, for accounts without one. */
export function unusablePassword(chance: Chance): Promise<string> {
  unusable ??= hashPassword(newSecret(chance));
  return unusable;
}

let nobody: Promise<string> | undefined;

/**
 * Whether the password matches the hash `stored`. Without a hash it takes the same time, so that the response time does
 * not reveal which addresses have an account.
 */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  if (stored !== undefined) return verify(stored, password);
  nobody ??= hashPassword('nobody has this password');
  await verify(await nobody, password);
  return false;
}

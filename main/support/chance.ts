// The agent's source of randomness, and the identifiers made from it.
import { randomBytes } from 'node:crypto';
import { v4, v7 } from 'uuid';

export interface Chance {
  bytes(count: number): Buffer;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
}

export const systemChance: Chance = {
  bytes: (count) => randomBytes(count),
  fraction: () => Math.random(),
};

/** A random identifier (UUIDv4) for local use. */
export function newId(chance: Chance): string {
  return v4({ random: chance.bytes(16) });
}

/** An idempotency key (UUIDv7) made at `now`. */
export function newKey(chance: Chance, now: Date): string {
  return v7({ random: chance.bytes(16), msecs: now.getTime() });
}

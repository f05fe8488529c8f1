// Randomness, passed as an argument everywhere so that tests can choose it.
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

export interface Chance {
  /** a fraction in [0, 1), for jitter; never for secrets */
  fraction(): number;
  /** unpredictable bytes, for secrets */
  bytes(count: number): Buffer;
  /** a new UUIDv7: ids made by one server sort by the moment they were made */
  id(): string;
}

export const systemChance: Chance = {
  fraction: Math.random,
  bytes: randomBytes,
  id: () => v7(),
};

// Limits of several servers: each counts in its memory, and tells the others what it counted.
import type { Charge, CountedLimits, Limits } from './limits.ts';
import { createRecentKeys, type RecentKeys } from './recent-keys.ts';
import { MOST_KEYS, type RateName } from './table.ts';

export interface SharedLimits extends Limits {
  /**
   * Returns what was counted here since it was returned last, of keys that have used a tenth of their rate. Who does little
   * at each of some servers is not worth a message at every sync.
   */
  news(): Required<Charge>[];
}

/** The part of a rate that a key may use at each server before the others know. */
const UNTOLD = 0.1;

export function shareLimits(limits: CountedLimits, mostKeys = MOST_KEYS): SharedLimits {
  const untold = new Map<RateName, RecentKeys<number>>();

  function keep(charges: readonly Charge[], sign: 1 | -1): void {
    for (const { rate, key, amount = 1 } of charges) {
      const keys = untold.get(rate) ?? createRecentKeys(mostKeys, (kept) => kept === 0);
      untold.set(rate, keys);
      keys.set(key, (keys.get(key) ?? 0) + sign * amount);
    }
  }

  return {
    take(charges) {
      const taken = limits.take(charges);
      if (taken.ok) keep(charges, 1);
      return taken;
    },
    giveBack(charges) {
      limits.giveBack(charges);
      keep(charges, -1);
    },
    news() {
      const told: Required<Charge>[] = [];
      for (const [rate, keys] of untold) {
        for (const [key, amount] of keys.entries()) {
          const use = limits.useOf(rate, key);
          if (use > 0 && use < UNTOLD) continue;
          // who has the whole rate again has nothing to tell
          if (use > 0 && amount !== 0) told.push({ rate, key, amount });
          keys.delete(key);
        }
      }
      return told;
    },
  };
}

// Counts what callers do against the rates of the table, in the memory of this server.
import type { GuichetError } from '../../contract/errors.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, SECOND } from '../clock.ts';
import { createRecentKeys, type RecentKeys } from './recent-keys.ts';
import { MOST_KEYS, RATES, type Rate, type RateName } from './table.ts';

/** What one act takes from a rate of `key`, the id or the address that the rate counts. `amount` is 1 by default. */
export interface Charge {
  readonly rate: RateName;
  readonly key: string;
  readonly amount?: number;
}

export interface Limits {
  /**
   * Takes all of the charges, or none when one of the rates is used up. A charge may exceed what is left: the next one
   * then waits longer, so that one large file is never refused for its size. Errors: too-many-requests.
   */
  take(charges: readonly Charge[]): Result<void>;
  /** Gives back what was taken for an act that did not come about. */
  giveBack(charges: readonly Charge[]): void;
}

export interface CountedLimits extends Limits {
  /** Counts what was allowed elsewhere. */
  count(charges: readonly Charge[]): void;
  /** Returns the part of its rate that the key has used: 0 for nothing, 1 and more for all of it. */
  useOf(rate: RateName, key: string): number;
}

/** `rates` replaces some of the table's, for tests. */
export function createLimits(
  clock: Clock,
  rates: Partial<Record<RateName, Rate>> = {},
  mostKeys = MOST_KEYS,
): CountedLimits {
  const all: Readonly<Record<RateName, Rate>> = { ...RATES, ...rates };
  // when each key will have its whole rate again, in milliseconds as `now` counts (the generic cell rate algorithm)
  const whole = new Map<RateName, RecentKeys<number>>();
  let last = clock.now().getTime();
  let setBack = 0;

  /** Never goes back: after a clock that was ahead is set right, nobody waits for the time by which it was wrong. */
  function now(): number {
    const at = clock.now().getTime();
    setBack += Math.max(0, last - at);
    last = at;
    return at + setBack;
  }

  function keysOf(rate: RateName): RecentKeys<number> {
    const known = whole.get(rate) ?? createRecentKeys(mostKeys, (wholeAt) => wholeAt <= now());
    whole.set(rate, known);
    return known;
  }

  function useOf(rate: RateName, key: string): number {
    return Math.max(0, (keysOf(rate).get(key) ?? 0) - now()) / all[rate].per;
  }

  /** Milliseconds until the key has at least one unit left. */
  function waitOf({ rate, key }: Charge): number {
    const { most, per } = all[rate];
    return useOf(rate, key) * per + per / most - per;
  }

  function count({ rate, key, amount = 1 }: Charge): void {
    const { most, per } = all[rate];
    const keys = keysOf(rate);
    keys.set(key, Math.max(now(), keys.get(key) ?? 0) + (amount * per) / most);
  }

  function check(charges: readonly Charge[]): Result<void> {
    // a millisecond is less than anybody notices, and more than what fractions lose
    const wait = Math.max(...charges.map(waitOf)) - 1;
    return wait >= 0 ? err('too-many-requests', retryAfter(wait)) : ok(undefined);
  }

  return {
    giveBack(charges) {
      for (const { amount = 1, ...charge } of charges) count({ ...charge, amount: -amount });
    },
    take(charges) {
      const checked = check(charges);
      if (checked.ok) charges.forEach(count);
      return checked;
    },
    count: (charges) => charges.forEach(count),
    useOf,
  };
}

/** Details of a failure for `wait` milliseconds, in whole seconds, one at least. */
export function retryAfter(wait: number): NonNullable<GuichetError['details']> {
  return { retryAfterSeconds: Math.max(1, Math.ceil(wait / SECOND)) };
}

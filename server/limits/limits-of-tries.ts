// Limits inside a transaction, which may be tried again (storage/retried-transactions): only the last try counts, and none where
// all fail.
import type { Charge, Limits } from './limits.ts';

export interface LimitsOfTries extends Limits {
  /** A try begins: what an earlier one took is given back. */
  begin(): void;
  /** Settles as the transaction does. Where it fails, what its last try took is given back. */
  keptBy<T>(transaction: Promise<T>): Promise<T>;
}

export function limitsOfTries(limits: Limits): LimitsOfTries {
  let taken: (readonly Charge[])[] = [];

  function giveAllBack(): void {
    taken.forEach(limits.giveBack);
    taken = [];
  }

  return {
    begin: giveAllBack,
    async keptBy(transaction) {
      try {
        return await transaction;
      } catch (failure) {
        giveAllBack();
        throw failure;
      }
    },
    take(charges) {
      const result = limits.take(charges);
      if (result.ok) taken.push(charges);
      return result;
    },
    giveBack(charges) {
      taken = taken.filter((some) => some !== charges);
      limits.giveBack(charges);
    },
  };
}

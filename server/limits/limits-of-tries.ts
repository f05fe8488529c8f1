// Limits inside a transaction, which may be tried again (storage/retried-transactions): only the last try counts.
import type { Charge, Limits } from './limits.ts';

export interface LimitsOfTries extends Limits {
  /** A try begins: what an earlier one took is given back. */
  begin(): void;
}

export function limitsOfTries(limits: Limits): LimitsOfTries {
  let taken: (readonly Charge[])[] = [];
  return {
    begin() {
      taken.forEach(limits.giveBack);
      taken = [];
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

// Delays that grow with each failure of the same key, such as the sign-ins to one account.
import { err, ok, type Result } from '../../contract/result.ts';
import type { Clock } from '../clock.ts';
import { retryAfter } from './limits.ts';
import { createRecentKeys } from './recent-keys.ts';
import { FAILED_SIGN_INS, MOST_KEYS } from './table.ts';

export interface FailureDelays {
  /**
   * Admits one try, which counts as a failure until `succeeded`: concurrent tries cannot pass together. Errors:
   * too-many-requests during a delay, which this try does not prolong.
   */
  admit(key: string): Result<void>;
  /** Forgets the failures of the key. */
  succeeded(key: string): void;
}

export function createFailureDelays(clock: Clock, mostKeys = MOST_KEYS): FailureDelays {
  const { free, first, longest, forgottenAfter } = FAILED_SIGN_INS;
  const now = () => clock.now().getTime();
  const isOver = ({ at }: { at: number }) => at + forgottenAfter <= now();
  const failures = createRecentKeys<{ count: number; at: number }>(mostKeys, isOver);
  const delayAfter = (count: number) =>
    count <= free ? 0 : Math.min(first * 2 ** (count - free - 1), longest);
  return {
    admit(key) {
      const stored = failures.get(key);
      const last = stored && !isOver(stored) ? stored : { count: 0, at: 0 };
      const wait = last.at + delayAfter(last.count) - now();
      if (wait > 0) return err('too-many-requests', retryAfter(wait));
      failures.set(key, { count: last.count + 1, at: now() });
      return ok(undefined);
    },
    succeeded: (key) => failures.delete(key),
  };
}

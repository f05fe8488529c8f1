// Delays that grow with each failure of the same key, such as the sign-ins to one account.
import { err, ok, type Result } from '../../contract/result.ts';
import type { Clock } from '../clock.ts';
import { retryAfter } from './limits.ts';
import { createRecentKeys } from './recent-keys.ts';
import { FAILED_SIGN_INS, MOST_KEYS } from './table.ts';

export interface FailureDelays {
  /**
   * Admits one try at `at`, by default now. It counts as a failure until `succeeded`: concurrent tries cannot pass
   * together. Errors: too-many-requests during a delay, which this try does not prolong.
   */
  admit(key: string, at?: Date): Result<void>;
  /** Takes back the try that was admitted at `at`: it was no failure, and no success either. Earlier failures stay. */
  withdraw(key: string, at: Date): void;
  /** Forgets the failures of the key. */
  succeeded(key: string): void;
}

/** `before` is when the failure before the last was, which counts again when the last is withdrawn. */
interface Failures {
  count: number;
  at: number;
  before: number;
}

export function createFailureDelays(clock: Clock, mostKeys = MOST_KEYS): FailureDelays {
  const { free, first, longest, forgottenAfter } = FAILED_SIGN_INS;
  const isOver = ({ at }: Failures) => at + forgottenAfter <= clock.now().getTime();
  const failures = createRecentKeys<Failures>(mostKeys, isOver);
  const delayAfter = (count: number) =>
    count <= free ? 0 : Math.min(first * 2 ** (count - free - 1), longest);
  return {
    admit(key, at = clock.now()) {
      const now = at.getTime();
      const stored = failures.get(key);
      const last = stored && !isOver(stored) ? stored : { count: 0, at: 0 };
      const wait = last.at + delayAfter(last.count) - now;
      if (wait > 0) return err('too-many-requests', retryAfter(wait));
      failures.set(key, { count: last.count + 1, at: now, before: last.at });
      return ok(undefined);
    },
    withdraw(key, at) {
      const last = failures.get(key);
      if (!last) return;
      const isLast = last.at === at.getTime();
      failures.set(key, { ...last, count: last.count - 1, at: isLast ? last.before : last.at });
    },
    succeeded: (key) => failures.delete(key),
  };
}

/** The delays of sign-ins. Each kind of key has a map of its own, so that none can make the server forget another's. */
export interface SignInDelays {
  /** by the address that was typed, whether it has an account or not; so many addresses can be typed that some go */
  readonly address: FailureDelays;
  /** by account; no stranger can make the server forget one */
  readonly account: FailureDelays;
  /** by browser that an account knows */
  readonly browser: FailureDelays;
  /** by account, for wrong passwords of who is signed in */
  readonly session: FailureDelays;
}

export function createSignInDelays(clock: Clock): SignInDelays {
  return {
    address: createFailureDelays(clock),
    account: createFailureDelays(clock),
    browser: createFailureDelays(clock),
    session: createFailureDelays(clock),
  };
}

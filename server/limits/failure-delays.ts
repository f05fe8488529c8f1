// Delays that grow with each failure of the same key, such as the sign-ins to one account. Servers of one database tell each
// other of each try.
import { z } from 'zod';
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
  /** Counts what happened at another server. */
  learn(happened: Omit<SignInAct, 'by'>): void;
  /** Returns the failures that count, the newest MOST_KNOWN of them, for a server that knows none. */
  known(): Omit<KnownFailure, 'by'>[];
  /** Counts what another server knows, where that is more. */
  learnOf(failure: Omit<KnownFailure, 'by'>): void;
}

/** Failures that a server tells one that joins: of so many accounts at the same time nobody guesses more than once. */
const MOST_KNOWN = 1000;

const By = z.enum(['address', 'account', 'browser', 'session']);
const Key = z.string().max(500);

/** A try to sign in, or what became of one, as another server must count it. */
export const SignInAct = z.object({
  /** whose delay it is: a name of SignInDelays */
  by: By,
  key: Key,
  what: z.enum(['admitted', 'withdrawn', 'succeeded']),
});
export type SignInAct = z.infer<typeof SignInAct>;

/** `count` failures of one key, the last of them `ago` milliseconds before: clocks of servers differ. */
export const KnownFailure = z.object({
  by: By,
  key: Key,
  count: z.int().min(1).max(1e9),
  ago: z.number().min(0).max(FAILED_SIGN_INS.forgottenAfter),
});
export type KnownFailure = z.infer<typeof KnownFailure>;

/** `before` is when the failure before the last was, which counts again when the last is withdrawn. */
interface Failures {
  count: number;
  at: number;
  before: number;
}

/** `onAct` is told of each try that is admitted, and of what became of it. */
export function createFailureDelays(
  clock: Clock,
  onAct: (act: Omit<SignInAct, 'by'>) => void = () => {},
): FailureDelays {
  const { free, first, longest, forgottenAfter } = FAILED_SIGN_INS;
  const isOver = ({ at }: Failures) => at + forgottenAfter <= clock.now().getTime();
  const failures = createRecentKeys<Failures>(MOST_KEYS, isOver);
  const delayAfter = (count: number) =>
    count <= free ? 0 : Math.min(first * 2 ** (count - free - 1), longest);

  function lastOf(key: string): Omit<Failures, 'before'> {
    const stored = failures.get(key);
    return stored && !isOver(stored) ? stored : { count: 0, at: 0 };
  }

  function count(key: string, at: number): void {
    const last = lastOf(key);
    failures.set(key, { count: last.count + 1, at, before: last.at });
  }

  /** After a clock that was ahead is set right, the last failure counts as of now: nobody waits for the time by which it was wrong. */
  function takeForNow(key: string, now: number): void {
    const last = failures.get(key);
    if (last && last.at > now + longest) failures.set(key, { ...last, at: now });
  }

  function takeBack(key: string, isLast: (last: Failures) => boolean): void {
    const last = failures.get(key);
    if (last) failures.set(key, { ...last, count: last.count - 1, at: isLast(last) ? last.before : last.at });
  }

  return {
    admit(key, at = clock.now()) {
      takeForNow(key, at.getTime());
      const last = lastOf(key);
      const wait = last.at + delayAfter(last.count) - at.getTime();
      if (wait > 0) return err('too-many-requests', retryAfter(wait));
      count(key, at.getTime());
      onAct({ key, what: 'admitted' });
      return ok(undefined);
    },
    withdraw(key, at) {
      takeBack(key, (last) => last.at === at.getTime());
      onAct({ key, what: 'withdrawn' });
    },
    succeeded(key) {
      failures.delete(key);
      onAct({ key, what: 'succeeded' });
    },
    learn({ key, what }) {
      // by our own clock: the other server's may differ
      if (what === 'admitted') count(key, clock.now().getTime());
      else if (what === 'withdrawn') takeBack(key, () => true);
      else failures.delete(key);
    },
    known() {
      const now = clock.now().getTime();
      const newest = [...failures.entries()].filter(([, last]) => last.count > 0 && !isOver(last));
      return newest
        .slice(-MOST_KNOWN)
        .map(([key, last]) => ({ key, count: last.count, ago: Math.max(0, now - last.at) }));
    },
    learnOf({ key, count: known, ago }) {
      const at = clock.now().getTime() - ago;
      if (known > lastOf(key).count) failures.set(key, { count: known, at, before: at });
    },
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

export function createSignInDelays(clock: Clock, onAct: (act: SignInAct) => void = () => {}): SignInDelays {
  const delaysBy = (by: SignInAct['by']) => createFailureDelays(clock, (act) => onAct({ by, ...act }));
  return {
    address: delaysBy('address'),
    account: delaysBy('account'),
    browser: delaysBy('browser'),
    session: delaysBy('session'),
  };
}

// How often somebody may try to sign in to an account: from one address, with one account, in one browser.
import { ok, type Result } from '../../contract/result.ts';
import type { Clock } from '../clock.ts';
import type { SignInDelays } from '../limits/failure-delays.ts';
import type { Limits } from '../limits/limits.ts';
import { networkOf } from '../limits/network.ts';

/** One try, which counts as a failure until it is said to be something else. */
export interface SignInTry {
  /**
   * Whether the password is checked at all. When it is not, the answer must be that of a wrong password: the delay of the
   * typed address was forgotten, that of the account was not, and nobody may learn from it that there is an account.
   */
  readonly isChecked: boolean;
  succeeded(): void;
  /** The password was right and only the code is missing: the next step, with the code, does not wait for this one. */
  lacksCode(): void;
}

interface SignInPaceParts {
  clock: Clock;
  limits: Limits;
  signInDelays: SignInDelays;
}

interface TriedSignIn {
  /** as typed */
  email: string;
  /** null where the address has no account */
  staffId: string | null;
  /** the browser that the account knows, or null */
  browser: string | null;
  ip: string;
}

/** Strangers who guess delay each other, not a browser that signed in before. Errors: too-many-requests. */
export function trySignIn(
  { clock, limits, signInDelays }: SignInPaceParts,
  { email, staffId, browser, ip }: TriedSignIn,
): Result<SignInTry> {
  const { address, account, browser: browsers } = signInDelays;
  const counted =
    browser === null
      ? limits.take([{ rate: 'signInsOfAddress', key: networkOf(ip) }])
      : limits.take([{ rate: 'signInsOfBrowser', key: browser }]);
  if (!counted.ok) return counted;
  const at = clock.now();
  const [visible, key] = browser === null ? [address, email] : [browsers, browser];
  const admitted = visible.admit(key, at);
  if (!admitted.ok) return admitted;
  // the same instant for both, so that they agree as long as neither is forgotten
  const own = browser === null ? staffId : null;
  const isChecked = own === null || account.admit(own, at).ok;
  return ok({
    isChecked,
    succeeded() {
      visible.succeeded(key);
      if (own !== null) account.succeeded(own);
    },
    lacksCode() {
      visible.withdraw(key, at);
      if (own !== null) account.withdraw(own, at);
    },
  });
}

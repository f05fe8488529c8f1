// Asks somebody who is signed in for the password again, and the code. A stolen session must not be good for guessing either.
import type { Reauthentication } from '../../contract/account.ts';
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Clock } from '../clock.ts';
import type { SignInDelays } from '../limits/failure-delays.ts';
import type { Database } from '../storage/schema.ts';
import type { Audit } from './audit.ts';
import type { Passwords } from './passwords.ts';
import type { SecondFactors } from './second-factor.ts';

type Act<T> = (transaction: Database) => Promise<Result<T>>;

interface CheckedPassword {
  /** when the try was counted */
  at: Date;
  /** as stored */
  passwordHash: string;
}

export interface Reauthenticated {
  /**
   * Carries out `act` once the password was checked, in one transaction with the use of the code. Errors: password-wrong,
   * second-factor-needed, second-factor-wrong, too-many-requests, and those of the act.
   */
  byPassword<T>(staff: Staff, proof: Reauthentication, act: Act<T>): Promise<Result<T>>;
  /** The first half of `byPassword`, for what takes its time between both. */
  checkPassword(staff: Staff, password: string): Promise<Result<CheckedPassword>>;
  /** The second half of it. */
  withCode<T>(staff: Staff, checked: CheckedPassword, code: string | null, act: Act<T>): Promise<Result<T>>;
  /** Forgets the failures after a success; audits a wrong code. The try of `at` is no failure where only the code is missing. */
  settle(staff: Staff, at: Date, done: Result<unknown>): Promise<void>;
}

interface ReauthenticationParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  passwords: Passwords;
  secondFactors: SecondFactors;
  signInDelays: SignInDelays;
}

export function createReauthentication(parts: ReauthenticationParts): Reauthenticated {
  const { db, audit, secondFactors, signInDelays } = parts;

  async function settle(staff: Staff, at: Date, done: Result<unknown>): Promise<void> {
    if (done.ok) signInDelays.session.succeeded(staff.id);
    else if (done.error.code === 'second-factor-needed') signInDelays.session.withdraw(staff.id, at);
    else if (done.error.code === 'second-factor-wrong')
      await audit(db, aboutSelf(staff, 'second-factor-wrong'));
  }

  async function withCode<T>(
    staff: Staff,
    { at, passwordHash }: CheckedPassword,
    code: string | null,
    act: Act<T>,
  ): Promise<Result<T>> {
    const done = await db.transaction().execute(async (transaction) => {
      // another session may have changed the password while this one was checked
      if ((await readPasswordHash(transaction, staff)) !== passwordHash) return err('password-wrong');
      const checked = await secondFactors.check(transaction, staff.id, code);
      return checked.ok ? act(transaction) : checked;
    });
    await settle(staff, at, done);
    return done;
  }

  const checkOwn = (staff: Staff, password: string) => checkPassword(parts, staff, password);
  return {
    async byPassword(staff, { password, code }, act) {
      const checked = await checkOwn(staff, password);
      return checked.ok ? withCode(staff, checked.value, code, act) : checked;
    },
    checkPassword: checkOwn,
    withCode,
    settle,
  };
}

async function readPasswordHash(db: Database, { id }: Staff): Promise<string> {
  const { passwordHash } = await db
    .selectFrom('staff')
    .select('passwordHash')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return passwordHash;
}

/**
 * Wrong passwords are delayed and audited. The delay is apart from that of sign-ins: who holds a session must not delay the
 * owner's.
 */
async function checkPassword(
  { db, clock, audit, passwords, signInDelays }: ReauthenticationParts,
  staff: Staff,
  password: string,
): Promise<Result<CheckedPassword>> {
  const at = clock.now();
  const admitted = signInDelays.session.admit(staff.id, at);
  if (!admitted.ok) return admitted;
  const passwordHash = await readPasswordHash(db, staff);
  if (await passwords.isRight(passwordHash, password)) return ok({ at, passwordHash });
  await audit(db, aboutSelf(staff, 'password-wrong'));
  return err('password-wrong');
}

function aboutSelf({ id }: Staff, act: 'password-wrong' | 'second-factor-wrong') {
  return { staffId: id, act, subject: { kind: 'staff', id } } as const;
}

// What a signed-in member of staff changes of their own account: password, second factor, sessions. All of it is audited.
import type {
  Account,
  BegunSecondFactor,
  ChangePassword,
  Reauthentication,
  RecoveryCodes,
  SignInRules,
} from '../../contract/account.ts';
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Clock } from '../clock.ts';
import type { SignInDelays } from '../limits/failure-delays.ts';
import type { Database } from '../storage/schema.ts';
import { absenceOf } from './absences.ts';
import type { Audit } from './audit.ts';
import { isGuessable } from './guessable.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import { hashPassword, isPassword } from './passwords.ts';
import type { SecondFactors } from './second-factor.ts';
import type { Sessions } from './sessions.ts';

/** A session that ended: whoever listens with it must be cut off. */
type EndedTokens = string[];

export interface OwnAccount {
  read(staff: Staff): Promise<Account>;
  /** Ends all other sessions. Errors: password-guessable, and those of a reauthentication. */
  changePassword(
    staff: Staff,
    sessionId: string,
    request: ChangePassword,
  ): Promise<Result<{ ended: EndedTokens; knownBrowser: string }>>;
  /** Errors: not-found. */
  endSession(staff: Staff, id: string): Promise<Result<EndedTokens>>;
  endOtherSessions(staff: Staff, sessionId: string): Promise<EndedTokens>;
  /** Errors of a reauthentication: password-wrong, second-factor-needed, second-factor-wrong, too-many-requests. */
  beginSecondFactor(staff: Staff, proof: Reauthentication): Promise<Result<BegunSecondFactor>>;
  /** Errors: second-factor-not-begun, second-factor-wrong, too-many-requests. */
  confirmSecondFactor(staff: Staff, code: string): Promise<Result<RecoveryCodes>>;
  /** Errors: those of a reauthentication; second-factor-demanded. */
  removeSecondFactor(staff: Staff, proof: Reauthentication): Promise<Result<void>>;
  changeSignInRules(staff: Staff, rules: SignInRules): Promise<SignInRules>;
}

interface OwnAccountParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  sessions: Sessions;
  secondFactors: SecondFactors;
  knownBrowsers: KnownBrowsers;
  signInDelays: SignInDelays;
}

export function createOwnAccount(parts: OwnAccountParts): OwnAccount {
  const { db, clock, audit, sessions, secondFactors, signInDelays } = parts;

  /** Carries out `act` once the password was checked, in one transaction with the use of the code. */
  async function reauthenticated<T>(
    staff: Staff,
    { password, code }: Reauthentication,
    act: (transaction: Database) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const checked = await checkPassword(parts, staff, password);
    return checked.ok ? withCode(staff, checked.value, code, act) : checked;
  }

  async function withCode<T>(
    staff: Staff,
    { at, passwordHash }: CheckedPassword,
    code: string | null,
    act: (transaction: Database) => Promise<Result<T>>,
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

  /** Forgets the failures after a success; audits a wrong code. The try of `at` is no failure where only the code is missing. */
  async function settle(staff: Staff, at: Date, done: Result<unknown>): Promise<void> {
    if (done.ok) signInDelays.session.succeeded(staff.id);
    else if (done.error.code === 'second-factor-needed') signInDelays.session.withdraw(staff.id, at);
    else if (done.error.code === 'second-factor-wrong')
      await audit(db, aboutSelf(staff, 'second-factor-wrong'));
  }

  return {
    async read(staff) {
      return {
        ...staff,
        secondFactorSince: await secondFactors.since(db, staff.id),
        recoveryCodesLeft: await secondFactors.recoveryCodesLeft(db, staff.id),
        secondFactorDemanded: await secondFactors.isDemandedOf(db, staff),
        absence: absenceOf(
          await db
            .selectFrom('staff')
            .select(['absentFrom', 'absentUntil', 'standInId'])
            .where('id', '=', staff.id)
            .executeTakeFirstOrThrow(),
        ),
      };
    },
    async changePassword(staff, sessionId, { password, code, newPassword }) {
      if (isGuessable(newPassword, staff)) return err('password-guessable');
      const checked = await checkPassword(parts, staff, password);
      if (!checked.ok) return checked;
      const change = { sessionId, passwordHash: await hashPassword(newPassword) };
      return withCode(staff, checked.value, code, (transaction) =>
        replacePassword(transaction, parts, staff, change),
      );
    },
    endSession: (staff, id) =>
      db.transaction().execute(async (transaction) => {
        const ended = await sessions.endOf(transaction, staff.id, { id });
        if (ended.length === 0) return err('not-found');
        await audit(transaction, { ...aboutSelf(staff, 'end-session'), details: { session: id } });
        return ok(ended);
      }),
    endOtherSessions: (staff, except) =>
      db.transaction().execute(async (transaction) => {
        const ended = await sessions.endOf(transaction, staff.id, { except });
        await audit(transaction, {
          ...aboutSelf(staff, 'end-other-sessions'),
          details: { sessions: ended.length },
        });
        return ended;
      }),
    beginSecondFactor: (staff, proof) =>
      reauthenticated(staff, proof, async (transaction) => ok(await secondFactors.begin(transaction, staff))),
    async confirmSecondFactor(staff, code) {
      const at = clock.now();
      const admitted = signInDelays.session.admit(staff.id, at);
      if (!admitted.ok) return admitted;
      const confirmed = await db
        .transaction()
        .execute((transaction) => secondFactors.confirm(transaction, staff.id, code));
      await settle(staff, at, confirmed);
      return confirmed;
    },
    async removeSecondFactor(staff, proof) {
      if (await secondFactors.isDemandedOf(db, staff)) return err('second-factor-demanded');
      return reauthenticated(staff, proof, async (transaction) =>
        ok(await secondFactors.remove(transaction, staff.id)),
      );
    },
    changeSignInRules: (staff, rules) =>
      db.transaction().execute(async (transaction) => {
        const secondFactorForAdministrators = rules.secondFactorForAdministrators ? 1 : 0;
        await transaction
          .insertInto('signInRules')
          .values({ id: 1, secondFactorForAdministrators })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ secondFactorForAdministrators }))
          .execute();
        const subject = { kind: 'server', id: 'sign-in-rules' } as const;
        await audit(transaction, {
          staffId: staff.id,
          act: 'change-sign-in-rules',
          subject,
          details: { ...rules },
        });
        return rules;
      }),
  };
}

interface PasswordChange {
  sessionId: string;
  passwordHash: string;
}

async function replacePassword(
  transaction: Database,
  { audit, sessions, knownBrowsers }: OwnAccountParts,
  staff: Staff,
  { sessionId, passwordHash }: PasswordChange,
): Promise<Result<{ ended: EndedTokens; knownBrowser: string }>> {
  // who was signed out meanwhile must not sign out the others
  if (!(await sessions.isOpen(transaction, sessionId))) return err('not-signed-in');
  await transaction.updateTable('staff').set({ passwordHash }).where('id', '=', staff.id).execute();
  const ended = await sessions.endOf(transaction, staff.id, { except: sessionId });
  await audit(transaction, { ...aboutSelf(staff, 'change-password'), details: { sessions: ended.length } });
  return ok({ ended, knownBrowser: knownBrowsers.prove({ id: staff.id, passwordHash }) });
}

interface CheckedPassword {
  /** when the try was counted */
  at: Date;
  /** as stored */
  passwordHash: string;
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
 * A stolen session must not be good for guessing the password: wrong ones are delayed and audited. The delay is apart from
 * that of sign-ins: who holds a session must not delay the owner's.
 */
async function checkPassword(
  { db, clock, audit, signInDelays }: OwnAccountParts,
  staff: Staff,
  password: string,
): Promise<Result<CheckedPassword>> {
  const at = clock.now();
  const admitted = signInDelays.session.admit(staff.id, at);
  if (!admitted.ok) return admitted;
  const passwordHash = await readPasswordHash(db, staff);
  if (await isPassword(passwordHash, password)) return ok({ at, passwordHash });
  await audit(db, aboutSelf(staff, 'password-wrong'));
  return err('password-wrong');
}

function aboutSelf(
  { id }: Staff,
  act: 'change-password' | 'password-wrong' | 'second-factor-wrong' | 'end-session' | 'end-other-sessions',
) {
  return { staffId: id, act, subject: { kind: 'staff', id } } as const;
}

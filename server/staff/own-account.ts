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
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import type { SignInDelays } from '../limits/failure-delays.ts';
import type { Database } from '../storage/schema.ts';
import { absenceOf } from './absences.ts';
import { tellOwner } from './account-mails.ts';
import type { Audit } from './audit.ts';
import { isGuessable } from './guessable.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { Passkeys } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import { issuerKey } from './provider-account.ts';
import type { Reauthenticated } from './reauthentication.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';

/** A session that ended: whoever listens with it must be cut off. */
type EndedTokens = string[];

export interface OwnAccount {
  read(staff: Staff): Promise<Account>;
  /** Notes that the person of the session is that of the account. Errors: those of a reauthentication. */
  prove(staff: Staff, sessionId: string, proof: Reauthentication): Promise<Result<void>>;
  /** Ends all other sessions. Errors: password-guessable, and those of a reauthentication. */
  changePassword(
    staff: Staff,
    sessionId: string,
    request: ChangePassword,
    origin: SessionOrigin,
  ): Promise<Result<{ ended: EndedTokens; knownBrowser: string }>>;
  /** Errors: not-found. */
  endSession(staff: Staff, id: string): Promise<Result<EndedTokens>>;
  endOtherSessions(staff: Staff, sessionId: string): Promise<EndedTokens>;
  /** Errors of a reauthentication: password-wrong, second-factor-needed, second-factor-wrong, too-many-requests. */
  beginSecondFactor(staff: Staff, proof: Reauthentication): Promise<Result<BegunSecondFactor>>;
  /** Errors: second-factor-not-begun, second-factor-wrong, too-many-requests. */
  confirmSecondFactor(staff: Staff, code: string, origin: SessionOrigin): Promise<Result<RecoveryCodes>>;
  /** Errors: those of a reauthentication; second-factor-demanded. */
  removeSecondFactor(staff: Staff, proof: Reauthentication, origin: SessionOrigin): Promise<Result<void>>;
  changeSignInRules(staff: Staff, rules: SignInRules): Promise<SignInRules>;
}

interface OwnAccountParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  sessions: Sessions;
  passwords: Passwords;
  secondFactors: SecondFactors;
  knownBrowsers: KnownBrowsers;
  passkeys: Passkeys;
  reauthentication: Reauthenticated;
  signInDelays: SignInDelays;
}

export function createOwnAccount(parts: OwnAccountParts): OwnAccount {
  const { db, clock, audit, sessions, secondFactors, reauthentication, signInDelays } = parts;

  return {
    async read(staff) {
      return {
        ...staff,
        secondFactorSince: await secondFactors.since(db, staff.id),
        recoveryCodesLeft: await secondFactors.recoveryCodesLeft(db, staff.id),
        secondFactorDemanded: await secondFactors.isDemandedOf(db, staff),
        ...(await readWays(db, staff.id)),
        passkeys: await parts.passkeys.list(staff.id),
        absence: absenceOf(
          await db
            .selectFrom('staff')
            .select(['absentFrom', 'absentUntil', 'standInId'])
            .where('id', '=', staff.id)
            .executeTakeFirstOrThrow(),
        ),
      };
    },
    prove: (staff, sessionId, proof) =>
      reauthentication.byPassword(staff, proof, async (transaction) =>
        ok(await sessions.prove(transaction, sessionId)),
      ),
    async changePassword(staff, sessionId, { password, code, newPassword }, origin) {
      if (isGuessable(newPassword, staff)) return err('password-guessable');
      const checked = await reauthentication.checkPassword(staff, password);
      if (!checked.ok) return checked;
      const change = { sessionId, passwordHash: await parts.passwords.hash(newPassword), origin };
      return reauthentication.withCode(staff, checked.value, code, (transaction) =>
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
      reauthentication.byPassword(staff, proof, async (transaction) =>
        ok(await secondFactors.begin(transaction, staff)),
      ),
    async confirmSecondFactor(staff, code, origin) {
      const at = clock.now();
      const admitted = signInDelays.session.admit(staff.id, at);
      if (!admitted.ok) return admitted;
      const confirmed = await db.transaction().execute(async (transaction) => {
        const result = await secondFactors.confirm(transaction, staff.id, code);
        if (result.ok)
          await tellOwner(transaction, parts, staff.id, { event: 'second-factor-added' }, origin);
        return result;
      });
      await reauthentication.settle(staff, at, confirmed);
      return confirmed;
    },
    async removeSecondFactor(staff, proof, origin) {
      if (await secondFactors.isDemandedOf(db, staff)) return err('second-factor-demanded');
      return reauthentication.byPassword(staff, proof, async (transaction) => {
        const isThere = (await secondFactors.since(transaction, staff.id)) !== null;
        await secondFactors.remove(transaction, staff.id);
        if (isThere)
          await tellOwner(transaction, parts, staff.id, { event: 'second-factor-removed' }, origin);
        return ok(undefined);
      });
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

/** How somebody can sign in beside passkeys. */
async function readWays(db: Database, id: string): Promise<Pick<Account, 'hasPassword' | 'hasProvider'>> {
  const { hasPassword } = await db
    .selectFrom('staff')
    .select('hasPassword')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const provider = await db.selectFrom('staffProvider').select('issuer').executeTakeFirst();
  const identities = await db
    .selectFrom('staffIdentity')
    .select('issuer')
    .where('staffId', '=', id)
    .execute();
  const hasProvider = identities.some(({ issuer }) => provider && issuer === issuerKey(provider.issuer));
  return { hasPassword: hasPassword === 1, hasProvider };
}

interface PasswordChange {
  sessionId: string;
  passwordHash: string;
  origin: SessionOrigin;
}

async function replacePassword(
  transaction: Database,
  parts: OwnAccountParts,
  staff: Staff,
  { sessionId, passwordHash, origin }: PasswordChange,
): Promise<Result<{ ended: EndedTokens; knownBrowser: string }>> {
  const { audit, sessions, knownBrowsers } = parts;
  // who was signed out meanwhile must not sign out the others
  if (!(await sessions.isOpen(transaction, sessionId))) return err('not-signed-in');
  await transaction.updateTable('staff').set({ passwordHash }).where('id', '=', staff.id).execute();
  // one that was mailed before could set another
  await transaction.deleteFrom('passwordLink').where('staffId', '=', staff.id).execute();
  const ended = await sessions.endOf(transaction, staff.id, { except: sessionId });
  await audit(transaction, { ...aboutSelf(staff, 'change-password'), details: { sessions: ended.length } });
  await tellOwner(transaction, parts, staff.id, { event: 'password-changed' }, origin);
  return ok({ ended, knownBrowser: knownBrowsers.prove({ id: staff.id, passwordHash }) });
}

function aboutSelf({ id }: Staff, act: 'change-password' | 'end-session' | 'end-other-sessions') {
  return { staffId: id, act, subject: { kind: 'staff', id } } as const;
}

// The second factor of an account: set-up, codes, recovery codes, and whether it is demanded.
import type { BegunSecondFactor, RecoveryCodes, SignInRules } from '../../contract/account.ts';
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, MINUTE } from '../clock.ts';
import { deriveKey, keyedHash, newCode } from '../hashes.ts';
import { createTextSeal } from '../seal.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { SignInWay } from '../storage/staff-tables.ts';
import type { Audit } from './audit.ts';
import { newTotpSecret, stepOfCode, totpUri } from './totp.ts';

/** Time to scan the QR code and type the first code, in milliseconds. */
const SET_UP_WITHIN = 30 * MINUTE;
const RECOVERY_CODES = 10;
/** Characters of a recovery code, out of 30: 2^49 codes, guessed at the pace of failed sign-ins. */
const RECOVERY_LENGTH = 10;

export interface SecondFactors {
  /** null: none is set up */
  since(db: Database, staffId: string): Promise<string | null>;
  recoveryCodesLeft(db: Database, staffId: string): Promise<number>;
  rules(db: Database): Promise<SignInRules>;
  /** Whether this person has to have one. */
  isDemandedOf(db: Database, staff: Pick<Staff, 'id' | 'role'>): Promise<boolean>;
  /** Whether one is demanded of this person, none is set up, and the session began by a password alone. */
  isDueOf(db: Database, staff: Pick<Staff, 'id' | 'role'>, begunBy: SignInWay): Promise<boolean>;
  /**
   * Uses up a code of the app or a recovery code, in the caller's transaction. ok without a second factor. Errors:
   * second-factor-needed without a code, second-factor-wrong.
   */
  check(transaction: Database, staffId: string, code: string | null): Promise<Result<void>>;
  /** Returns a new secret. The present second factor stays until `confirm`. */
  begin(transaction: Database, staff: Pick<Staff, 'id' | 'email'>): Promise<BegunSecondFactor>;
  /** Errors: second-factor-not-begun, second-factor-wrong. */
  confirm(transaction: Database, staffId: string, code: string): Promise<Result<RecoveryCodes>>;
  /** Removes the own second factor. */
  remove(transaction: Database, staffId: string): Promise<void>;
  /** Removes the second factor without an audit; with `isDemanded`, another has to be set up whatever the rules say. */
  discard(transaction: Database, staffId: string, { isDemanded }: { isDemanded: boolean }): Promise<void>;
}

interface SecondFactorParts {
  clock: Clock;
  chance: Chance;
  audit: Audit;
  serverKey: Buffer;
}

export function createSecondFactors(parts: SecondFactorParts): SecondFactors {
  const { clock, chance, audit, serverKey } = parts;
  const seal = createTextSeal(deriveKey(serverKey, 'guichet second factors'), chance);
  const recoveryKey = deriveKey(serverKey, 'guichet recovery codes');
  const hashOf = (staffId: string, code: string) => keyedHash(recoveryKey, staffId, code);
  const read = (db: Database, staffId: string) =>
    db.selectFrom('secondFactor').selectAll().where('staffId', '=', staffId).executeTakeFirst();

  async function rules(db: Database): Promise<SignInRules> {
    const row = await db.selectFrom('signInRules').selectAll().executeTakeFirst();
    return { secondFactorForAdministrators: row?.secondFactorForAdministrators === 1 };
  }

  async function isDemanded(
    db: Database,
    { role }: Pick<Staff, 'role'>,
    row: Row<'secondFactor'> | undefined,
  ): Promise<boolean> {
    if (row?.demanded === 1) return true;
    return role === 'administrator' && (await rules(db)).secondFactorForAdministrators;
  }

  async function discard(transaction: Database, staffId: string): Promise<void> {
    await transaction.deleteFrom('recoveryCode').where('staffId', '=', staffId).execute();
    await transaction.deleteFrom('secondFactor').where('staffId', '=', staffId).execute();
  }

  /** Accepts a step once: of two concurrent uses of a code, one updates the row. */
  async function useStep(transaction: Database, staffId: string, step: number): Promise<boolean> {
    const { numUpdatedRows } = await transaction
      .updateTable('secondFactor')
      .set({ lastStep: step })
      .where('staffId', '=', staffId)
      .where('lastStep', '<', step)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async function useRecoveryCode(transaction: Database, staffId: string, code: string): Promise<boolean> {
    const { numDeletedRows } = await transaction
      .deleteFrom('recoveryCode')
      .where('staffId', '=', staffId)
      .where('hash', '=', hashOf(staffId, code))
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await audit(transaction, aboutSelf(staffId, 'use-recovery-code'));
    return true;
  }

  async function replaceRecoveryCodes(transaction: Database, staffId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, () => makeRecoveryCode(chance));
    await transaction.deleteFrom('recoveryCode').where('staffId', '=', staffId).execute();
    const rows = codes.map((code) => ({ staffId, hash: hashOf(staffId, plainCode(code)) }));
    await transaction.insertInto('recoveryCode').values(rows).execute();
    return codes;
  }

  return {
    rules,
    since: async (db, staffId) => (await read(db, staffId))?.since ?? null,
    async recoveryCodesLeft(db, staffId) {
      const rows = await db
        .selectFrom('recoveryCode')
        .select('hash')
        .where('staffId', '=', staffId)
        .execute();
      return rows.length;
    },
    isDemandedOf: async (db, staff) => isDemanded(db, staff, await read(db, staff.id)),
    async isDueOf(db, staff, begunBy) {
      if (begunBy !== 'password') return false;
      const row = await read(db, staff.id);
      return (row?.since ?? null) === null && isDemanded(db, staff, row);
    },
    async check(transaction, staffId, code) {
      const row = await read(transaction, staffId);
      if (!row?.secret) return ok(undefined);
      if (code === null) return err('second-factor-needed');
      const typed = plainCode(code);
      // a secret that another server key sealed cannot be read: recovery codes of that key do not match either
      const secret = seal.open(staffId, row.secret);
      const step = secret === null ? null : stepOfCode(secret, typed, clock.now());
      const isRight =
        step === null
          ? await useRecoveryCode(transaction, staffId, typed)
          : await useStep(transaction, staffId, step);
      return isRight ? ok(undefined) : err('second-factor-wrong');
    },
    async begin(transaction, { id: staffId, email }) {
      const secret = newTotpSecret(chance);
      const next = { nextSecret: seal.seal(staffId, secret), nextBegunAt: instantFrom(clock) };
      await transaction
        .insertInto('secondFactor')
        .values({ staffId, secret: null, since: null, lastStep: 0, ...next })
        .onConflict((conflict) => conflict.column('staffId').doUpdateSet(next))
        .execute();
      return { secret, uri: totpUri(secret, email) };
    },
    async confirm(transaction, staffId, code) {
      const row = await read(transaction, staffId);
      const isFresh = (row?.nextBegunAt ?? '') > instantFrom(clock, -SET_UP_WITHIN);
      const secret = row?.nextSecret && isFresh ? seal.open(staffId, row.nextSecret) : null;
      if (!row || secret === null) return err('second-factor-not-begun');
      const step = stepOfCode(secret, plainCode(code), clock.now());
      if (step === null) return err('second-factor-wrong');
      await transaction
        .updateTable('secondFactor')
        .set({
          secret: row.nextSecret,
          since: instantFrom(clock),
          lastStep: step,
          nextSecret: null,
          nextBegunAt: null,
          demanded: 0,
        })
        .where('staffId', '=', staffId)
        .execute();
      await audit(transaction, aboutSelf(staffId, 'set-up-second-factor'));
      return ok({ recoveryCodes: await replaceRecoveryCodes(transaction, staffId) });
    },
    async remove(transaction, staffId) {
      await discard(transaction, staffId);
      await audit(transaction, aboutSelf(staffId, 'remove-second-factor'));
    },
    async discard(transaction, staffId, { isDemanded: isNextDemanded }) {
      await discard(transaction, staffId);
      if (!isNextDemanded) return;
      const none = { secret: null, since: null, lastStep: 0, nextSecret: null, nextBegunAt: null };
      await transaction
        .insertInto('secondFactor')
        .values({ staffId, ...none, demanded: 1 })
        .execute();
    },
  };
}

function aboutSelf(
  staffId: string,
  act: 'use-recovery-code' | 'set-up-second-factor' | 'remove-second-factor',
) {
  return { staffId, act, subject: { kind: 'staff', id: staffId } } as const;
}

/** As it is compared: without what people type between groups, in upper case. */
function plainCode(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase();
}

/** Such as `K7MQ2-XH4PT`. */
function makeRecoveryCode(chance: Chance): string {
  const code = newCode(chance, RECOVERY_LENGTH);
  return `${code.slice(0, RECOVERY_LENGTH / 2)}-${code.slice(RECOVERY_LENGTH / 2)}`;
}

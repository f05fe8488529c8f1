// Brings back an administrator who lost password or second factor: whoever runs programs on the server offers a link, which is
// valid once, for an hour.
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { LinkUse, Recovery } from '../../contract/staff.ts';
import type { Chance } from '../chance.ts';
import { type Clock, HOUR, instantFrom } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Database } from '../storage/schema.ts';
import { tellOwner } from './account-mails.ts';
import type { Audit } from './audit.ts';
import { isGuessable } from './guessable.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { Passkeys } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';
import { type SignedIn, startSignedIn } from './signed-in.ts';

/** How long a link is valid, in milliseconds. */
const RECOVERY_LIFE = HOUR;

type Recoverable = Pick<Staff, 'id' | 'email' | 'fullName'>;

interface OfferParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
}

/**
 * Returns the token of a new link, which replaces a former one; null where the address is none of an active administrator. Without
 * any active one, a deactivated administrator will do.
 */
export function offerRecovery(
  { db, clock, chance, audit }: OfferParts,
  email: string,
): Promise<string | null> {
  const token = newSecret(chance);
  return db.transaction().execute(async (transaction) => {
    const administrator = await findRecoverable(transaction, (one) => one.email === email);
    if (!administrator) return null;
    const { id: staffId } = administrator;
    const link = { tokenHash: sha256(token), expiresAt: instantFrom(clock, RECOVERY_LIFE) };
    await transaction
      .insertInto('recoveryLink')
      .values({ staffId, ...link })
      .onConflict((conflict) => conflict.column('staffId').doUpdateSet(link))
      .execute();
    const subject = { kind: 'staff', id: staffId } as const;
    await audit(transaction, { staffId: null, act: 'offer-recovery', subject, details: { email } });
    return token;
  });
}

export interface Recoveries {
  /** Returns whose account the link is for. Errors: recovery-link-invalid. */
  read(token: string): Promise<Result<Recovery>>;
  /**
   * Sets the password, removes the second factor and the passkeys, ends all sessions, activates the account, and signs in. Errors:
   * recovery-link-invalid, password-guessable.
   */
  recover(use: LinkUse, origin: SessionOrigin): Promise<Result<Recovered>>;
}

interface Recovered {
  signedIn: SignedIn;
  /** hashes of the tokens of the sessions that ended */
  ended: readonly string[];
}

interface RecoveryParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  sessions: Sessions;
  passwords: Passwords;
  secondFactors: SecondFactors;
  passkeys: Passkeys;
  knownBrowsers: KnownBrowsers;
}

export function createRecoveries(parts: RecoveryParts): Recoveries {
  return {
    read: (token) => readRecovery(parts, parts.db, token),
    async recover({ token, password }, origin) {
      const read = await readRecovery(parts, parts.db, token);
      if (!read.ok) return read;
      if (isGuessable(password, read.value)) return err('password-guessable');
      const passwordHash = await parts.passwords.hash(password);
      return parts.db
        .transaction()
        .execute((transaction) => recover(transaction, parts, { token, passwordHash }, origin));
    },
  };
}

async function recover(
  transaction: Database,
  parts: RecoveryParts,
  { token, passwordHash }: { token: string; passwordHash: string },
  origin: SessionOrigin,
): Promise<Result<Recovered>> {
  const { audit, sessions, secondFactors, passkeys } = parts;
  // used, replaced, or without an account to recover since the password was hashed
  const read = await readRecovery(parts, transaction, token);
  if (!read.ok) return read;
  const { id } = read.value;
  const { numDeletedRows } = await transaction
    .deleteFrom('recoveryLink')
    .where('tokenHash', '=', sha256(token))
    .executeTakeFirst();
  if (numDeletedRows === 0n) return err('recovery-link-invalid');
  const account = await transaction
    .updateTable('staff')
    .set({ passwordHash, hasPassword: 1, deactivatedAt: null })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await secondFactors.discard(transaction, id, { isDemanded: false });
  await passkeys.discard(transaction, id);
  await transaction.deleteFrom('passwordLink').where('staffId', '=', id).execute();
  const ended = await sessions.endAll(transaction, id);
  const subject = { kind: 'staff', id } as const;
  await audit(transaction, { staffId: id, act: 'recover', subject, details: { sessions: ended.length } });
  await tellOwner(transaction, parts, id, { event: 'recovered' }, origin);
  return ok({ signedIn: await startSignedIn(transaction, parts, account, origin), ended });
}

/** The account may have been demoted or deactivated since the link was offered. */
async function readRecovery(
  { clock }: Pick<RecoveryParts, 'clock'>,
  db: Database,
  token: string,
): Promise<Result<Recovery & Recoverable>> {
  const link = await db
    .selectFrom('recoveryLink')
    .select(['staffId', 'expiresAt'])
    .where('tokenHash', '=', sha256(token))
    .where('expiresAt', '>', instantFrom(clock))
    .executeTakeFirst();
  const account = link && (await findRecoverable(db, ({ id }) => id === link.staffId));
  return account ? ok({ ...account, expiresAt: link.expiresAt }) : err('recovery-link-invalid');
}

/** Finds an active administrator; where none is left, a deactivated one. */
async function findRecoverable(
  db: Database,
  isMeant: (one: Recoverable) => boolean,
): Promise<Recoverable | null> {
  const administrators = await db
    .selectFrom('staff')
    .select(['id', 'email', 'fullName', 'deactivatedAt'])
    .where('role', '=', 'administrator')
    .execute();
  const active = administrators.filter(({ deactivatedAt }) => deactivatedAt === null);
  const found = (active.length > 0 ? active : administrators).find(isMeant);
  return found ? { id: found.id, email: found.email, fullName: found.fullName } : null;
}

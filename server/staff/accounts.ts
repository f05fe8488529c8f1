// Staff accounts: the one-time set-up link creates the first administrator; signing in starts a session.
import type { SetupRequest, SignInRequest, Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { SignInDelays } from '../limits/failure-delays.ts';
import type { Limits } from '../limits/limits.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Audit } from './audit.ts';
import { isGuessable } from './guessable.ts';
import { type KnownBrowsers, knownBrowserCookie } from './known-browsers.ts';
import type { Passwords } from './passwords.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';
import { trySignIn } from './sign-in-pace.ts';
import { type SignedIn, startSignedIn } from './signed-in.ts';

/** Where a sign-in comes from. */
export interface SignInOrigin extends SessionOrigin {
  /** Returns the value of a cookie of the browser. */
  cookie(name: string): string | undefined;
}

export interface Accounts {
  /** Returns a new token for the set-up link, which replaces the former one; null once there is staff. */
  offerSetup(): Promise<string | null>;
  /** Errors: setup-link-invalid unless it is the last token offered and there is no staff, password-guessable. */
  setUp(request: SetupRequest, origin: SessionOrigin): Promise<Result<SignedIn>>;
  /**
   * A failure is audited. Errors: credentials-wrong, whether address or password is wrong; second-factor-needed and
   * second-factor-wrong; too-many-requests for many tries from this address, after failures of this account, or, where the
   * account knows this browser, for those of the browser alone.
   */
  signIn(request: SignInRequest, origin: SignInOrigin): Promise<Result<SignedIn>>;
  signOut(staff: Staff, sessionToken: string): Promise<void>;
}

interface AccountParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  sessions: Sessions;
  passwords: Passwords;
  secondFactors: SecondFactors;
  knownBrowsers: KnownBrowsers;
  limits: Limits;
  signInDelays: SignInDelays;
}

export function createAccounts(parts: AccountParts): Accounts {
  const { db, audit, sessions } = parts;
  return {
    offerSetup: () => offerSetup(parts),
    setUp: (request, origin) => setUp(parts, request, origin),
    signIn: (request, origin) => signIn(parts, request, origin),
    async signOut(staff, sessionToken) {
      await db.transaction().execute(async (transaction) => {
        await sessions.end(transaction, sessionToken);
        await audit(transaction, aboutSelf(staff.id, 'sign-out'));
      });
    },
  };
}

async function signIn(
  parts: AccountParts,
  { email, password, code }: SignInRequest,
  origin: SignInOrigin,
): Promise<Result<SignedIn>> {
  const { db, audit, knownBrowsers } = parts;
  const row = await readActive(db, email);
  const browser = row ? knownBrowsers.browserOf(row, origin.cookie(knownBrowserCookie(row.id))) : null;
  const admitted = trySignIn(parts, { email, staffId: row?.id ?? null, browser, ip: origin.ip });
  if (!admitted.ok) return admitted;
  const { isChecked, succeeded, lacksCode } = admitted.value;
  const failed = async (details: Record<string, string>) => {
    const subject = { kind: 'staff', id: row?.id ?? 'unknown' } as const;
    const about = { email, ip: origin.ip, ...details };
    await audit(db, { staffId: null, act: 'sign-in-failed', subject, details: about });
  };
  // takes as long without an account
  const isRight = await parts.passwords.isRight(isChecked ? row?.passwordHash : undefined, password);
  if (!isRight || !row) {
    await failed({});
    return err('credentials-wrong');
  }
  const started = await startSession(parts, row, code, origin);
  if (started.ok) succeeded();
  else if (started.error.code === 'second-factor-needed') lacksCode();
  else if (started.error.code === 'second-factor-wrong') await failed({ with: 'second factor' });
  return started;
}

/** The account that may sign in with this address: a deactivated one is as if there were none. */
function readActive(db: Database, email: string): Promise<Row<'staff'> | undefined> {
  return db
    .selectFrom('staff')
    .selectAll()
    .where('email', '=', email)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst();
}

/** Checks the second factor and starts the session. */
function startSession(
  parts: AccountParts,
  { id, email, passwordHash }: Row<'staff'>,
  code: string | null,
  origin: SessionOrigin,
): Promise<Result<SignedIn>> {
  const { db, audit, secondFactors } = parts;
  return db.transaction().execute(async (transaction) => {
    // the password may have been changed, or the account deactivated, while it was checked
    const current = await readActive(transaction, email);
    if (current?.passwordHash !== passwordHash) return err('credentials-wrong');
    const checked = await secondFactors.check(transaction, id, code);
    if (!checked.ok) return checked;
    await audit(transaction, aboutSelf(id, 'sign-in'));
    return ok(await startSignedIn(transaction, parts, current, origin));
  });
}

async function offerSetup({ db, clock, chance }: AccountParts): Promise<string | null> {
  if (await hasStaff(db)) return null;
  const token = newSecret(chance);
  await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('setupLink').execute();
    const row = { tokenHash: sha256(token), createdAt: instantFrom(clock) };
    await transaction.insertInto('setupLink').values(row).execute();
  });
  return token;
}

async function setUp(
  parts: AccountParts,
  { token, email, fullName, password }: SetupRequest,
  origin: SessionOrigin,
): Promise<Result<SignedIn>> {
  const { db, clock, chance, audit } = parts;
  const tokenHash = sha256(token);
  const offered = await db
    .selectFrom('setupLink')
    .select('tokenHash')
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
  if (!offered) return err('setup-link-invalid');
  if (isGuessable(password, { email, fullName })) return err('password-guessable');
  const passwordHash = await parts.passwords.hash(password);
  const staff = { id: chance.id(), email, fullName, role: 'administrator', organisationIds: null } as const;
  return db.transaction().execute(async (transaction) => {
    // the link may have been used while the password was hashed
    const { numDeletedRows } = await transaction
      .deleteFrom('setupLink')
      .where('tokenHash', '=', tokenHash)
      .executeTakeFirst();
    if (numDeletedRows === 0n || (await hasStaff(transaction))) return err('setup-link-invalid');
    await transaction
      .insertInto('staff')
      .values({ ...staff, passwordHash, createdAt: instantFrom(clock) })
      .execute();
    await audit(transaction, aboutSelf(staff.id, 'setup'));
    return ok(await startSignedIn(transaction, parts, { ...staff, passwordHash }, origin));
  });
}

function aboutSelf(staffId: string, act: 'setup' | 'sign-in' | 'sign-out') {
  return { staffId, act, subject: { kind: 'staff', id: staffId } } as const;
}

async function hasStaff(db: Database): Promise<boolean> {
  return (await db.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined;
}

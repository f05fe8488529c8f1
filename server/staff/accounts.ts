// Staff accounts: the one-time set-up link creates the first administrator; signing in starts a session.
import type { SetupRequest, SignInRequest, Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Database } from '../storage/schema.ts';
import type { Audit } from './audit.ts';
import { hashPassword, isPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';

interface SignedIn {
  staff: Staff;
  sessionToken: string;
}

export interface Accounts {
  /** Returns a new token for the set-up link, which replaces the former one; null once there is staff. */
  offerSetup(): Promise<string | null>;
  /** Errors: setup-link-invalid unless it is the last token offered and there is no staff. */
  setUp(request: SetupRequest): Promise<Result<SignedIn>>;
  /** A failure is audited. Errors: credentials-wrong, whether address or password is wrong. */
  signIn(request: SignInRequest, ip: string): Promise<Result<SignedIn>>;
  signOut(staff: Staff, sessionToken: string): Promise<void>;
}

interface AccountParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  sessions: Sessions;
}

export function createAccounts(parts: AccountParts): Accounts {
  const { db, audit, sessions } = parts;
  return {
    offerSetup: () => offerSetup(parts),
    setUp: (request) => setUp(parts, request),
    async signIn({ email, password }, ip) {
      const row = await db.selectFrom('staff').selectAll().where('email', '=', email).executeTakeFirst();
      if (!(await isPassword(row?.passwordHash, password)) || !row) {
        const subject = { kind: 'staff', id: row?.id ?? 'unknown' } as const;
        await audit(db, { staffId: null, act: 'sign-in-failed', subject, details: { email, ip } });
        return err('credentials-wrong');
      }
      const { passwordHash: _, createdAt: __, ...staff } = row;
      const sessionToken = await db.transaction().execute(async (transaction) => {
        await audit(transaction, aboutSelf(staff.id, 'sign-in'));
        return sessions.start(transaction, staff.id);
      });
      return ok({ staff, sessionToken });
    },
    async signOut(staff, sessionToken) {
      await db.transaction().execute(async (transaction) => {
        await sessions.end(transaction, sessionToken);
        await audit(transaction, aboutSelf(staff.id, 'sign-out'));
      });
    },
  };
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
  { db, clock, chance, audit, sessions }: AccountParts,
  { token, email, fullName, password }: SetupRequest,
): Promise<Result<SignedIn>> {
  const tokenHash = sha256(token);
  const offered = await db
    .selectFrom('setupLink')
    .select('tokenHash')
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
  if (!offered) return err('setup-link-invalid');
  const passwordHash = await hashPassword(password);
  const staff: Staff = { id: chance.id(), email, fullName, role: 'administrator' };
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
    return ok({ staff, sessionToken: await sessions.start(transaction, staff.id) });
  });
}

function aboutSelf(staffId: string, act: 'setup' | 'sign-in' | 'sign-out') {
  return { staffId, act, subject: { kind: 'staff', id: staffId } } as const;
}

async function hasStaff(db: Database): Promise<boolean> {
  return (await db.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined;
}

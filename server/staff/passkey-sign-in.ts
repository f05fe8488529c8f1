// Signs in with a passkey, and proves again with one who the person of a session is.
import type { Staff } from '../../contract/console.ts';
import type { PasskeyAssertion } from '../../contract/passkeys.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Database } from '../storage/schema.ts';
import type { Audit } from './audit.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { Passkeys } from './passkeys.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';
import { type SignedIn, startSignedIn } from './signed-in.ts';

/** Errors of both: passkey-refused, passkeys-unavailable. */
export interface PasskeySignIn {
  /** A failure is audited. */
  signIn(assertion: PasskeyAssertion, origin: SessionOrigin): Promise<Result<SignedIn>>;
  prove(staff: Staff, sessionId: string, assertion: PasskeyAssertion): Promise<Result<void>>;
}

interface PasskeySignInParts {
  db: Database;
  audit: Audit;
  passkeys: Passkeys;
  sessions: Sessions;
  secondFactors: SecondFactors;
  knownBrowsers: KnownBrowsers;
}

export function createPasskeySignIn(parts: PasskeySignInParts): PasskeySignIn {
  const { db, audit, passkeys, sessions } = parts;

  async function start(assertion: PasskeyAssertion, origin: SessionOrigin): Promise<Result<SignedIn>> {
    const signed = await passkeys.check(assertion);
    if (!signed.ok) return signed;
    return db.transaction().execute(async (transaction) => {
      const account = await transaction
        .selectFrom('staff')
        .selectAll()
        .where('id', '=', signed.value.passkey.staffId)
        .where('deactivatedAt', 'is', null)
        .executeTakeFirst();
      if (!account || !(await passkeys.use(transaction, signed.value))) return err('passkey-refused');
      const subject = { kind: 'staff', id: account.id } as const;
      const details = { by: 'passkey' };
      await audit(transaction, { staffId: account.id, act: 'sign-in', subject, details });
      return ok(await startSignedIn(transaction, parts, account, origin, 'passkey'));
    });
  }

  return {
    async signIn(assertion, origin) {
      const started = await start(assertion, origin);
      if (!started.ok && started.error.code === 'passkey-refused') {
        const owner = await ownerOf(db, assertion);
        const subject = { kind: 'staff', id: owner ?? 'unknown' } as const;
        const details = { ip: origin.ip, with: 'passkey' };
        await audit(db, { staffId: null, act: 'sign-in-failed', subject, details });
      }
      return started;
    },
    async prove(staff, sessionId, assertion) {
      const signed = await passkeys.check(assertion);
      if (!signed.ok) return signed;
      if (signed.value.passkey.staffId !== staff.id) return err('passkey-refused');
      return db.transaction().execute(async (transaction) => {
        if (!(await passkeys.use(transaction, signed.value))) return err('passkey-refused');
        return ok(await sessions.prove(transaction, sessionId));
      });
    },
  };
}

/** The account that has the passkey, whatever it signed. */
async function ownerOf(db: Database, { id }: PasskeyAssertion): Promise<string | undefined> {
  const passkey = await db
    .selectFrom('passkey')
    .select('staffId')
    .where('credentialId', '=', id)
    .executeTakeFirst();
  return passkey?.staffId;
}

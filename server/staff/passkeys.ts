// Passkeys of staff: their owners add, name and remove them, and sign in with them instead of password and second factor.
import type { Staff } from '../../contract/console.ts';
import {
  MOST_PASSKEYS,
  type NewPasskey,
  type Passkey,
  type PasskeyAssertion,
  type PasskeyChallenge,
  type PasskeyCreation,
} from '../../contract/passkeys.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database, Row } from '../storage/schema.ts';
import { tellOwner } from './account-mails.ts';
import type { Audit, AuditAct } from './audit.ts';
import { createPasskeyChallenges } from './passkey-challenges.ts';
import { checkMade, checkSigned } from './passkey-checks.ts';
import { requireRelyingParty } from './relying-party.ts';
import type { SessionOrigin } from './sessions.ts';

/** A passkey that signed what it was asked. */
interface SignedBy {
  passkey: Row<'passkey'>;
  /** what it says now */
  counter: number;
}

/** Errors of all but `list`, `rename` and `remove`: passkeys-unavailable. */
export interface Passkeys {
  /** Lists the passkeys of somebody, the newest first. */
  list(staffId: string): Promise<Passkey[]>;
  /** Returns what to make a passkey of. Errors: passkeys-full. */
  begin(staff: Staff): Promise<Result<PasskeyCreation>>;
  /** Errors: passkey-refused, passkeys-full. */
  add(staff: Staff, made: NewPasskey, origin: SessionOrigin): Promise<Result<Passkey>>;
  /** Errors: not-found. */
  rename(staff: Staff, id: string, name: string): Promise<Result<void>>;
  /** Errors: not-found. */
  remove(staff: Staff, id: string, origin: SessionOrigin): Promise<Result<void>>;
  /** Removes all passkeys of somebody, without an audit. */
  discard(transaction: Database, staffId: string): Promise<void>;
  /** Returns a challenge to sign in. */
  challenge(): Promise<Result<PasskeyChallenge>>;
  /** Checks what was signed, and uses the challenge up. Errors: passkey-refused. */
  check(assertion: PasskeyAssertion): Promise<Result<SignedBy>>;
  /** Notes the use of a passkey that was checked; false where it was used or removed meanwhile. */
  use(transaction: Database, signed: SignedBy): Promise<boolean>;
}

interface PasskeysParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  /** as it is configured: passkeys belong to it */
  configuredUrl: string | null;
}

/** Of the owner, in base64url. */
const handleOf = (staffId: string) => Buffer.from(staffId).toString('base64url');

export function createPasskeys({ db, clock, chance, audit, configuredUrl }: PasskeysParts): Passkeys {
  const challenges = createPasskeyChallenges({ db, clock, chance });
  const party = requireRelyingParty(configuredUrl);

  const rowsOf = (database: Database, staffId: string) =>
    database
      .selectFrom('passkey')
      .selectAll()
      .where('staffId', '=', staffId)
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .execute();
  const audited = (
    transaction: Database,
    { id }: Staff,
    act: Extract<AuditAct, `${string}-passkey`>,
    details: { passkey: string; name: string },
  ) => audit(transaction, { staffId: id, act, subject: { kind: 'staff', id }, details });

  return {
    list: async (staffId) => (await rowsOf(db, staffId)).map(passkeyOf),
    async begin(staff) {
      if (!party.ok) return party;
      const present = await rowsOf(db, staff.id);
      if (present.length >= MOST_PASSKEYS) return err('passkeys-full', { limit: MOST_PASSKEYS });
      return ok({
        challenge: await challenges.offer(staff.id),
        rpId: party.value.id,
        userHandle: handleOf(staff.id),
        present: present.map(({ credentialId }) => credentialId),
      });
    },
    async add(staff, made, origin) {
      if (!party.ok) return party;
      const challenge = await challenges.take(made.clientDataJSON, staff.id);
      if (challenge === null) return err('passkey-refused');
      const checked = await checkMade(made, { challenge, party: party.value });
      if (!checked) return err('passkey-refused');
      const { name } = made;
      const row = { id: chance.id(), staffId: staff.id, ...checked, name, createdAt: instantFrom(clock) };
      return db.transaction().execute(async (transaction) => {
        const present = await rowsOf(transaction, staff.id);
        if (present.length >= MOST_PASSKEYS) return err('passkeys-full', { limit: MOST_PASSKEYS });
        // one that somebody has already, which no authenticator makes
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('passkey')
          .values({ ...row, lastUsedAt: null })
          .onConflict((conflict) => conflict.column('credentialId').doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) return err('passkey-refused');
        await audited(transaction, staff, 'add-passkey', { passkey: row.id, name });
        await tellOwner(transaction, { clock, chance }, staff.id, { event: 'passkey-added', name }, origin);
        return ok(passkeyOf({ ...row, lastUsedAt: null }));
      });
    },
    rename: (staff, id, name) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('passkey')
          .set({ name })
          .where('id', '=', id)
          .where('staffId', '=', staff.id)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return err('not-found');
        await audited(transaction, staff, 'rename-passkey', { passkey: id, name });
        return ok(undefined);
      }),
    remove: (staff, id, origin) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('passkey')
          .where('id', '=', id)
          .where('staffId', '=', staff.id)
          .returning('name')
          .executeTakeFirst();
        if (!removed) return err('not-found');
        const { name } = removed;
        await audited(transaction, staff, 'remove-passkey', { passkey: id, name });
        await tellOwner(transaction, { clock, chance }, staff.id, { event: 'passkey-removed', name }, origin);
        return ok(undefined);
      }),
    async discard(transaction, staffId) {
      await transaction.deleteFrom('passkey').where('staffId', '=', staffId).execute();
    },
    async challenge() {
      if (!party.ok) return party;
      return ok({ challenge: await challenges.offer(null), rpId: party.value.id });
    },
    async check(assertion) {
      if (!party.ok) return party;
      const challenge = await challenges.take(assertion.clientDataJSON, null);
      const passkey = challenge === null ? undefined : await find(db, assertion);
      if (challenge === null || !passkey) return err('passkey-refused');
      const counter = await checkSigned(assertion, passkey, { challenge, party: party.value });
      return counter === null ? err('passkey-refused') : ok({ passkey, counter });
    },
    async use(transaction, { passkey, counter }) {
      const { numUpdatedRows } = await transaction
        .updateTable('passkey')
        .set({ counter, lastUsedAt: instantFrom(clock) })
        .where('id', '=', passkey.id)
        .where('counter', '=', passkey.counter)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

/** The passkey of this id; undefined where it names another owner than the account that has it. */
async function find(db: Database, { id, userHandle }: PasskeyAssertion): Promise<Row<'passkey'> | undefined> {
  const passkey = await db
    .selectFrom('passkey')
    .selectAll()
    .where('credentialId', '=', id)
    .executeTakeFirst();
  return passkey && userHandle === handleOf(passkey.staffId) ? passkey : undefined;
}

function passkeyOf({ id, name, createdAt, lastUsedAt }: Row<'passkey'>): Passkey {
  return { id, name, createdAt, lastUsedAt };
}

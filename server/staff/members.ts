// The people of the staff as administrators change them: name, role, deactivation, second factor, sessions. All of it is audited.
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { StaffChange, StaffMember } from '../../contract/staff.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database, Row } from '../storage/schema.ts';
import { asAdministrator } from './as-administrator.ts';
import type { Audit, AuditAct } from './audit.ts';
import { listInvited } from './invitations.ts';
import type { Passkeys } from './passkeys.ts';
import type { SecondFactors } from './second-factor.ts';
import type { Sessions } from './sessions.ts';

/** Somebody after an act. */
export interface ChangedMember {
  member: StaffMember;
  /** hashes of the tokens whose event streams end: the sessions are over, or may do something else now */
  cutOff: readonly string[];
}

/**
 * Acts of an administrator on somebody. Errors: not-found; administrator-only when the caller was demoted or deactivated meanwhile;
 * own-account for oneself, where nothing else is said.
 */
export interface Members {
  /** Lists staff and those who are invited, by name. */
  list(): Promise<StaffMember[]>;
  /** Errors: own-account for one's own role; one's own name may be changed. */
  change(caller: Staff, id: string, change: StaffChange): Promise<Result<ChangedMember>>;
  /** Ends all sessions, removes the passkeys, and lets nobody sign in. */
  deactivate(caller: Staff, id: string): Promise<Result<ChangedMember>>;
  reactivate(caller: Staff, id: string): Promise<Result<ChangedMember>>;
  /** Ends all sessions and removes the passkeys; a second factor has to be set up at the next sign-in. Errors: not-found also where there is none. */
  resetSecondFactor(caller: Staff, id: string): Promise<Result<ChangedMember>>;
  endSessions(caller: Staff, id: string): Promise<Result<ChangedMember>>;
}

interface MembersParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  sessions: Sessions;
  secondFactors: SecondFactors;
  passkeys: Passkeys;
}

type MemberRow = Omit<Row<'staff'>, 'passwordHash' | 'createdAt'> & { since: string | null };
type MemberAct = Extract<
  AuditAct,
  'change-staff' | 'deactivate-staff' | 'reactivate-staff' | 'reset-second-factor' | 'end-sessions'
>;

/** What an act did; null where there was nothing to do. */
interface Done {
  act: MemberAct;
  cutOff: readonly string[];
  details?: Record<string, string | number>;
}

export function createMembers(parts: MembersParts): Members {
  const { db, clock, audit, sessions, secondFactors, passkeys } = parts;

  /** Reads the person, acts, and audits what was done. */
  function actOn(
    caller: Staff,
    id: string,
    act: (transaction: Database, row: MemberRow) => Promise<Result<Done | null>>,
  ): Promise<Result<ChangedMember>> {
    return asAdministrator(db, caller, async (transaction) => {
      const row = await readMember(transaction, id);
      if (!row) return err('not-found');
      const done = await act(transaction, row);
      if (!done.ok) return done;
      if (done.value) {
        const { act: name, details = {} } = done.value;
        const subject = { kind: 'staff', id } as const;
        await audit(transaction, { staffId: caller.id, act: name, subject, details });
      }
      const changed = await readMember(transaction, id);
      if (!changed) return err('not-found');
      return ok({ member: memberOf(changed), cutOff: done.value?.cutOff ?? [] });
    });
  }

  /** As `actOn`, for what nobody does to themselves. */
  async function actOnOther(
    caller: Staff,
    id: string,
    act: (transaction: Database, row: MemberRow) => Promise<Result<Done | null>>,
  ): Promise<Result<ChangedMember>> {
    return caller.id === id ? err('own-account') : actOn(caller, id, act);
  }

  return {
    async list() {
      const rows = await membersIn(db).execute();
      const members = [...rows.map(memberOf), ...(await listInvited(db))];
      return members.toSorted((one, other) => one.fullName.localeCompare(other.fullName, 'en'));
    },
    change: (caller, id, change) =>
      actOn(caller, id, async (transaction, row) => {
        const { fullName, role } = change;
        if (role === row.role && fullName === row.fullName) return ok(null);
        if (role !== row.role && id === caller.id) return err('own-account');
        await transaction.updateTable('staff').set({ fullName, role }).where('id', '=', id).execute();
        // the sessions stay: a browser opens its stream again, and learns its name and what it may do now
        const cutOff = await sessions.tokensOf(transaction, id);
        const before = { fullNameBefore: row.fullName, roleBefore: row.role };
        return ok({ act: 'change-staff', cutOff, details: { fullName, role, ...before } });
      }),
    deactivate: (caller, id) =>
      actOnOther(caller, id, async (transaction, row) => {
        if (row.deactivatedAt !== null) return ok(null);
        const deactivatedAt = instantFrom(clock);
        await transaction.updateTable('staff').set({ deactivatedAt }).where('id', '=', id).execute();
        await transaction.deleteFrom('recoveryLink').where('staffId', '=', id).execute();
        await transaction.deleteFrom('passwordLink').where('staffId', '=', id).execute();
        await passkeys.discard(transaction, id);
        return ok(await ended(transaction, id, 'deactivate-staff'));
      }),
    reactivate: (caller, id) =>
      actOnOther(caller, id, async (transaction, row) => {
        if (row.deactivatedAt === null) return ok(null);
        await transaction.updateTable('staff').set({ deactivatedAt: null }).where('id', '=', id).execute();
        return ok({ act: 'reactivate-staff', cutOff: [] });
      }),
    resetSecondFactor: (caller, id) =>
      actOnOther(caller, id, async (transaction, row) => {
        if (row.since === null) return err('not-found');
        await secondFactors.discard(transaction, id, { isDemanded: true });
        // they may lie on the device that was lost
        await passkeys.discard(transaction, id);
        return ok(await ended(transaction, id, 'reset-second-factor'));
      }),
    endSessions: (caller, id) =>
      actOnOther(caller, id, async (transaction) => ok(await ended(transaction, id, 'end-sessions'))),
  };

  async function ended(transaction: Database, id: string, act: MemberAct): Promise<Done> {
    const cutOff = await sessions.endAll(transaction, id);
    return { act, cutOff, details: { sessions: cutOff.length } };
  }
}

function membersIn(db: Database) {
  return db
    .selectFrom('staff')
    .leftJoin('secondFactor', 'secondFactor.staffId', 'staff.id')
    .select(['id', 'email', 'fullName', 'role', 'deactivatedAt', 'lastSignInAt', 'since', 'hasPassword']);
}

function readMember(db: Database, id: string): Promise<MemberRow | undefined> {
  return membersIn(db).where('id', '=', id).executeTakeFirst();
}

function memberOf({ deactivatedAt, since, hasPassword, ...row }: MemberRow): StaffMember {
  return {
    ...row,
    state: deactivatedAt === null ? 'active' : 'deactivated',
    hasSecondFactor: since !== null,
    hasPassword: hasPassword === 1,
    invitedUntil: null,
  };
}

// The people of the staff as administrators change them: name, role, deactivation, second factor, sessions. All of it is audited.
import type { Staff, StaffScope } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { StaffChange, StaffMember } from '../../contract/staff.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import { absenceOf } from './absences.ts';
import { tellOwner } from './account-mails.ts';
import { asAdministrator } from './as-administrator.ts';
import type { Audit, AuditAct } from './audit.ts';
import { listInvited } from './invitations.ts';
import type { Passkeys } from './passkeys.ts';
import { isGrantable, isWithin, parseScope, storeScope } from './scope.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';
import type { TechniciansTickets } from './technicians-tickets.ts';

/** Somebody after an act. */
export interface ChangedMember {
  member: StaffMember;
  /** hashes of the tokens whose event streams end: the sessions are over, or may do something else now */
  cutOff: readonly string[];
  /** ids of tickets that were changed with them */
  ticketIds: readonly string[];
}

/**
 * Acts of an administrator on somebody. Errors: not-found; administrator-only when the caller was demoted or deactivated meanwhile;
 * own-account for oneself, where nothing else is said.
 */
export interface Members {
  /** Lists staff and those who are invited, by name: those whose organisations are all of the caller's, and the caller. */
  list(caller: Staff): Promise<StaffMember[]>;
  /**
   * Open tickets show a new name; those of organisations that they no longer work for go back to the queues of their teams. Errors:
   * own-account for one's own role and organisations; one's own name may be changed. not-found also for organisations beyond
   * the caller's.
   */
  change(caller: Staff, id: string, change: StaffChange): Promise<Result<ChangedMember>>;
  /**
   * Ends all sessions, removes the passkeys, and lets nobody sign in. Their open tickets go back to the queues of their teams.
   */
  deactivate(caller: Staff, id: string): Promise<Result<ChangedMember>>;
  reactivate(caller: Staff, id: string): Promise<Result<ChangedMember>>;
  /** Ends all sessions and removes the passkeys; a second factor has to be set up at the next sign-in. Errors: not-found also where there is none. */
  resetSecondFactor(caller: Staff, id: string, origin: SessionOrigin): Promise<Result<ChangedMember>>;
  endSessions(caller: Staff, id: string): Promise<Result<ChangedMember>>;
}

interface MembersParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  sessions: Sessions;
  secondFactors: SecondFactors;
  passkeys: Passkeys;
  tickets: TechniciansTickets;
}

type MemberRow = Omit<Row<'staff'>, 'passwordHash' | 'createdAt' | 'emailProven'> & {
  since: string | null;
  openTickets: number | null;
};
type MemberAct = Extract<
  AuditAct,
  'change-staff' | 'deactivate-staff' | 'reactivate-staff' | 'reset-second-factor' | 'end-sessions'
>;

/** What an act did; null where there was nothing to do. */
interface Done {
  act: MemberAct;
  cutOff: readonly string[];
  ticketIds?: readonly string[];
  details?: Record<string, string | number | null>;
}

export function createMembers(parts: MembersParts): Members {
  const { db, clock, audit, sessions, secondFactors, passkeys, tickets } = parts;

  /** Reads the person, acts, and audits what was done. */
  function actOn(
    caller: Staff,
    id: string,
    act: (transaction: Database, row: MemberRow, scope: StaffScope) => Promise<Result<Done | null>>,
  ): Promise<Result<ChangedMember>> {
    return asAdministrator(db, caller, async (transaction, scope) => {
      const row = await readMember(transaction, id);
      const isTheirs = row && (id === caller.id || isWithin(parseScope(row.organisationIds), scope));
      if (!isTheirs) return err('not-found');
      const done = await act(transaction, row, scope);
      if (!done.ok) return done;
      if (done.value) {
        const { act: name, details = {} } = done.value;
        const subject = { kind: 'staff', id } as const;
        await audit(transaction, { staffId: caller.id, act: name, subject, details });
      }
      const changed = await readMember(transaction, id);
      if (!changed) return err('not-found');
      const { cutOff = [], ticketIds = [] } = done.value ?? {};
      return ok({ member: memberOf(changed), cutOff, ticketIds });
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
    async list(caller) {
      const rows = await membersIn(db).execute();
      const members = [...rows.map(memberOf), ...(await listInvited(db))].filter(
        ({ id, organisationIds }) => id === caller.id || isWithin(organisationIds, caller.organisationIds),
      );
      return members.toSorted((one, other) => one.fullName.localeCompare(other.fullName, 'en'));
    },
    change: (caller, id, change) =>
      actOn(caller, id, async (transaction, row, scope) => {
        const { fullName, role } = change;
        const organisationIds = storeScope(change.organisationIds);
        const isRenamed = fullName !== row.fullName;
        const isOther = role !== row.role || organisationIds !== row.organisationIds;
        if (!isRenamed && !isOther) return ok(null);
        if (isOther && id === caller.id) return err('own-account');
        if (isOther && !(await isGrantable(transaction, scope, change.organisationIds)))
          return err('not-found');
        const columns = { fullName, role, organisationIds };
        await transaction.updateTable('staff').set(columns).where('id', '=', id).execute();
        const renamed = isRenamed ? await tickets.rename(transaction, { id, fullName }) : [];
        const kept = change.organisationIds;
        const released = await tickets.release(transaction, caller, { id, fullName }, kept);
        // the sessions stay: a browser opens its stream again, and learns its name and what it may do now
        const cutOff = await sessions.tokensOf(transaction, id);
        const before = {
          ...{ fullNameBefore: row.fullName, roleBefore: row.role },
          organisationIdsBefore: row.organisationIds,
        };
        const details = { ...columns, ...before, released: released.length };
        return ok({ act: 'change-staff', cutOff, ticketIds: [...renamed, ...released], details });
      }),
    deactivate: (caller, id) =>
      actOnOther(caller, id, async (transaction, row) => {
        if (row.deactivatedAt !== null) return ok(null);
        const deactivatedAt = instantFrom(clock);
        await transaction.updateTable('staff').set({ deactivatedAt }).where('id', '=', id).execute();
        await transaction.deleteFrom('recoveryLink').where('staffId', '=', id).execute();
        await transaction.deleteFrom('passwordLink').where('staffId', '=', id).execute();
        await passkeys.discard(transaction, id);
        const ticketIds = await tickets.release(transaction, caller, row, []);
        const done = await ended(transaction, id, 'deactivate-staff');
        return ok({ ...done, ticketIds, details: { ...done.details, released: ticketIds.length } });
      }),
    reactivate: (caller, id) =>
      actOnOther(caller, id, async (transaction, row) => {
        if (row.deactivatedAt === null) return ok(null);
        await transaction.updateTable('staff').set({ deactivatedAt: null }).where('id', '=', id).execute();
        return ok({ act: 'reactivate-staff', cutOff: [] });
      }),
    resetSecondFactor: (caller, id, origin) =>
      actOnOther(caller, id, async (transaction, row) => {
        if (row.since === null) return err('not-found');
        await secondFactors.discard(transaction, id, { isDemanded: true });
        // they may lie on the device that was lost
        await passkeys.discard(transaction, id);
        const told = { event: 'second-factor-reset', name: caller.fullName } as const;
        await tellOwner(transaction, parts, id, told, origin);
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
    .select(['id', 'email', 'fullName', 'role', 'organisationIds', 'deactivatedAt', 'lastSignInAt', 'since'])
    .select(['absentFrom', 'absentUntil', 'standInId', 'hasPassword', 'mailError'])
    .select(({ selectFrom }) =>
      selectFrom('ticket')
        .select(({ fn }) => fn.countAll<number>().as('open'))
        .whereRef('ticket.technicianId', '=', 'staff.id')
        .where('ticket.status', 'not in', ['resolved', 'closed'])
        .as('openTickets'),
    );
}

function readMember(db: Database, id: string): Promise<MemberRow | undefined> {
  return membersIn(db).where('id', '=', id).executeTakeFirst();
}

function memberOf({
  deactivatedAt,
  since,
  hasPassword,
  organisationIds,
  openTickets,
  absentFrom,
  absentUntil,
  standInId,
  mailError,
  ...row
}: MemberRow): StaffMember {
  return {
    ...row,
    absence: absenceOf({ absentFrom, absentUntil, standInId }),
    openTickets: openTickets ?? 0,
    organisationIds: parseScope(organisationIds),
    state: deactivatedAt === null ? 'active' : 'deactivated',
    hasSecondFactor: since !== null,
    hasPassword: hasPassword === 1,
    ...{ invitedUntil: null, mailTrouble: mailError === null ? null : readReason(mailError) },
  };
}

// The teams of the help desk, as administrators set them up. All of it is audited.
import type { Absence } from '../../contract/colleagues.ts';
import type { Staff, StaffScope } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { NewTeam, Team, TeamMember } from '../../contract/teams.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { lockRows } from '../storage/dialect/dialect.ts';
import type { Database } from '../storage/schema.ts';
import { absenceOf } from './absences.ts';
import { asAdministrator } from './as-administrator.ts';
import type { Audit } from './audit.ts';
import { inScope, overlap, parseScope, seenBy } from './scope.ts';
import { checkRules, readRules, writeRules } from './team-rules.ts';

/** Errors of all but `list`: administrator-only when the caller was demoted or deactivated meanwhile. */
export interface Teams {
  /**
   * Lists the teams by name, without those that were dissolved: with the members who have an organisation in common with the scope, and the
   * tickets of it. A team whose members have none is left out.
   */
  list(scope: StaffScope): Promise<Team[]>;
  /**
   * Errors: team-exists; intake-rule-taken where another team takes the same tickets; not-found for a member who is no active staff, and for
   * an unknown organisation.
   */
  create(caller: Staff, team: NewTeam): Promise<Result<Team>>;
  /** Errors: those of creating; not-found also for an unknown or dissolved team. */
  change(caller: Staff, id: string, team: NewTeam): Promise<Result<Team>>;
  /** Errors: not-found, team-has-tickets. */
  dissolve(caller: Staff, id: string): Promise<Result<void>>;
}

const DONE = ['resolved', 'rejected', 'closed'] as const;

interface TeamsParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
}

export function createTeams(parts: TeamsParts): Teams {
  const { db, clock, chance, audit } = parts;

  /** Writes the members, audits, and returns the team. */
  async function finish(
    transaction: Database,
    caller: Staff,
    id: string,
    act: 'create-team' | 'change-team',
    { name, assigning, memberIds, takes }: NewTeam,
  ): Promise<Result<Team>> {
    await writeMembers(transaction, id, memberIds);
    await writeRules(transaction, id, takes);
    const subject = { kind: 'team', id } as const;
    const details = { name, assigning, members: memberIds.length, rules: takes.length };
    await audit(transaction, { staffId: caller.id, act, subject, details });
    const [team] = await readTeams(transaction, null, id);
    return team ? ok(team) : err('not-found');
  }

  return {
    list: (scope) => readTeams(db, scope),
    create: (caller, team) =>
      asAdministrator(db, caller, async (transaction) => {
        const { name, assigning, memberIds } = team;
        if (!(await areActive(transaction, memberIds))) return err('not-found');
        if (await isTaken(transaction, name, null)) return err('team-exists');
        const rules = await checkRules(transaction, null, team.takes);
        if (!rules.ok) return rules;
        const id = chance.id();
        await transaction
          .insertInto('team')
          .values({ id, name, nameKey: keyOf(name), assigning, createdAt: instantFrom(clock) })
          .execute();
        return finish(transaction, caller, id, 'create-team', team);
      }),
    change: (caller, id, team) =>
      asAdministrator(db, caller, async (transaction) => {
        const { name, assigning, memberIds } = team;
        if (!(await holdTeam(transaction, id))) return err('not-found');
        if (!(await areActive(transaction, memberIds))) return err('not-found');
        if (await isTaken(transaction, name, id)) return err('team-exists');
        const rules = await checkRules(transaction, id, team.takes);
        if (!rules.ok) return rules;
        await transaction
          .updateTable('team')
          .set({ name, nameKey: keyOf(name), assigning })
          .where('id', '=', id)
          .execute();
        return finish(transaction, caller, id, 'change-team', team);
      }),
    dissolve: (caller, id) =>
      asAdministrator(db, caller, async (transaction) => {
        const held = await holdTeam(transaction, id);
        if (!held) return err('not-found');
        const [team] = await readTeams(transaction, null, id);
        if (team && team.openTickets > 0) return err('team-has-tickets');
        await transaction.updateTable('team').set({ nameKey: null }).where('id', '=', id).execute();
        await transaction.deleteFrom('teamMember').where('teamId', '=', id).execute();
        await writeRules(transaction, id, []);
        const subject = { kind: 'team', id } as const;
        const details = { name: held.name };
        await audit(transaction, { staffId: caller.id, act: 'dissolve-team', subject, details });
        return ok(undefined);
      }),
  };
}

/**
 * Holds the team until the transaction ends: nobody changes or dissolves it, and of two that assign in turn, the second sees whom the
 * first chose. Returns undefined for one that is unknown or dissolved.
 */
export function holdTeam(transaction: Database, id: string): Promise<{ name: string } | undefined> {
  const team = transaction
    .selectFrom('team')
    .select('name')
    .where('id', '=', id)
    .where('nameKey', 'is not', null);
  return lockRows(transaction, team, 'team').executeTakeFirst();
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

/** Whoever calls holds the administrators: no other team is written meanwhile. */
async function isTaken(transaction: Database, name: string, byOtherThan: string | null): Promise<boolean> {
  const team = await transaction
    .selectFrom('team')
    .select('id')
    .where('nameKey', '=', keyOf(name))
    .executeTakeFirst();
  return team !== undefined && team.id !== byOtherThan;
}

async function areActive(transaction: Database, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return true;
  const active = await transaction
    .selectFrom('staff')
    .select('id')
    .where('id', 'in', ids)
    .where('deactivatedAt', 'is', null)
    .execute();
  return active.length === new Set(ids).size;
}

/** Replaces the members. Who stays keeps their turn. */
async function writeMembers(transaction: Database, teamId: string, ids: readonly string[]): Promise<void> {
  await transaction
    .deleteFrom('teamMember')
    .where('teamId', '=', teamId)
    .$if(ids.length > 0, (query) => query.where('staffId', 'not in', ids))
    .execute();
  if (ids.length === 0) return;
  await transaction
    .insertInto('teamMember')
    .values([...new Set(ids)].map((staffId) => ({ teamId, staffId })))
    .onConflict((conflict) => conflict.columns(['teamId', 'staffId']).doNothing())
    .execute();
}

/** Reads the teams by name, or one of them. */
async function readTeams(db: Database, scope: StaffScope, id?: string): Promise<Team[]> {
  const teams = await db
    .selectFrom('team')
    .select(['id', 'name', 'assigning'])
    .select(({ selectFrom }) =>
      selectFrom('ticket')
        .select(({ fn }) => fn.countAll<number>().as('open'))
        .whereRef('ticket.teamId', '=', 'team.id')
        .where('ticket.status', 'not in', DONE)
        .where(inScope(scope, 'ticket.organisationId'))
        .as('openTickets'),
    )
    .where('nameKey', 'is not', null)
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .orderBy('nameKey')
    .execute();
  const membersOf = Map.groupBy(await readMembers(db, scope, id), ({ teamId }) => teamId);
  const takesOf = await readRules(db, scope);
  return teams.flatMap(({ openTickets, ...team }) => {
    const members = membersOf.get(team.id) ?? [];
    const seen = members.filter(({ organisationIds }) => overlap(organisationIds, scope));
    if (seen.length === 0 && members.length > 0) return [];
    return [
      {
        ...team,
        openTickets: openTickets ?? 0,
        members: seen.map(memberFor(scope)),
        takes: takesOf(team.id),
      },
    ];
  });
}

/** An active member of a team. */
export interface Member extends TeamMember {
  teamId: string;
  /** who has the lowest one is next */
  turn: number;
  absence: Absence | null;
}

/** Reads the active members by name, with their open tickets of the scope: of all teams, or of one. */
export async function readMembers(db: Database, scope: StaffScope, teamId?: string): Promise<Member[]> {
  const rows = await db
    .selectFrom('teamMember')
    .innerJoin('staff', 'staff.id', 'teamMember.staffId')
    .select(['teamMember.teamId', 'teamMember.turn', 'staff.id', 'staff.fullName'])
    .select(['staff.organisationIds', 'staff.absentFrom', 'staff.absentUntil', 'staff.standInId'])
    .select(({ selectFrom }) =>
      selectFrom('ticket')
        .select(({ fn }) => fn.countAll<number>().as('open'))
        .whereRef('ticket.technicianId', '=', 'staff.id')
        .where('ticket.status', 'not in', DONE)
        .where(inScope(scope, 'ticket.organisationId'))
        .as('openTickets'),
    )
    .where('staff.deactivatedAt', 'is', null)
    .$if(teamId !== undefined, (query) => query.where('teamMember.teamId', '=', teamId ?? ''))
    .orderBy('staff.fullName')
    .orderBy('staff.id')
    .execute();
  return rows.map(({ openTickets, organisationIds, absentFrom, absentUntil, standInId, ...member }) => ({
    ...member,
    absence: absenceOf({ absentFrom, absentUntil, standInId }),
    openTickets: openTickets ?? 0,
    organisationIds: parseScope(organisationIds),
  }));
}

/** Puts a member of a team behind all others, in a transaction that holds the team. */
export async function endTurn(
  transaction: Database,
  { teamId, id }: Pick<Member, 'teamId' | 'id'>,
): Promise<void> {
  await transaction
    .updateTable('teamMember')
    .set(({ selectFrom }) => ({
      turn: selectFrom('teamMember as other')
        .select(({ eb, fn }) => eb(fn.coalesce(fn.max('other.turn'), eb.lit(0)), '+', eb.lit(1)).as('turn'))
        .where('other.teamId', '=', teamId),
    }))
    .where('teamId', '=', teamId)
    .where('staffId', '=', id)
    .execute();
}

/** Returns the teams that somebody is in, by name. */
export function teamsOf(db: Database, staffId: string): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('team')
    .innerJoin('teamMember', 'teamMember.teamId', 'team.id')
    .select(['team.id', 'team.name'])
    .where('teamMember.staffId', '=', staffId)
    .orderBy('team.nameKey')
    .execute();
}

/** Whether there are teams: a ticket is assigned to one then. */
export async function hasTeams(db: Database): Promise<boolean> {
  const team = await db
    .selectFrom('team')
    .select('id')
    .where('nameKey', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return team !== undefined;
}

/** As somebody of the scope sees them. */
function memberFor(scope: StaffScope) {
  return ({ id, fullName, openTickets, organisationIds }: Member): TeamMember => ({
    ...{ id, fullName, openTickets },
    organisationIds: seenBy(scope, organisationIds),
  });
}

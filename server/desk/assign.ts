// Whom a ticket of the built-in desk is assigned to.
import { isAway } from '../../contract/colleagues.ts';
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Assigning, Assignment } from '../../contract/teams.ts';
import { overlap, parseScope, reaches } from '../staff/scope.ts';
import { endTurn, hasTeams, holdTeam, type Member, readMembers, teamsOf } from '../staff/teams.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Assigned } from '../tickets/record.ts';

/**
 * Chooses the technician, who works for the ticket's organisation, in the transaction that assigns the ticket. Errors: team-needed without a team where there are teams, or
 * without both team and person; team-gone, also for a team that the caller does not see; team-has-nobody where one is to be found and all are away; technician-not-in-team.
 */
export async function choose(
  transaction: Database,
  { organisationIds: scope }: Pick<Staff, 'organisationIds'>,
  { organisationId }: Pick<Row<'ticket'>, 'organisationId'>,
  { teamId, to }: Assignment,
  now: Date,
): Promise<Result<Assigned>> {
  if (teamId === null) return chooseWithoutTeam(transaction, organisationId, to);
  const team = await holdTeam(transaction, teamId);
  if (!team) return err('team-gone');
  const found = { teamId, team: team.name };
  const all = await readMembers(transaction, null, teamId);
  const isSeen = all.length === 0 || all.some(({ organisationIds }) => overlap(organisationIds, scope));
  if (!isSeen) return err('team-gone');
  if (to === 'nobody') return ok({ ...found, technicianId: null, technician: null });
  const members = all.filter(({ organisationIds }) => reaches(organisationIds, organisationId));
  const member =
    typeof to === 'object' ? members.find(({ id }) => id === to.technicianId) : nextOf(members, to, now);
  if (!member) return err(typeof to === 'object' ? 'technician-not-in-team' : 'team-has-nobody');
  await endTurn(transaction, member);
  return ok({ ...found, technicianId: member.id, technician: member.fullName });
}

async function chooseWithoutTeam(
  transaction: Database,
  organisationId: string,
  to: Assignment['to'],
): Promise<Result<Assigned>> {
  if (typeof to !== 'object' || (await hasTeams(transaction))) return err('team-needed');
  const person = await transaction
    .selectFrom('staff')
    .select(['id', 'fullName', 'organisationIds'])
    .where('id', '=', to.technicianId)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst();
  if (!person || !reaches(parseScope(person.organisationIds), organisationId))
    return err('technician-not-in-team');
  return ok({ teamId: null, team: null, technicianId: person.id, technician: person.fullName });
}

/**
 * Chooses a member of the staff who takes a ticket themselves: for the ticket's team if they are in it, else for the first of theirs,
 * else for the ticket's. Error: team-needed where there are teams and none of these is one.
 */
export async function chooseTaker(
  transaction: Database,
  { id: technicianId, fullName: technician }: Pick<Staff, 'id' | 'fullName'>,
  { teamId }: Pick<Row<'ticket'>, 'teamId'>,
): Promise<Result<Assigned>> {
  const own = await teamsOf(transaction, technicianId);
  const team = own.find(({ id }) => id === teamId) ?? own[0] ?? (await readTeam(transaction, teamId));
  if (!team && (await hasTeams(transaction))) return err('team-needed');
  return ok({ teamId: team?.id ?? null, team: team?.name ?? null, technicianId, technician });
}

async function readTeam(
  transaction: Database,
  id: string | null,
): Promise<{ id: string; name: string } | undefined> {
  return transaction
    .selectFrom('team')
    .select(['id', 'name'])
    .where('id', '=', id)
    .where('nameKey', 'is not', null)
    .executeTakeFirst();
}

/** Whoever of those who are there has waited longest for a ticket; among those with the fewest, for `least-load`. */
function nextOf(members: readonly Member[], to: Exclude<Assigning, 'nobody'>, now: Date): Member | undefined {
  const present = members.filter((member) => !isAway(member, now.getTime()));
  const loadOf = ({ openTickets }: Member) => (to === 'least-load' ? openTickets : 0);
  return present.toSorted((one, other) => loadOf(one) - loadOf(other) || one.turn - other.turn)[0];
}

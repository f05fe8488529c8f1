// Assigns tickets of iTop to its technicians, who are found by their address, and goes on with pending ones.
import { z } from 'zod';
import type { Found, OperationResult, Person, Transition } from '../connector.ts';
import { failed } from '../results.ts';
import { oqlString } from './oql.ts';
import { REASONS } from './sentences.ts';
import { apply } from './stimulus.ts';
import { Id, type ItopParts, readCurrentTicket } from './tickets.ts';

const Membership = z.object({ team_id: Id, person_id: Id });
/** More teams than anybody is in. */
const MOST_TEAMS = 100;

/** To the ticket's team if the technician is in it, else to the first of theirs. Fails with `refused` for somebody in no team. */
export async function assign(
  itop: ItopParts,
  operation: Transition,
  to: Person,
): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket(itop, operation.ticketRef);
  if (!current.ok) return current;
  const memberships = await itop.rest.get(Membership, {
    class: 'lnkPersonToTeam',
    key: `SELECT lnkPersonToTeam AS l JOIN Person AS p ON l.person_id = p.id WHERE p.status = 'active' AND p.email = ${oqlString(to.email)}`,
    output_fields: 'team_id,person_id',
    limit: MOST_TEAMS,
  });
  if (!memberships.ok) return memberships;
  const { team_id } = current.value;
  const chosen = memberships.value.find((one) => one.team_id === team_id) ?? memberships.value.at(-1);
  if (!chosen) return failed('refused', REASONS.notInTeam(to.fullName, to.email));
  const fields = { team_id: chosen.team_id, agent_id: chosen.person_id };
  return apply(itop, operation, ['ev_assign', 'ev_reassign'], fields);
}

/** Goes on with a pending ticket, which stays with the technician that it has. */
export async function resume(itop: ItopParts, operation: Transition): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket(itop, operation.ticketRef);
  if (!current.ok) return current;
  const { ref, team_id, agent_id } = current.value;
  if (agent_id === '0') return failed('refused', REASONS.nobodyAssigned(ref));
  return apply(itop, operation, ['ev_assign'], { team_id, agent_id });
}

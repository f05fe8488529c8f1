// Whether the technician of a ticket no longer has it: they were deactivated, or no longer work for its organisation.
import type { TicketStatus } from '../../contract/primitives.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { parseScope, reaches } from '../staff/scope.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database } from '../storage/schema.ts';

/** How a ticket goes on without its technician. */
interface Left {
  from: TicketStatus;
  to: TicketStatus;
  /** name of the technician who left; null for a ticket that nobody had */
  released: string | null;
  /** its team, whose queue it waits in; both null where it has none */
  teamId: string | null;
  team: string | null;
}

/** Returns null where its technician is there, where it waits in a queue, and for a ticket that another system has. */
export async function findLeft(transaction: Database, ticketId: string): Promise<Left | null> {
  const [ticket] = await selectHolder(transaction, { ticketId });
  if (!ticket) return null;
  const { status, technician, technicianId, organisationId, deactivatedAt, organisationIds } = ticket;
  const worksThere = deactivatedAt === null && reaches(parseScope(organisationIds), organisationId);
  if (technicianId !== null && worksThere) return null;
  const isThere = ticket.nameKey !== null;
  if (technician === null && (isThere || status !== 'assigned')) return null;
  return {
    from: status,
    to: isThere ? status : statusOfNobodys(status, Boolean(ticket.needsApproval)),
    released: technician,
    teamId: isThere ? ticket.teamId : null,
    team: isThere ? ticket.team : null,
  };
}

/** An assigned ticket has a team or somebody; without both it is as before it was taken. */
export function statusOfNobodys(status: TicketStatus, needsApproval: boolean): TicketStatus {
  if (status !== 'assigned') return status;
  return needsApproval ? 'approved' : 'new';
}

const selectHolder = buildOnce((db, { ticketId }: { ticketId: string }) =>
  db
    .selectFrom('ticket')
    .innerJoin('link', (join) =>
      join
        .onRef('link.ticketId', '=', 'ticket.id')
        .on('link.tier', '=', 1)
        .on('link.backendId', '=', BUILT_IN),
    )
    .leftJoin('staff', 'staff.id', 'ticket.technicianId')
    .leftJoin('team', 'team.id', 'ticket.teamId')
    .select(['ticket.status', 'ticket.technician', 'ticket.technicianId', 'ticket.organisationId'])
    .select(['staff.deactivatedAt', 'staff.organisationIds', 'ticket.teamId', 'team.name as team'])
    .select('team.nameKey')
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('approval').select('approval.ticketId').whereRef('approval.ticketId', '=', 'ticket.id'),
      ).as('needsApproval'),
    )
    .where('ticket.id', '=', ticketId),
);

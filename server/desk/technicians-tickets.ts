// The open tickets of a technician who is renamed, or who no longer works here or for the organisation of some.
import { needsApproval } from '../approvals/ask.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { reaches } from '../staff/scope.ts';
import type { TechniciansTickets } from '../staff/technicians-tickets.ts';
import type { Database, Row } from '../storage/schema.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { byStaff } from '../tickets/history.ts';
import { recordMove } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { statusOfNobodys } from '../tickets/technician-left.ts';
import { selectUnansweredMessages } from '../tickets/unanswered.ts';

export function createTechniciansTickets({ clock }: { clock: Clock }): TechniciansTickets {
  return {
    async rename(transaction, { id, fullName: technician }) {
      const tickets = await takeOpenTickets(transaction, id);
      for (const ticket of tickets) {
        await transaction.updateTable('ticket').set({ technician }).where('id', '=', ticket.id).execute();
        await numberChange(transaction, ticket.id);
      }
      return tickets.map((ticket) => ticket.id);
    },
    async release(transaction, caller, { id, fullName: released }, kept) {
      const tickets = await takeOpenTickets(transaction, id);
      const leaving = tickets.filter(({ organisationId }) => !reaches(kept, organisationId));
      for (const ticket of leaving) {
        const { status: from, teamId, team } = ticket;
        const to =
          teamId === null ? statusOfNobodys(from, await needsApproval(transaction, ticket.id)) : from;
        const move = { from, to, ...byStaff(caller), reason: null };
        await recordMove(transaction, ticket.id, move, instantFrom(clock), {
          assigned: { teamId, team, technicianId: null, technician: null },
          pending: pendingOf(ticket),
          released,
          authorEmail: caller.email,
        });
      }
      return leaving.map((ticket) => ticket.id);
    },
  };
}

/** Also a resolved one that waits for an answer. In one order: two who act at the same time wait for each other once. */
async function takeOpenTickets(
  transaction: Database,
  technicianId: string,
): Promise<(Row<'ticket'> & { team: string | null })[]> {
  const mine = transaction
    .selectFrom('ticket')
    .leftJoin('team', 'team.id', 'ticket.teamId')
    .selectAll('ticket')
    .select('team.name as team')
    .where('technicianId', '=', technicianId)
    .where(({ eb, or, exists }) =>
      or([eb('status', 'not in', ['resolved', 'closed']), exists(selectUnansweredMessages(transaction))]),
    )
    .orderBy('ticket.id');
  for (const { id } of await mine.execute()) await takeTicket(transaction, id);
  return mine.execute();
}

function pendingOf({ pendingReason: reason, pendingUntil: until, pendingUntilAnswer }: Row<'ticket'>) {
  return reason === null ? null : { reason, until, untilAnswer: pendingUntilAnswer === 1 };
}

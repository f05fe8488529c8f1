// Whom a change of status or of the technician is told, and as what.
import type { RequesterEvent } from '../../contract/mail-events.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import type { Database, Row } from '../storage/schema.ts';
import { tellDesks, tellParticipants, tellTeam, tellTechnician } from './notices.ts';

interface ToldMove {
  ticketId: string;
  from: TicketStatus;
  to: TicketStatus;
  at: string;
  /** unique among the changes of this ticket */
  key: string;
  authorName: string | null;
  authorEmail: string | null;
  /** why it is pending, or its solution */
  reason: string | null;
  assigned: Pick<Row<'ticket'>, 'teamId' | 'technicianId'> | null;
  /** of a merger, and of its end */
  merger: (Pick<Row<'ticket'>, 'mergedInto'> & { other: string }) | null;
}

/** Tells participants and staff, in the transaction of the change, once it has its numbers. */
export async function tellMove(transaction: Database, move: ToldMove): Promise<void> {
  const { assigned: _assigned, reason, merger, from: _from, to: _to, ...happened } = move;
  const event = eventOf(move);
  const words = merger ? merger.other : event === 'closed' ? null : reason;
  const spoken = event === 'rejected' ? await reasonOfApprover(transaction, move) : {};
  if (event) await tellParticipants(transaction, { ...happened, event, words, ...spoken });
  else if (move.from !== move.to) await tellDesks(transaction, { ...happened, event: 'moved', words: null });
  const { technicianId, teamId } = await workOf(transaction, move);
  if (technicianId !== null) {
    await tellTechnician(transaction, { ...happened, event: 'assigned' }, technicianId);
  } else if (teamId !== null) {
    await tellTeam(transaction, { ...happened, event: 'team-assigned' }, teamId);
  }
}

/** Whose work the ticket is from now on. What waits for an approval is nobody's yet: they are told of it once it is approved. */
async function workOf(
  transaction: Database,
  { ticketId, from, to, assigned }: ToldMove,
): Promise<Pick<Row<'ticket'>, 'teamId' | 'technicianId'>> {
  const nobody = { teamId: null, technicianId: null };
  if (to === 'waiting_for_approval') return nobody;
  if (assigned || from !== 'waiting_for_approval' || to !== 'approved') return assigned ?? nobody;
  const ticket = await transaction
    .selectFrom('ticket')
    .innerJoin('link', 'link.ticketId', 'ticket.id')
    .select(['teamId', 'technicianId'])
    .where('ticket.id', '=', ticketId)
    .where('link.tier', '=', 1)
    .where('link.backendId', '=', BUILT_IN)
    .executeTakeFirst();
  return ticket ?? nobody;
}

/** Null for what participants are not told: they see it in Guichet. */
function eventOf({ from, to, merger, assigned }: ToldMove): RequesterEvent | null {
  if (merger) return merger.mergedInto === null ? 'unmerged' : 'merged';
  // another reason to wait is news too, another technician is not
  if (to === 'pending' && !assigned) return 'waiting';
  if (from === to) return null;
  return to === 'rejected' || to === 'resolved' || to === 'closed' ? to : null;
}

/** An approver's reason is a message, which they write before they reject: here the last one, where it is theirs. */
async function reasonOfApprover(
  transaction: Database,
  { ticketId, authorName }: Pick<ToldMove, 'ticketId' | 'authorName'>,
): Promise<{ commentId?: string }> {
  const last = await transaction
    .selectFrom('comment')
    .select(['id', 'author', 'authorName'])
    .where('ticketId', '=', ticketId)
    .where('internal', '=', 0)
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.author === 'requester' && last.authorName === authorName ? { commentId: last.id } : {};
}

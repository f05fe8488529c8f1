// Whom a change of status or of the technician is told, and as what.
import type { RequesterEvent } from '../../contract/mail-events.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
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
  const { assigned, reason, merger, from: _from, to: _to, ...happened } = move;
  const event = eventOf(move);
  const words = merger ? merger.other : event === 'closed' ? null : reason;
  const spoken = event === 'rejected' ? await reasonOfApprover(transaction, move) : {};
  if (event) await tellParticipants(transaction, { ...happened, event, words, ...spoken });
  else if (move.from !== move.to) await tellDesks(transaction, { ...happened, event: 'moved', words: null });
  if (!assigned) return;
  const { technicianId, teamId } = assigned;
  if (technicianId !== null) {
    await tellTechnician(transaction, { ...happened, event: 'assigned' }, technicianId);
  } else if (teamId !== null) {
    await tellTeam(transaction, { ...happened, event: 'team-assigned' }, teamId);
  }
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

// The approval of a ticket, as staff see it.
import type { DeskApproval } from '../../contract/approvals.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Participant } from '../tickets/participants.ts';
import { markOf } from './asked.ts';
import { findLeft, whoMayDecide } from './who-decides.ts';

/** Returns null for a ticket that needs none. `readerEmail`: proven address of the member of staff who reads it; null: none. */
export async function readDeskApproval(
  db: Database,
  ticket: Row<'ticket'>,
  participants: readonly Participant[],
  readerEmail: string | null,
): Promise<DeskApproval | null> {
  const approval = await db
    .selectFrom('approval')
    .select(['askAgainAt', 'stuckSince'])
    .where('ticketId', '=', ticket.id)
    .executeTakeFirst();
  if (!approval) return null;
  const approvers = participants.filter(({ role }) => role === 'approver');
  const emails = approvers.map(({ email }) => email);
  const left = await findLeft(db, ticket.organisationId, emails);
  const withAgent = await findWithAgent(
    db,
    approvers.map(({ requesterId }) => requesterId),
  );
  const deciding = await whoMayDecide(db, ticket, approvers);
  return {
    approvers: approvers.map(({ requesterId, email, fullName }) => ({
      ...{ email, fullName },
      hasAgent: withAgent.has(requesterId),
      hasLeft: left.has(email),
    })),
    // where nobody is asked, Guichet only looks for somebody then
    askAgainAt: approval.stuckSince === null ? approval.askAgainAt : null,
    isStuck: approval.stuckSince !== null,
    asked: markOf(ticket),
    isYours: deciding.some(({ email }) => email === readerEmail),
  };
}

/** Returns those of the requesters who have an active agent. */
async function findWithAgent(db: Database, requesterIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (requesterIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('agent')
    .select('requesterId')
    .distinct()
    .where('requesterId', 'in', requesterIds)
    .where('state', '=', 'active')
    .execute();
  return new Set(rows.flatMap(({ requesterId }) => requesterId ?? []));
}

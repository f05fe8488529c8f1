// The approval of a ticket, as staff see it.
import type { DeskApproval } from '../../contract/approvals.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Participant } from '../tickets/participants.ts';
import { findLeft } from './approvers.ts';

/** Returns null for a ticket that needs none. `readerEmail`: of the member of staff who reads it. */
export async function readDeskApproval(
  db: Database,
  { id, organisationId }: Pick<Row<'ticket'>, 'id' | 'organisationId'>,
  participants: readonly Participant[],
  readerEmail: string,
): Promise<DeskApproval | null> {
  const approval = await db
    .selectFrom('approval')
    .select('askAgainAt')
    .where('ticketId', '=', id)
    .executeTakeFirst();
  if (!approval) return null;
  const approvers = participants.filter(({ role }) => role === 'approver');
  const emails = approvers.map(({ email }) => email);
  const left = await findLeft(db, organisationId, emails);
  const withAgent = await findWithAgent(
    db,
    approvers.map(({ requesterId }) => requesterId),
  );
  return {
    approvers: approvers.map(({ requesterId, email, fullName }) => ({
      ...{ email, fullName },
      hasAgent: withAgent.has(requesterId),
      hasLeft: left.has(email),
    })),
    askAgainAt: approval.askAgainAt,
    isYours: emails.includes(readerEmail),
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

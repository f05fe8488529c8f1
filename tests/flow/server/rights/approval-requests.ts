// A valid request for each operation on approvals that is not an agent's.
import type { CONSOLE_DESK_API } from '../../../../contract/console-desk-api.ts';
import { insertApprovalLink } from '../../../fakes/server/approvals.ts';
import type { Builder } from './request.ts';
import type { Stage } from './stage.ts';

type Named = 'nameApprover' | 'decideTicket' | 'readApproval' | 'decideApproval';

const APPROVER = 'approver@contoso.example';

/** A ticket that waits for the approver. */
async function newAsked(stage: Stage): Promise<string> {
  const id = await stage.newTicket();
  await stage.setStatus(id, 'waiting_for_approval');
  await stage.desk.alter("INSERT INTO approval (ticket_id, asked_at) VALUES (?, '2030-01-01')", id);
  await stage.desk.alter(
    `INSERT INTO participant (ticket_id, requester_id, role, added_at)
       SELECT ticket.id, requester.id, 'approver', ticket.created_at
       FROM ticket JOIN requester ON requester.organisation_id = ticket.organisation_id
       WHERE ticket.id = ? AND requester.email = ?`,
    ...[id, APPROVER],
  );
  return id;
}

const newLink = async (stage: Stage) => insertApprovalLink(stage.desk, await newAsked(stage), APPROVER);

/** An operation without a request here does not compile. */
export const APPROVAL_REQUESTS: { readonly [N in Named & keyof typeof CONSOLE_DESK_API]: Builder<N> } = {
  nameApprover: async (stage) => ({
    params: { id: await newAsked(stage) },
    body: { email: APPROVER },
  }),
  decideTicket: async (stage) => ({
    params: { id: await newAsked(stage) },
    body: { decision: 'approve', reason: '' },
  }),
  readApproval: async (stage) => ({ body: { token: await newLink(stage) } }),
  decideApproval: async (stage) => ({
    body: { token: await newLink(stage), decision: 'approve', reason: '' },
  }),
};

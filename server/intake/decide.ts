// An approver decides without their agent: by a link of a mail, or in the console. The checks are those of an agent's command.
import type { StaffDecision } from '../../contract/approvals.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { removeApprovalLinks } from '../approvals/approval-links.ts';
import { readMark } from '../approvals/asked.ts';
import { type Backends, readCapabilities } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import { type EnqueueParts, enqueueTransition } from '../delivery/enqueue.ts';
import { relayComment } from '../delivery/relay.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { primaryLinkOf } from '../tickets/links.ts';
import { readPerson } from '../tickets/people.ts';
import { addComment, checkAct } from './carry-out.ts';

export interface DecideParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  announce: Announce;
  backends: Backends;
  /** called after deliveries were committed */
  kickDelivery(): void;
}

/**
 * The status changes when the backend has accepted it. Errors: ticket-not-found, act-not-allowed for who is no approver and once
 * it was decided, approval-changed where it was shown something else, not-taken-there.
 */
export async function decide(
  parts: DecideParts,
  approver: { ticketId: string; requesterId: string },
  decision: StaffDecision,
): Promise<Result<void>> {
  const { db, announce, kickDelivery } = parts;
  const capabilities = await readCapabilities(parts.backends);
  const result = await db.transaction().execute(async (transaction) => {
    const { ticketId } = approver;
    const { decision: act } = decision;
    const allowed = await checkAct(transaction, { capabilities }, approver, { ticketId, act });
    if (!allowed.ok) return allowed;
    if (decision.asked !== undefined && decision.asked !== (await readMark(transaction, ticketId)))
      return err('approval-changed');
    await deliver(transaction, { ...parts, capabilities }, approver, decision);
    await removeApprovalLinks(transaction, ticketId);
    await numberChange(transaction, ticketId);
    return ok(undefined);
  });
  if (!result.ok) return result;
  kickDelivery();
  await announceTicket(db, announce, approver.ticketId);
  return result;
}

/** The reason comes first, so that the requester reads it together with the decision. */
async function deliver(
  transaction: Database,
  parts: EnqueueParts,
  { ticketId, requesterId }: { ticketId: string; requesterId: string },
  { decision: act, reason }: StaffDecision,
): Promise<void> {
  const by = await readPerson(transaction, requesterId);
  if (reason !== '') {
    const commentId = parts.chance.id();
    const body = { ticketId, body: reason, attachments: [] };
    const added = await addComment(transaction, parts, { requesterId }, { key: commentId, body });
    if (added.ok) await relayComment(transaction, parts, { ticketId, commentId, author: by }, null);
  }
  const link = await primaryLinkOf(transaction, ticketId);
  await enqueueTransition(transaction, parts, link, { act, by });
}

// A technician's reply to the requester, wherever it was written: in the console or by mail.
import type { Staff } from '../../contract/console.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { instantFrom } from '../clock.ts';
import type { EnqueueParts } from '../delivery/enqueue.ts';
import { relayComment } from '../delivery/relay.ts';
import type { Database } from '../storage/schema.ts';
import { primaryLinkOf } from '../tickets/links.ts';
import { recordReply, type TechnicianComment } from '../tickets/record.ts';
import { personOf } from './elsewhere.ts';

/** Who writes a reply. */
export type Replier = Pick<Staff, 'id' | 'email' | 'fullName'>;

/** Stores the reply, and sends it to the ticket's other backends, in the caller's transaction; the built-in desk has it already. */
export async function replyInPublic(
  transaction: Database,
  parts: EnqueueParts,
  staff: Replier,
  reply: Pick<TechnicianComment, 'id' | 'ticketId' | 'body' | 'attachments' | 'whole'>,
): Promise<void> {
  const { id: commentId, ticketId } = reply;
  const author = { authorName: staff.fullName, authorEmail: staff.email, staffId: staff.id };
  const comment = { ...reply, ...author, internal: false };
  await recordReply(transaction, comment, instantFrom(parts.clock));
  const primary = await primaryLinkOf(transaction, ticketId);
  const from = primary.backendId === BUILT_IN ? primary.id : null;
  await relayComment(transaction, parts, { ticketId, commentId, author: personOf(staff) }, from);
}

// The state of a ticket that intake checks commands against: the author's roles, and the status after accepted acts.

import type { TicketStatus } from '../../contract/primitives.ts';
import { type Participation, statusAfter, type TicketAct } from '../../contract/ticket.ts';
import { CONTENTS } from '../delivery/content.ts';
import type { Database } from '../storage/schema.ts';
import { primaryLinkOf } from '../tickets/links.ts';
import { rolesIn } from '../tickets/participants.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { selectActsUnderWay } from '../tickets/unsettled.ts';

export interface TicketState {
  roles: readonly Participation[];
  /** the status once all accepted acts are delivered */
  status: TicketStatus;
  /** the backend of tier 1 */
  backendId: string;
  /** its reference there; null where it is not there yet */
  ref: string | null;
}

/** Takes the ticket. Returns null for an unknown ticket, and for somebody who does not take part in it. */
export async function takeTicketState(
  transaction: Database,
  ticketId: string,
  requesterId: string,
): Promise<TicketState | null> {
  const status = await takeTicket(transaction, ticketId);
  if (status === null) return null;
  // read once it is taken: a merger that is undone takes them away
  const roles = await rolesIn(transaction, ticketId, requesterId);
  if (roles.length === 0) return null;
  const acts = await undeliveredActs(transaction, ticketId);
  const { backendId, ref } = await primaryLinkOf(transaction, ticketId);
  return {
    roles,
    backendId,
    ref,
    status: acts.reduce((reached, act) => statusAfter(act, reached) ?? reached, status),
  };
}

/** Returns the undelivered acts of tier 1, which decides the status. */
async function undeliveredActs(db: Database, ticketId: string): Promise<TicketAct[]> {
  const rows = await selectActsUnderWay(db)
    .select('delivery.content')
    .where('link.ticketId', '=', ticketId)
    .where('link.tier', '=', 1)
    .execute();
  return rows.map(({ content }) => CONTENTS.transition.parse(JSON.parse(content)).act);
}

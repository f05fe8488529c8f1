// A ticket as intake judges commands by it: what the writer is in it, and the status that accepted acts will lead to.

import type { TicketStatus } from '../../contract/primitives.ts';
import { type Participation, statusAfter, type TicketAct } from '../../contract/ticket.ts';
import { CONTENTS } from '../delivery/content.ts';
import type { Database } from '../storage/schema.ts';
import { homeOf } from '../tickets/links.ts';
import { rolesIn } from '../tickets/participants.ts';
import { selectActsUnderWay } from '../tickets/unsettled.ts';

export interface TicketState {
  roles: readonly Participation[];
  /** what it will be once the acts that were accepted before are delivered */
  status: TicketStatus;
  /** where it lives */
  backendId: string;
}

/** Null for somebody who takes no part in it, whether or not there is such a ticket. */
export async function readTicketState(
  db: Database,
  ticketId: string,
  requesterId: string,
): Promise<TicketState | null> {
  const roles = await rolesIn(db, ticketId, requesterId);
  if (roles.length === 0) return null;
  const { status } = await db
    .selectFrom('ticket')
    .select('status')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const acts = await undeliveredActs(db, ticketId);
  const { backendId } = await homeOf(db, ticketId);
  return {
    roles,
    backendId,
    status: acts.reduce((reached, act) => statusAfter(act, reached) ?? reached, status),
  };
}

/** Those of tier 1, which decides the status. */
async function undeliveredActs(db: Database, ticketId: string): Promise<TicketAct[]> {
  const rows = await selectActsUnderWay(db)
    .select('delivery.content')
    .where('link.ticketId', '=', ticketId)
    .where('link.tier', '=', 1)
    .execute();
  return rows.map(({ content }) => CONTENTS.transition.parse(JSON.parse(content)).act);
}

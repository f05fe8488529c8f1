// A ticket as intake judges commands by it: what the writer is in it, and the status that accepted acts will lead to.
import { ActOnTicket } from '../../contract/sync.ts';
import { type Participation, statusAfter } from '../../contract/ticket.ts';
import type { TicketStatus } from '../../contract/words.ts';
import type { Database } from '../storage/schema.ts';
import { rolesIn } from '../updates/participants.ts';

export interface TicketState {
  roles: readonly Participation[];
  /** what it will be once the acts that were accepted before are delivered */
  status: TicketStatus;
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
  return { roles, status: acts.reduce((reached, act) => statusAfter(act, reached) ?? reached, status) };
}

async function undeliveredActs(db: Database, ticketId: string): Promise<ActOnTicket['act'][]> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('command', 'command.key', 'delivery.key')
    .select('command.body')
    .where('delivery.ticketId', '=', ticketId)
    .where('delivery.operation', '=', 'act-on-ticket')
    .where('delivery.state', '!=', 'done')
    .orderBy('delivery.ordinal')
    .execute();
  return rows.map(({ body }) => ActOnTicket.parse(JSON.parse(body ?? '')).act);
}

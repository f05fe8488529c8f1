// Who is told that something changed. The event streams of http implement it; nothing is said before its commit.
import type { ConsoleEvent } from '../../contract/console.ts';
import type { Database } from '../storage/schema.ts';

export interface Announce {
  /** these agents have something to read at their next sync */
  agents(agentIds: readonly string[]): void;
  /** these agents may no longer listen */
  dismiss(agentIds: readonly string[]): void;
  /** this list of the console is worth reading again */
  console(list: ConsoleEvent): void;
}

/** The ids of every agent through which this requester writes. */
export async function agentsOfRequester(db: Database, requesterId: string): Promise<string[]> {
  const rows = await db.selectFrom('agent').select('id').where('requesterId', '=', requesterId).execute();
  return rows.map((row) => row.id);
}

/** Tells the requester's agents and the console that a ticket changed. Called after the commit. */
export async function announceTicket(db: Database, announce: Announce, ticketId: string): Promise<void> {
  const ticket = await db
    .selectFrom('ticket')
    .select('requesterId')
    .where('id', '=', ticketId)
    .executeTakeFirst();
  if (ticket) announce.agents(await agentsOfRequester(db, ticket.requesterId));
  announce.console('tickets');
}

// Who is told that something changed. The event streams of http implement it; nothing is said before its commit.
import type { ConsoleEvent } from '../../contract/console.ts';
import type { Database } from '../storage/schema.ts';
import { participantIds } from './participants.ts';

export interface Announce {
  /** these agents have something to read at their next sync */
  agents(agentIds: readonly string[]): void;
  /** these agents may no longer listen */
  dismiss(agentIds: readonly string[]): void;
  /** this list of the console is worth reading again */
  console(list: ConsoleEvent): void;
}

/** The ids of every agent through which one of these requesters writes. */
export async function agentsOf(db: Database, requesterIds: readonly string[]): Promise<string[]> {
  if (requesterIds.length === 0) return [];
  const rows = await db.selectFrom('agent').select('id').where('requesterId', 'in', requesterIds).execute();
  return rows.map((row) => row.id);
}

/**
 * Tells the agents of everybody who takes part, and the console, that a ticket changed. Called after the commit.
 * The agent that is just reading the change in its answer is left out.
 */
export async function announceTicket(
  db: Database,
  announce: Announce,
  ticketId: string,
  reading?: string,
): Promise<void> {
  await announceTo(db, announce, await participantIds(db, ticketId), reading);
}

/** As `announceTicket`, for a change that only these requesters can see. */
export async function announceTo(
  db: Database,
  announce: Announce,
  requesterIds: readonly string[],
  reading?: string,
): Promise<void> {
  const agents = await agentsOf(db, requesterIds);
  announce.agents(agents.filter((id) => id !== reading));
  announce.console('tickets');
}

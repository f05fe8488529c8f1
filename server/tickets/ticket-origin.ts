// The origin of a ticket: its device, Windows user and organisation.
import type { Database, Row } from '../storage/schema.ts';

/** Current names, not those at the time of the ticket. */
export interface TicketOrigin {
  /** empty like the user's name for a ticket that came by mail */
  hostname: string;
  userName: string;
  /** name */
  organisation: string;
}

export async function readOrigin(
  db: Database,
  { agentId, organisationId }: Pick<Row<'ticket'>, 'agentId' | 'organisationId'>,
): Promise<TicketOrigin> {
  const { hostname, userName, organisation } = await db
    .selectFrom('organisation')
    .leftJoin('agent', (join) => join.on('agent.id', '=', agentId))
    .select(['agent.hostname', 'agent.userName', 'organisation.name as organisation'])
    .where('organisation.id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return { hostname: hostname ?? '', userName: userName ?? '', organisation };
}

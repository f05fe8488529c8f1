// The origin of a ticket: its device, Windows user and organisation.
import type { Database, Row } from '../storage/schema.ts';

/** Current names, not those at the time of the ticket. */
export interface TicketOrigin {
  hostname: string;
  userName: string;
  /** name */
  organisation: string;
}

export function readOrigin(
  db: Database,
  { agentId, organisationId }: Pick<Row<'ticket'>, 'agentId' | 'organisationId'>,
): Promise<TicketOrigin> {
  return db
    .selectFrom('agent')
    .innerJoin('organisation', (join) => join.on('organisation.id', '=', organisationId))
    .select(['agent.hostname', 'agent.userName', 'organisation.name as organisation'])
    .where('agent.id', '=', agentId)
    .executeTakeFirstOrThrow();
}

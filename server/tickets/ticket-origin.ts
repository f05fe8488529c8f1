// Where a ticket was written: on which device, by which Windows user, and of which organisation.
import type { Database, Row } from '../storage/schema.ts';

/** As it is known now. */
export interface TicketOrigin {
  hostname: string;
  userName: string;
  /** by name */
  organisation: string;
}

export function readOrigin(
  db: Database,
  { agentId, organisationId }: Pick<Row<'ticket'>, 'agentId' | 'organisationId'>,
): Promise<TicketOrigin> {
  return db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .innerJoin('organisation', (join) => join.on('organisation.id', '=', organisationId))
    .select(['device.hostname', 'agent.userName', 'organisation.name as organisation'])
    .where('agent.id', '=', agentId)
    .executeTakeFirstOrThrow();
}

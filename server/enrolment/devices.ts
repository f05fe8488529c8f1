// Devices with their agents, as the console lists them.
import type { AgentRow, DeviceRow } from '../../contract/console.ts';
import type { Database } from '../storage/schema.ts';

/** Returns every device, or those of one organisation, by host name. `isOnline`: the agent has an open event stream. */
export async function listDevices(
  db: Database,
  isOnline: (agentId: string) => boolean,
  organisationId?: string,
): Promise<DeviceRow[]> {
  let devices = db.selectFrom('device').select(['id', 'organisationId', 'hostname', 'os']);
  if (organisationId !== undefined) devices = devices.where('organisationId', '=', organisationId);
  const rows = await devices.orderBy('hostname').orderBy('id').execute();
  const agents = await db
    .selectFrom('agent')
    .leftJoin('requester', 'requester.id', 'agent.requesterId')
    .select([
      'agent.id',
      'agent.deviceId',
      'agent.userName',
      'agent.state',
      'requester.email',
      'requester.fullName',
      'agent.agentVersion',
      'agent.enrolledAt',
      'agent.lastSeenAt',
    ])
    .orderBy('agent.userName')
    .orderBy('agent.id')
    .execute();
  const agentsOf = Map.groupBy(agents, (agent) => agent.deviceId);
  return rows.map((device) => ({
    ...device,
    agents: (agentsOf.get(device.id) ?? []).map(
      ({ deviceId: _, ...agent }): AgentRow => ({ ...agent, online: isOnline(agent.id) }),
    ),
  }));
}

// Which devices were cloned from one disk: computers that report one machine id, and call in the same time.
import type { Database, Row } from '../storage/schema.ts';
import type { LastSeen } from './last-seen.ts';

/** More are not named. */
const MOST_NAMED = 20;

/**
 * Returns the names of the other computers that report the machine id of each device, by its id. One that came when the other called no
 * more is the same computer under another name. An agent that nobody has accepted marks its own device alone.
 */
export async function readClones(
  db: Database,
  lastSeen: Pick<LastSeen, 'of'>,
  devices: readonly Pick<Row<'device'>, 'organisationId' | 'machineId'>[],
): Promise<ReadonlyMap<string, string[]>> {
  if (devices.length === 0) return new Map();
  const agents = await db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select(['device.id as deviceId', 'device.organisationId', 'device.machineId', 'device.hostname'])
    .select(['agent.id', 'agent.acceptedAt', 'agent.enrolledAt', 'agent.lastSeenAt'])
    .where(
      'device.organisationId',
      'in',
      devices.map(({ organisationId }) => organisationId),
    )
    .where(
      'device.machineId',
      'in',
      devices.map(({ machineId }) => machineId),
    )
    .where('agent.state', '!=', 'retired')
    .orderBy('device.hostKey')
    .execute();
  const seen = agents.map((agent) => ({
    ...agent,
    machine: JSON.stringify([agent.organisationId, agent.machineId]),
    lastSeenAt: lastSeen.of(agent.id) ?? agent.lastSeenAt,
  }));
  const clones = new Map<string, Set<string>>();
  for (const sharing of Map.groupBy(seen, ({ machine }) => machine).values())
    for (const one of sharing)
      for (const other of sharing) {
        const isClone =
          one.deviceId !== other.deviceId &&
          other.acceptedAt !== null &&
          one.enrolledAt < other.lastSeenAt &&
          other.enrolledAt < one.lastSeenAt;
        if (!isClone) continue;
        const names = clones.get(one.deviceId) ?? new Set();
        clones.set(one.deviceId, names.add(other.hostname));
      }
  return new Map([...clones].map(([id, names]) => [id, [...names].slice(0, MOST_NAMED)]));
}

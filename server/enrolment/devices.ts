// Devices: found or created at enrolment, and named; and what tells two states of an agent apart. Computers cloned from one disk
// report one machine id: each is a device of its own, by its host name (docs/adr/0114).
import type { AgentIdentity } from '../../contract/enrolment.ts';
import { fold } from '../../contract/fold.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Returns the id of the device. A known one keeps its accepted name. A clone of a known one gets a device of its own. */
export async function findOrCreateDevice(
  transaction: Database,
  { clock, chance }: { clock: Clock; chance: Chance },
  organisationId: string,
  { machineId, hostname }: Pick<AgentIdentity, 'machineId' | 'hostname'>,
): Promise<string> {
  const known = deviceAmong(await readComputers(transaction, [organisationId], [machineId]), hostname);
  if (known) return known.id;
  const id = chance.id();
  await transaction
    .insertInto('device')
    .values({ id, organisationId, machineId, ...nameOfDevice(hostname), createdAt: instantFrom(clock) })
    .execute();
  return id;
}

/** A device, with what tells it from its clones. */
export interface Computer extends Pick<Row<'device'>, 'id' | 'organisationId' | 'machineId' | 'hostKey'> {
  /** folded names that accepted agents report, as after a change of the name */
  reported: ReadonlySet<string>;
}

/** Reads the devices with one of these machine ids, the first one first. */
export async function readComputers(
  db: Database,
  organisationIds: readonly string[],
  machineIds: readonly string[],
): Promise<Computer[]> {
  if (machineIds.length === 0) return [];
  const rows = await db
    .selectFrom('device')
    .leftJoin('agent', (join) =>
      join.onRef('agent.deviceId', '=', 'device.id').on('agent.state', '!=', 'retired'),
    )
    .select(['device.id', 'device.organisationId', 'device.machineId', 'device.hostKey'])
    .select(['agent.hostname', 'agent.acceptedAt'])
    .where('device.organisationId', 'in', organisationIds)
    .where('device.machineId', 'in', machineIds)
    .orderBy('device.createdAt')
    .orderBy('device.id')
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((agents) => {
    const [device] = agents;
    if (!device) return [];
    const { id, organisationId, machineId, hostKey } = device;
    const reported = agents.flatMap(({ hostname, acceptedAt }) =>
      hostname !== null && acceptedAt !== null ? [fold(hostname)] : [],
    );
    return { id, organisationId, machineId, hostKey, reported: new Set(reported) };
  });
}

/**
 * Returns which of the devices with one machine id has this host name, or null where the name is that of another computer. A name that
 * was accepted goes before one that an agent reports.
 */
export function deviceAmong(computers: readonly Computer[], hostname: string): Computer | null {
  const name = fold(hostname);
  return (
    computers.find(({ hostKey }) => hostKey === name) ??
    computers.find(({ reported }) => reported.has(name)) ??
    null
  );
}

/** Returns the accepted name as it is stored. */
export function nameOfDevice(hostname: string): { hostname: string; hostKey: string } {
  return { hostname, hostKey: fold(hostname) };
}

/** Returns what changes with the state of the agent and with what it claims, so that nobody accepts what they have not seen. */
export function revisionOf({
  state,
  deviceId,
  sid,
  userName,
  upn,
  hostname,
  claim,
  claimedProof,
}: Pick<
  Row<'agent'>,
  'state' | 'deviceId' | 'sid' | 'userName' | 'upn' | 'hostname' | 'claim' | 'claimedProof'
>): string {
  return sha256(JSON.stringify([state, deviceId, sid, userName, upn, hostname, claim, claimedProof]));
}

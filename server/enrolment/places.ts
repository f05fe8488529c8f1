// The places of agents: one Windows user of one device. One agent is active in each at most.
import { fold } from '../../contract/fold.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Claim, parseClaim } from './claim.ts';
import { type Computer, deviceAmong, readComputers } from './devices.ts';

export interface Place {
  /** of a device that a claim would make, no id of any */
  deviceId: string;
  sid: string;
}

export type Placed = Place & Pick<Row<'agent'>, 'id' | 'hostname' | 'claim'>;

export const keyOf = ({ deviceId, sid }: Place): string => JSON.stringify([deviceId, sid]);

/** Returns by the agent's id the place that each has, or would get with what it claims. */
export async function readPlaces(
  db: Database,
  agents: readonly Placed[],
): Promise<ReadonlyMap<string, Place>> {
  const claims = agents.map(({ claim }) => parseClaim(claim)).filter((claim) => claim !== null);
  const computers = await readComputers(
    db,
    claims.map(({ organisationId }) => organisationId),
    claims.map(({ machineId }) => machineId),
  );
  const placeOf = ({ deviceId, sid, hostname, claim: stored }: Placed): Place => {
    const claim = parseClaim(stored);
    return claim
      ? { deviceId: claimedDevice(computers, claim, hostname), sid: claim.sid }
      : { deviceId, sid };
  };
  return new Map(agents.map((agent) => [agent.id, placeOf(agent)]));
}

/** Two agents can claim the same device that is not there yet. */
function claimedDevice(
  computers: readonly Computer[],
  { organisationId, machineId }: Claim,
  hostname: string,
): string {
  const same = computers.filter(
    (computer) => computer.organisationId === organisationId && computer.machineId === machineId,
  );
  return deviceAmong(same, hostname)?.id ?? JSON.stringify([organisationId, machineId, fold(hostname)]);
}

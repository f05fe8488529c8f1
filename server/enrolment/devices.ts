// Devices: found or created at enrolment, and named; and what tells two states of an agent apart.
import type { AgentIdentity } from '../../contract/enrolment.ts';
import { fold } from '../../contract/fold.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Returns the id of the device. A known one keeps its accepted name. */
export async function findOrCreateDevice(
  transaction: Database,
  { clock, chance }: { clock: Clock; chance: Chance },
  organisationId: string,
  { machineId, hostname }: Pick<AgentIdentity, 'machineId' | 'hostname'>,
): Promise<string> {
  const known = await transaction
    .selectFrom('device')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('machineId', '=', machineId)
    .executeTakeFirst();
  if (known) return known.id;
  const id = chance.id();
  await transaction
    .insertInto('device')
    .values({ id, organisationId, machineId, ...nameOfDevice(hostname), createdAt: instantFrom(clock) })
    .execute();
  return id;
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

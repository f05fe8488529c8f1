// Devices with their agents: found or created at enrolment, and listed for the console.
import type { AgentRow, ClaimedChange, DeviceRow } from '../../contract/console.ts';
import type { AgentIdentity } from '../../contract/enrolment.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';
import { changesOf, parseClaim } from './claim.ts';
import { parseProofClaim, proofChange } from './proof-claim.ts';

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
    .values({ id, organisationId, machineId, hostname, createdAt: instantFrom(clock) })
    .execute();
  return id;
}

/** Returns what changes whenever the agent claims something else, so that nobody accepts what they have not seen. */
export function revisionOf({
  deviceId,
  sid,
  userName,
  upn,
  hostname,
  claim,
  claimedProof,
}: Pick<
  Row<'agent'>,
  'deviceId' | 'sid' | 'userName' | 'upn' | 'hostname' | 'claim' | 'claimedProof'
>): string {
  return sha256(JSON.stringify([deviceId, sid, userName, upn, hostname, claim, claimedProof]));
}

/** Returns every device, or those of one organisation, by host name. `isOnline`: the agent has an open event stream. */
export async function listDevices(
  db: Database,
  isOnline: (agentId: string) => boolean,
  organisationId?: string,
): Promise<DeviceRow[]> {
  let devices = db.selectFrom('device').select(['id', 'organisationId', 'machineId', 'hostname']);
  if (organisationId !== undefined) devices = devices.where('organisationId', '=', organisationId);
  const rows = await devices.orderBy('hostname').orderBy('id').execute();
  const organisations = await db.selectFrom('organisation').select(['id', 'name']).execute();
  const names = new Map(organisations.map(({ id, name }) => [id, name]));
  const agentsOf = Map.groupBy(await readAgents(db), (agent) => agent.deviceId);
  return rows.map((device) => {
    const agents = agentsOf.get(device.id) ?? [];
    return {
      id: device.id,
      organisationId: device.organisationId,
      hostname: device.hostname,
      os: agents.toSorted(byTrust)[0]?.os ?? '',
      agents: agents.map(
        (agent): AgentRow => ({
          id: agent.id,
          userName: agent.userName,
          claims: claimsOf(device, agent, (id) => names.get(id) ?? id),
          revision: revisionOf(agent),
          replaces: agent.state === 'waiting' && agents.some((other) => isInPlaceOf(other, agent)),
          state: agent.state,
          departure: agent.departure,
          email: agent.email,
          fullName: agent.fullName,
          agentVersion: agent.agentVersion,
          enrolledAt: agent.enrolledAt,
          lastSeenAt: agent.lastSeenAt,
          online: isOnline(agent.id),
        }),
      ),
    };
  });
}

function readAgents(db: Database) {
  return db
    .selectFrom('agent')
    .leftJoin('requester', 'requester.id', 'agent.requesterId')
    .selectAll('agent')
    .select(['requester.email', 'requester.fullName'])
    .orderBy('agent.userName')
    .orderBy('agent.id')
    .execute();
}

function claimsOf(
  device: Pick<Row<'device'>, 'organisationId' | 'machineId' | 'hostname'>,
  agent: Row<'agent'>,
  nameOf: (organisationId: string) => string,
): ClaimedChange[] {
  const { organisationId, machineId, hostname } = device;
  const { sid, userName, upn } = agent;
  const claim = parseClaim(agent.claim);
  const changes = claim ? changesOf({ organisationId, machineId, sid, userName, upn }, claim, nameOf) : [];
  const proof = parseProofClaim(agent.claimedProof);
  if (proof) changes.push(proofChange(proof));
  if (agent.hostname === hostname) return changes;
  return [...changes, { what: 'hostname', from: hostname, to: agent.hostname }];
}

/** An active agent speaks for its device before others, then the one seen last. */
function byTrust(one: Row<'agent'>, other: Row<'agent'>): number {
  const active = Number(other.state === 'active') - Number(one.state === 'active');
  return active || other.lastSeenAt.localeCompare(one.lastSeenAt);
}

function isInPlaceOf(other: Row<'agent'>, { id, sid }: Row<'agent'>): boolean {
  return other.id !== id && other.sid === sid && other.state === 'active';
}

// Devices with their agents: found or created at enrolment, and listed for the console.
import type { AgentRow, ClaimedChange, DeviceRow } from '../../contract/console.ts';
import type { AgentIdentity } from '../../contract/enrolment.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';
import { changesOf, parseClaim, placeOf } from './claim.ts';
import type { LastSeen } from './last-seen.ts';
import { parseProofClaim, proofChange, waitsForAccount } from './proof-claim.ts';

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

/** Returns every device, or those of one organisation, by host name. `isOnline`: the agent has an open event stream. */
export async function listDevices(
  db: Database,
  isOnline: (agentId: string) => boolean,
  lastSeen: Pick<LastSeen, 'of'>,
  organisationId?: string,
): Promise<DeviceRow[]> {
  const devices = await db
    .selectFrom('device')
    .select(['id', 'organisationId', 'machineId', 'hostname'])
    .orderBy('hostname')
    .orderBy('id')
    .execute();
  const rows = devices.filter((row) => organisationId === undefined || row.organisationId === organisationId);
  const organisations = await db.selectFrom('organisation').select(['id', 'name']).execute();
  const names = new Map(organisations.map(({ id, name }) => [id, name]));
  const agentsOf = Map.groupBy(await readAgents(db), (agent) => agent.deviceId);
  const holders = new Map(devices.flatMap((device) => holdersOf(device, agentsOf.get(device.id) ?? [])));
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
          replaces: isReplacing(device, agent, holders),
          state: agent.state,
          departure: agent.departure,
          email: agent.email,
          fullName: agent.fullName,
          agentVersion: agent.agentVersion,
          enrolledAt: agent.enrolledAt,
          lastSeenAt: lastSeen.of(agent.id) ?? agent.lastSeenAt,
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

type Place = Pick<Row<'device'>, 'organisationId' | 'machineId'>;

/** The places of a device with the agent that has each: active, suspended, or waiting for a decision about its account. */
function holdersOf(device: Place, agents: readonly Row<'agent'>[]): (readonly [place: string, id: string])[] {
  return agents
    .filter((agent) => agent.state === 'active' || agent.state === 'suspended' || waitsForAccount(agent))
    .map((agent) => [placeOf({ ...device, sid: agent.sid, claim: null }), agent.id]);
}

/** Whether activating this agent retires another one. */
function isReplacing(
  device: Place,
  { id, state, sid, claim }: Row<'agent'>,
  holders: ReadonlyMap<string, string>,
): boolean {
  const holder = holders.get(placeOf({ ...device, sid, claim }));
  return (state === 'waiting' || state === 'suspended') && holder !== undefined && holder !== id;
}

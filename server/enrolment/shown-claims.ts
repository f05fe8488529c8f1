// What the list shows of agents that claim another identity or place, beside what was accepted.
import type { ClaimedChange, StaffScope } from '../../contract/console.ts';
import { inScope } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';
import { changesOf, parseClaim, placeOf } from './claim.ts';
import { parseProofClaim, proofChange, waitsForAccount } from './proof-claim.ts';

/** Returns what the agent claims, as old > new. `nameOf` names an organisation. */
export function claimsOf(
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

/** Returns the name of each organisation that one of the agents claims; a dash for one beyond the scope. */
export async function readNames(
  db: Database,
  scope: StaffScope,
  agents: readonly Row<'agent'>[],
): Promise<(id: string) => string> {
  const claiming = agents.some(({ claim }) => claim !== null);
  const named = db.selectFrom('organisation').select(['id', 'name']).where(inScope(scope, 'organisation.id'));
  const rows = claiming ? await named.execute() : [];
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '–';
}

type Place = Pick<Row<'device'>, 'organisationId' | 'machineId'>;
type Placed = Place & Pick<Row<'agent'>, 'id' | 'sid' | 'state' | 'claim' | 'claimedProof'>;

/**
 * Returns the places that these agents have or claim, each with the agent that has it: active, suspended, or waiting for a
 * decision about its account.
 */
export async function readHolders(
  db: Database,
  agents: readonly Placed[],
): Promise<ReadonlyMap<string, string>> {
  const claims = agents.map(({ claim }) => parseClaim(claim)).filter((claim) => claim !== null);
  const others = claims.length === 0 ? [] : await readPlaced(db, claims);
  return new Map(
    [...agents, ...others]
      .filter((agent) => agent.state === 'active' || agent.state === 'suspended' || waitsForAccount(agent))
      .map((agent) => [placeOf({ ...agent, claim: null }), agent.id]),
  );
}

/** Reads the agents of the devices that are claimed. */
function readPlaced(db: Database, claimed: readonly Place[]): Promise<Placed[]> {
  return db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select(['agent.id', 'agent.sid', 'agent.state', 'agent.claim', 'agent.claimedProof'])
    .select(['device.organisationId', 'device.machineId'])
    .where(
      'device.organisationId',
      'in',
      claimed.map(({ organisationId }) => organisationId),
    )
    .where(
      'device.machineId',
      'in',
      claimed.map(({ machineId }) => machineId),
    )
    .execute();
}

/** Whether activating this agent retires another one. */
export function isReplacing({ id, state, ...placed }: Placed, holders: ReadonlyMap<string, string>): boolean {
  const holder = holders.get(placeOf(placed));
  return (state === 'waiting' || state === 'suspended') && holder !== undefined && holder !== id;
}

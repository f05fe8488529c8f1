// What the list shows of agents that claim another identity or place, beside what was accepted.
import type { ClaimedChange, StaffScope } from '../../contract/console.ts';
import { inScope } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';
import { changesOf, parseClaim } from './claim.ts';
import { type Placed as InPlace, keyOf, readPlaces } from './places.ts';
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

type Placed = InPlace & Pick<Row<'agent'>, 'state' | 'claimedProof'>;

/**
 * Returns those of the agents whose activation retires another one, which has their place: active, suspended, or waiting for a
 * decision about its account.
 */
export async function readReplacing(db: Database, agents: readonly Placed[]): Promise<ReadonlySet<string>> {
  const places = await readPlaces(db, agents);
  const claimed = agents
    .filter(({ claim }) => claim !== null)
    .map(({ id }) => places.get(id)?.deviceId ?? '');
  const others = claimed.length === 0 ? [] : await readAgentsOf(db, claimed);
  const holders = new Map(
    [...agents, ...others]
      .filter((agent) => agent.state === 'active' || agent.state === 'suspended' || waitsForAccount(agent))
      .map((agent) => [keyOf(agent), agent.id]),
  );
  const isReplacing = ({ id, state }: Placed) => {
    const place = places.get(id);
    const holder = place && holders.get(keyOf(place));
    return (state === 'waiting' || state === 'suspended') && holder !== undefined && holder !== id;
  };
  return new Set(agents.filter(isReplacing).map(({ id }) => id));
}

function readAgentsOf(db: Database, deviceIds: readonly string[]): Promise<Placed[]> {
  return db
    .selectFrom('agent')
    .select(['id', 'deviceId', 'sid', 'hostname', 'state', 'claim', 'claimedProof'])
    .where('deviceId', 'in', deviceIds)
    .execute();
}

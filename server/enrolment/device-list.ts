// The list of devices with their agents, in pages.
import type { ExpressionBuilder } from 'kysely';
import type {
  AgentFilter,
  AgentRow,
  DevicePage,
  DeviceQuery,
  DeviceRow,
  StaffScope,
} from '../../contract/console.ts';
import { hasWords, wordsOf } from '../../contract/fold.ts';
import type { AgentState } from '../../contract/primitives.ts';
import type { Clock } from '../clock.ts';
import { inScope } from '../staff/scope.ts';
import type { Database, Row, Schema } from '../storage/schema.ts';
import { matchesFilter } from './agent-filter.ts';
import { readClones } from './clones.ts';
import { copiesOf } from './copies.ts';
import { revisionOf } from './devices.ts';
import type { LastSeen } from './last-seen.ts';
import { claimsOf, readNames, readReplacing } from './shown-claims.ts';

/** Devices of a page. */
const PAGE = 50;

// Agents that wait for activation come first: they are why IT opens the list.
const RANK: Record<AgentState, number> = { waiting: 0, active: 1, suspended: 2, retired: 3 };

/** What the list shows that is in memory. */
interface Presence {
  /** those of the agents that have an open event stream */
  onlineOf(agentIds: readonly string[]): Promise<ReadonlySet<string>>;
  lastSeen: Pick<LastSeen, 'of'>;
  clock: Clock;
}

/**
 * Returns at most 50 devices by host name, those with a waiting agent first, each with the agents that match; after a
 * filter by state or words, by host name alone. All are of organisations of the scope. An invalid position `after` starts at the first page.
 */
export async function listDevices(
  db: Database,
  presence: Presence,
  { after, ...filter }: DeviceQuery,
  scope: StaffScope,
): Promise<DevicePage> {
  const found = await readDevices(db, { ...filter, scope }, parsePosition(after));
  const devices = found.slice(0, PAGE);
  const last = devices.at(-1);
  const rows = await withAgents(db, presence, { ...filter, scope }, devices);
  return { devices: rows, next: found.length > PAGE && last ? positionOf(last) : null };
}

/** `part`: 0 is the devices with a waiting agent, 1 all others. A filtered list has part 1 only. */
type Position = { part: number; hostKey: string; id: string };
/** What is listed. */
interface Wanted extends AgentFilter {
  scope: StaffScope;
}

type Listed = Pick<Row<'device'>, 'id' | 'organisationId' | 'machineId' | 'hostname' | 'hostKey'> & {
  part: number;
};

const positionOf = ({ part, hostKey, id }: Position) => `${part}_${id}_${hostKey}`;

function parsePosition(after: string | undefined): Position {
  const [, part, id = '', hostKey = ''] = /^([01])_([^_]+)_(.*)$/su.exec(after ?? '') ?? [];
  return { part: Number(part ?? 0), id, hostKey };
}

/** Returns one device more than a page has, where there is one. */
async function readDevices(db: Database, filter: Wanted, from: Position): Promise<Listed[]> {
  const { organisationId, state, search, scope } = filter;
  if (state !== undefined || wordsOf(search).length > 0) {
    return readPart(db, filter, from, 1, ({ eb, selectFrom }) =>
      eb('device.id', 'in', selectFrom('agent').select('agent.deviceId').where(matchesFilter(filter, scope))),
    );
  }
  const waiting = matchesFilter({ organisationId, state: 'waiting', search: '' }, scope);
  const first =
    from.part === 0
      ? await readPart(db, filter, from, 0, ({ eb, selectFrom }) =>
          eb('device.id', 'in', selectFrom('agent').select('agent.deviceId').where(waiting)),
        )
      : [];
  if (first.length > PAGE) return first;
  const start = from.part === 0 ? { part: 1, hostKey: '', id: '' } : from;
  const others = await readPart(db, filter, start, 1, ({ and, exists, not, selectFrom }) => {
    const own = selectFrom('agent').select('agent.id').whereRef('agent.deviceId', '=', 'device.id');
    return and([exists(own), not(exists(own.where('agent.state', '=', 'waiting')))]);
  });
  return [...first, ...others].slice(0, PAGE + 1);
}

async function readPart(
  db: Database,
  { organisationId, scope }: Wanted,
  { hostKey, id }: Position,
  part: number,
  condition: (device: ExpressionBuilder<Schema, 'device'>) => ReturnType<typeof device.and>,
): Promise<Listed[]> {
  const rows = await db
    .selectFrom('device')
    .select(['device.id', 'device.organisationId', 'device.machineId', 'device.hostname', 'device.hostKey'])
    .where(({ eb, refTuple, tuple }) => eb(refTuple('device.hostKey', 'device.id'), '>', tuple(hostKey, id)))
    .$if(organisationId !== undefined, (query) =>
      query.where('device.organisationId', '=', organisationId ?? ''),
    )
    .where(inScope(scope, 'device.organisationId'))
    .where(condition)
    .orderBy('device.hostKey')
    .orderBy('device.id')
    .limit(PAGE + 1)
    .execute();
  return rows.map((row) => ({ ...row, part }));
}

type AgentOfDevice = Awaited<ReturnType<typeof readAgents>>[number];

async function withAgents(
  db: Database,
  { onlineOf, lastSeen, clock }: Presence,
  filter: Wanted,
  devices: readonly Listed[],
): Promise<DeviceRow[]> {
  const agentsOf = Map.groupBy(
    await readAgents(
      db,
      devices.map(({ id }) => id),
    ),
    ({ deviceId }) => deviceId,
  );
  const placed = devices.flatMap(({ id }) => agentsOf.get(id) ?? []);
  const nameOf = await readNames(db, filter.scope, placed);
  const replacing = await readReplacing(db, placed);
  const clones = await readClones(db, lastSeen, devices);
  const online = await onlineOf(placed.map(({ id }) => id));
  return devices.map((device) => {
    const agents = agentsOf.get(device.id) ?? [];
    const row = (agent: AgentOfDevice): AgentRow => ({
      id: agent.id,
      userName: agent.userName,
      claims: claimsOf(device, agent, nameOf),
      revision: revisionOf(agent),
      replaces: replacing.has(agent.id),
      copies: agent.pool === 1 ? [] : copiesOf(clock, agent),
      state: agent.state,
      departure: agent.departure,
      email: agent.email,
      fullName: agent.fullName,
      agentVersion: agent.agentVersion,
      enrolledAt: agent.enrolledAt,
      lastSeenAt: lastSeen.of(agent.id) ?? agent.lastSeenAt,
      online: online.has(agent.id),
    });
    return {
      id: device.id,
      organisationId: device.organisationId,
      hostname: device.hostname,
      os: agents.toSorted(byTrust)[0]?.os ?? '',
      clones: clones.get(device.id) ?? [],
      agents: shownOf(filter, device, agents).map(row),
    };
  });
}

/** A device whose host name matches shows all its users. */
function shownOf({ state, search }: AgentFilter, device: Listed, agents: readonly AgentOfDevice[]) {
  const words = wordsOf(search);
  const isNamed = hasWords(device.hostKey, words);
  return agents
    .filter((agent) => state === undefined || agent.state === state)
    .filter(
      ({ nameKey, searchText }) => isNamed || hasWords(nameKey, words) || hasWords(searchText ?? '', words),
    )
    .sort((one, other) => RANK[one.state] - RANK[other.state]);
}

function readAgents(db: Database, deviceIds: readonly string[]) {
  return (
    db
      .selectFrom('agent')
      .leftJoin('requester', 'requester.id', 'agent.requesterId')
      .leftJoin('enrolmentKey', 'enrolmentKey.id', 'agent.enrolmentKeyId')
      .selectAll('agent')
      // whose secret travels with a person among session hosts, perhaps to two at a time
      .select('enrolmentKey.pool')
      .select(['requester.email', 'requester.fullName', 'requester.searchText'])
      .where('agent.deviceId', 'in', deviceIds)
      .orderBy('agent.nameKey')
      .orderBy('agent.id')
      .execute()
  );
}

/** An active agent speaks for its device before others, then the one seen last. */
function byTrust(one: Row<'agent'>, other: Row<'agent'>): number {
  const active = Number(other.state === 'active') - Number(one.state === 'active');
  return active || other.lastSeenAt.localeCompare(one.lastSeenAt);
}

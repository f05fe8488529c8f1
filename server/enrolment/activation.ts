// Activates, suspends and retires agents, asks them to delete their data, and accepts what they claim: selected ones, or all
// that match, such as those of a whole organisation.
import {
  AGENTS_PER_ACT,
  type AgentFilter,
  type ChangeAgentState,
  type ChangedAgents,
  type Staff,
  type StaffScope,
} from '../../contract/console.ts';
import { fold } from '../../contract/fold.ts';
import type { AgentState } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import { inScope, reaches } from '../staff/scope.ts';
import type { Database } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { matchesFilter } from './agent-filter.ts';
import { parseClaim } from './claim.ts';
import { findOrCreateDevice, revisionOf } from './devices.ts';
import { organisationExists } from './organisations.ts';
import { keyOf, type Placed, readPlaces } from './places.ts';
import { acceptProof, parseProofClaim } from './proof-claim.ts';
import { acceptName, retireOthers } from './replace.ts';

type Act = ChangeAgentState['act'];

const ACTS_ON: Record<Act, readonly AgentState[]> = {
  activate: ['waiting', 'suspended'],
  suspend: ['waiting', 'active'],
  retire: ['waiting', 'active', 'suspended'],
  'accept-name': ['active'],
  erase: ['waiting', 'active', 'suspended', 'retired'],
};

export interface ActivationParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
}

/**
 * Carries the act out on the selected agents of the caller's organisations in whose state it is possible; on at most 1000 in one transaction, `next` goes
 * on. An agent that claims another's place or another identity is activated only by its id, never because it matches: what
 * an agent claims was shown for the agents of a page only. One that claims an organisation beyond the caller's stays as it is.
 */
export async function changeAgentState(
  parts: ActivationParts,
  { id: staffId, organisationIds: scope }: Pick<Staff, 'id' | 'organisationIds'>,
  { act, selection }: ChangeAgentState,
): Promise<Result<ChangedAgents>> {
  const { db, announce } = parts;
  const result = await db.transaction().execute(async (transaction) => {
    const filter = filterOf(selection);
    const organisationId = filter?.organisationId;
    if (organisationId !== undefined) {
      const isThere =
        reaches(scope, organisationId) && (await organisationExists(transaction, organisationId));
      if (!isThere) return err('not-found');
    }
    const found = await readSelected(transaction, act, selection, scope);
    const agents = found.slice(0, AGENTS_PER_ACT);
    const next = found.length > agents.length ? agents.at(-1)?.id : undefined;
    const decided = (await withoutUndecided(transaction, act, selection, agents)).filter(
      ({ claim }) => act !== 'activate' || claimsWithin(claim, scope),
    );
    const changed: string[] = [];
    const retired: string[] = [];
    const unconfirmed: string[] = [];
    for (const agent of decided) {
      const others = await carryOut(transaction, parts, staffId, act, agent);
      if (others === null) continue;
      changed.push(agent.id);
      retired.push(...others.retired);
      unconfirmed.push(...others.unconfirmed);
    }
    const organisations = new Set(decided.map(({ organisationId }) => organisationId));
    const others = { retired, unconfirmed, organisations };
    return ok({ changed, ...others, undecided: agents.length - changed.length, next });
  });
  if (!result.ok) return result;
  const { changed, retired, unconfirmed, organisations, undecided, next } = result.value;
  announce.agents([...new Set([...changed, ...retired, ...unconfirmed])]);
  announce.dismiss(retired);
  for (const id of changed.length > 0 ? organisations : []) announce.console('devices', id);
  return ok({ changed: changed.length, undecided, ...(next !== undefined && { next }) });
}

/** Returns which agents match, or null for a selection by ids. */
function filterOf(selection: ChangeAgentState['selection']): AgentFilter | null {
  if ('matching' in selection) return selection.matching;
  return 'organisationId' in selection ? { organisationId: selection.organisationId, search: '' } : null;
}

type Selected = Awaited<ReturnType<typeof readSelected>>[number];

/** Returns one agent more than an act considers, where there is one. */
function readSelected(db: Database, act: Act, selection: ChangeAgentState['selection'], scope: StaffScope) {
  const possible = db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .selectAll('agent')
    .select(['device.hostname as deviceName', 'device.organisationId', 'device.machineId'])
    .where('agent.state', 'in', ACTS_ON[act])
    .where('agent.departure', 'is', null)
    .where(inScope(scope, 'device.organisationId'))
    .$if(act === 'accept-name', (query) => query.whereRef('agent.hostname', '!=', 'device.hostname'))
    .orderBy('agent.id')
    .limit(AGENTS_PER_ACT + 1);
  if ('agentIds' in selection) return possible.where('agent.id', 'in', selection.agentIds).execute();
  const { after = '' } = selection;
  const filter = filterOf(selection) ?? { search: '' };
  return possible.where('agent.id', '>', after).where(matchesFilter(filter, scope)).execute();
}

/**
 * Returns those about which staff have decided: one by one and as they were shown, or because they claim nothing. Of several in
 * one place, one can be activated: staff say which.
 */
async function withoutUndecided(
  db: Database,
  act: Act,
  selection: ChangeAgentState['selection'],
  agents: readonly Selected[],
): Promise<readonly Selected[]> {
  if (act !== 'activate' && act !== 'accept-name') return agents;
  if (!('agentIds' in selection)) return act === 'activate' ? withoutClaims(db, agents) : agents;
  const { revisions } = selection;
  const asShown = revisions ? agents.filter((agent) => revisions[agent.id] === revisionOf(agent)) : agents;
  return act === 'activate' ? aloneIn(await readPlaces(db, agents), agents, asShown) : asShown;
}

/** Whether what an agent claims, if anything, is of an organisation of the scope. */
function claimsWithin(claim: string | null, scope: StaffScope): boolean {
  const claimed = parseClaim(claim);
  return claimed === null || reaches(scope, claimed.organisationId);
}

/** Returns those that claim what was accepted, for a Windows user without another agent. */
async function withoutClaims(db: Database, agents: readonly Selected[]): Promise<Selected[]> {
  if (agents.length === 0) return [];
  const deviceIds = [...new Set(agents.map(({ deviceId }) => deviceId))];
  const present = await db
    .selectFrom('agent')
    .select(['id', 'deviceId', 'sid', 'hostname', 'claim'])
    .where('state', '!=', 'retired')
    // in their places are agents of their devices, and those elsewhere that claim to be there
    .where(({ eb, or }) => or([eb('deviceId', 'in', deviceIds), eb('claim', 'is not', null)]))
    .execute();
  const claimNothing = agents.filter(({ claim, claimedProof }) => claim === null && claimedProof === null);
  return aloneIn(await readPlaces(db, present), present, claimNothing);
}

/** Returns those of the agents that share their place with none of the others. */
function aloneIn(
  places: Awaited<ReturnType<typeof readPlaces>>,
  all: readonly Placed[],
  agents: readonly Selected[],
): Selected[] {
  const placeOf = ({ id }: Pick<Placed, 'id'>) => {
    const place = places.get(id);
    return place && keyOf(place);
  };
  const inPlace = Map.groupBy(all, placeOf);
  return agents.filter((agent) => inPlace.get(placeOf(agent))?.length === 1);
}

/** Other agents that an act changed. */
interface Others {
  retired: string[];
  /** without an address any more, because staff gave it to another account */
  unconfirmed: string[];
}

const NO_OTHERS: Others = { retired: [], unconfirmed: [] };

/** Returns the agents that are retired by it, this one too, and others whose address it takes; null where it is not possible. */
async function carryOut(
  transaction: Database,
  parts: ActivationParts,
  staffId: string,
  act: Act,
  agent: Selected,
): Promise<Others | null> {
  const { id, state, hostname, deviceName } = agent;
  const subject = { kind: 'agent', id } as const;
  if (act === 'accept-name') {
    if (!(await acceptName(transaction, agent))) return null;
    await parts.audit(transaction, { staffId, act, subject, details: { from: deviceName, to: hostname } });
    return NO_OTHERS;
  }
  if (act === 'activate') return activate(transaction, parts, staffId, agent);
  const to = act === 'suspend' ? 'suspended' : 'retired';
  const departure = act === 'erase' ? 'erase-asked' : null;
  await transaction
    .updateTable('agent')
    .set({ state: to, departure, sentAway: 1 })
    .where('id', '=', id)
    .execute();
  await parts.audit(transaction, { staffId, act, subject, details: { from: state, to } });
  return to === 'retired' ? { retired: [id], unconfirmed: [] } : NO_OTHERS;
}

/**
 * Activates an agent as what it claims to be and as the account that signed in last, and retires the agent that the same
 * Windows user had on the device. `staffId` is null where a token or a sign-in decided.
 */
export async function activate(
  transaction: Database,
  { clock, chance, audit }: Pick<ActivationParts, 'clock' | 'chance' | 'audit'>,
  staffId: string | null,
  agent: Pick<Selected, 'id' | 'state' | 'deviceId' | 'sid' | 'hostname' | 'claim' | 'claimedProof'>,
): Promise<Others> {
  const { id, state: from, hostname } = agent;
  const claim = parseClaim(agent.claim);
  const place = claim
    ? {
        deviceId: await findOrCreateDevice(transaction, { clock, chance }, claim.organisationId, {
          machineId: claim.machineId,
          hostname,
        }),
        sid: claim.sid,
        userName: claim.userName,
        nameKey: fold(claim.userName),
        upn: claim.upn,
      }
    : { deviceId: agent.deviceId, sid: agent.sid };
  const retired = await retireOthers(transaction, audit, staffId, { ...place, id });
  await transaction
    .updateTable('agent')
    .set((row) => ({
      ...place,
      // the accounts that signed in belong to the former Windows user
      ...(claim && { provenIssuer: null, provenSubject: null, claimedProof: null }),
      claim: null,
      state: 'active',
      sentAway: 0,
      acceptedAt: row.fn.coalesce('acceptedAt', row.val(instantFrom(clock))),
    }))
    .where('id', '=', id)
    .execute();
  const proof = claim ? null : parseProofClaim(agent.claimedProof);
  const unconfirmed = proof ? await acceptProof(transaction, id, proof) : [];
  await audit(transaction, {
    staffId,
    act: 'activate',
    subject: { kind: 'agent', id },
    details: { from, to: 'active', claim: agent.claim, ...(proof && { proof: agent.claimedProof }) },
  });
  return { retired, unconfirmed };
}

// Filters, sorts, counts and selects devices and Windows users. Pure functions.
import type { AgentRow, ChangeAgentState, ClaimedChange, DeviceRow } from '../../contract/console.ts';
import type { AgentState } from '../../contract/primitives.ts';

export type AgentAct = ChangeAgentState['act'];

/**
 * The states that each act changes; it leaves agents in other states as they are, and those that have left. Retired is final.
 */
export const STATES_CHANGED_BY = {
  activate: ['waiting', 'suspended'],
  suspend: ['waiting', 'active'],
  retire: ['waiting', 'active', 'suspended'],
  'accept-name': ['active'],
  erase: ['waiting', 'active', 'suspended', 'retired'],
} as const satisfies Record<AgentAct, readonly AgentState[]>;

export interface DeviceFilter {
  /** null for every organisation */
  organisationId: string | null;
  /** part of a host name, user name, full name or address */
  search: string;
  state: AgentState | 'all';
}

// Agents that wait for activation come first: they are why IT opens this page.
const RANK: Record<AgentState, number> = { waiting: 0, active: 1, suspended: 2, retired: 3 };

const includes = (text: string | null, part: string) => text?.toLocaleLowerCase().includes(part) ?? false;

function matches(agent: AgentRow, part: string): boolean {
  return [agent.userName, agent.fullName, agent.email].some((text) => includes(text, part));
}

function rankOf(device: DeviceRow): number {
  return Math.min(...device.agents.map(({ state }) => RANK[state]));
}

/** The devices to show, each with its matching users. A device whose host name matches keeps all its users. */
export function listDevices(devices: readonly DeviceRow[], filter: DeviceFilter): DeviceRow[] {
  const part = filter.search.trim().toLocaleLowerCase();
  return devices
    .filter(
      ({ organisationId }) => filter.organisationId === null || organisationId === filter.organisationId,
    )
    .map((device) => {
      const isNamed = includes(device.hostname, part);
      const agents = device.agents
        .filter(({ state }) => filter.state === 'all' || state === filter.state)
        .filter((agent) => isNamed || matches(agent, part))
        .sort((a, b) => RANK[a.state] - RANK[b.state] || a.userName.localeCompare(b.userName));
      return { ...device, agents };
    })
    .filter(({ agents }) => agents.length > 0)
    .sort((a, b) => rankOf(a) - rankOf(b) || a.hostname.localeCompare(b.hostname));
}

export const agentsOf = (devices: readonly DeviceRow[]): AgentRow[] =>
  devices.flatMap(({ agents }) => agents);

export function countStates(agents: readonly AgentRow[]): Record<AgentState, number> {
  const counts: Record<AgentState, number> = { waiting: 0, active: 0, suspended: 0, retired: 0 };
  for (const { state } of agents) counts[state] += 1;
  return counts;
}

const isNewName = ({ what }: ClaimedChange) => what === 'hostname';

/** The agents that the act would change. */
export function changedBy(act: AgentAct, agents: readonly AgentRow[]): AgentRow[] {
  const states: readonly AgentState[] = STATES_CHANGED_BY[act];
  return agents.filter(
    ({ state, departure, claims }) =>
      states.includes(state) && departure === null && (act !== 'accept-name' || claims.some(isNewName)),
  );
}

/** Whether activating this agent gives it another identity, or the place of another agent. */
export function needsDecision({ replaces, claims }: AgentRow): boolean {
  return replaces || claims.some((claim) => !isNewName(claim));
}

/** The state of the checkbox for these agents: `mixed` if some are selected. */
export function checkedOf(agents: readonly AgentRow[], selected: ReadonlySet<string>): boolean | 'mixed' {
  const count = agents.filter(({ id }) => selected.has(id)).length;
  if (count === 0) return false;
  return count === agents.length ? true : 'mixed';
}

/** The selection after a click on that checkbox: adds these agents, or removes them if all were selected. */
export function toggle(selected: ReadonlySet<string>, agents: readonly AgentRow[]): Set<string> {
  const next = new Set(selected);
  const isFull = checkedOf(agents, selected) === true;
  for (const { id } of agents) {
    if (isFull) next.delete(id);
    else next.add(id);
  }
  return next;
}

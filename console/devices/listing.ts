// Counts and selects Windows users. Pure functions.
import type {
  AgentCounts,
  AgentRow,
  ChangeAgentState,
  ClaimedChange,
  DevicePage,
  DeviceRow,
} from '../../contract/console.ts';
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

const NOBODY: AgentCounts = { waiting: 0, active: 0, suspended: 0, retired: 0 };

/** The devices of the fetched pages. One that came to another page meanwhile is listed once. */
export const devicesOf = (pages: readonly DevicePage[]): DeviceRow[] => [
  ...new Map(pages.flatMap(({ devices }) => devices).map((device) => [device.id, device])).values(),
];

export const agentsOf = (devices: readonly DeviceRow[]): AgentRow[] =>
  devices.flatMap(({ agents }) => agents);

/** How many of these agents the act would change, by state. */
export function countChanged(act: AgentAct, agents: readonly AgentRow[]): AgentCounts {
  const counts: AgentCounts = { ...NOBODY };
  for (const { state } of changedBy(act, agents)) counts[state] += 1;
  return counts;
}

/** How many of all that match the act would change at most, by state. `state` is the one that is shown. */
export function countMatching(act: AgentAct, counts: AgentCounts, state: AgentState | 'all'): AgentCounts {
  const changed: AgentCounts = { ...NOBODY };
  for (const one of STATES_CHANGED_BY[act]) if (state === 'all' || one === state) changed[one] = counts[one];
  return changed;
}

export const totalOf = (counts: AgentCounts): number =>
  counts.waiting + counts.active + counts.suspended + counts.retired;

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

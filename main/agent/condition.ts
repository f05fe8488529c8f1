// The agent's condition, the most severe first, as a pure function of its state.
import type { Standing } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { AgentCondition } from '../../contract/ipc.ts';
import { unreachable } from '../../contract/primitives.ts';

export interface Situation {
  /** not configured, key refused, secrets lost, database from a newer version */
  problem: GuichetError | null;
  standing: Standing | null;
  online: boolean;
}

/** `problem` is the reason for `needs-attention`, and null otherwise. */
export function conditionOf({ problem, standing, online }: Situation): {
  condition: AgentCondition;
  problem: GuichetError | null;
} {
  if (problem) return { condition: 'needs-attention', problem };
  const reachable = online ? 'ready' : 'offline';
  // Not enrolled yet. Whatever the cause, no ticket can be opened before activation.
  if (!standing) return { condition: 'waiting-for-activation', problem: null };
  switch (standing.state) {
    case 'suspended':
      return { condition: 'needs-attention', problem: { code: 'agent-suspended' } };
    case 'retired':
      return { condition: 'needs-attention', problem: { code: 'agent-retired' } };
    case 'waiting':
      return { condition: 'waiting-for-activation', problem: null };
    case 'active':
      return { condition: standing.requester ? reachable : 'confirm-address', problem: null };
    default:
      return unreachable(standing.state);
  }
}

// The agent's state as the tray and the windows show it, published when it has changed.
import { isDeepStrictEqual } from 'node:util';
import type { AgentIdentity } from '../../contract/enrolment.ts';
import type { AppState } from '../../contract/ipc.ts';
import type { Agent } from '../agent/agent.ts';
import { conditionOf } from '../agent/condition.ts';
import type { Hotkey } from '../desktop/hotkey.ts';
import type { Updates } from '../update/updates.ts';

interface Parts {
  agent: Pick<Agent, 'state'>;
  hotkey: Pick<Hotkey, 'inForce'>;
  /** #rrggbb */
  accent(): string | null;
  version: string;
  updates: Pick<Updates, 'state'>;
  identity: Pick<AgentIdentity, 'hostname' | 'userName'>;
}

/** `now` returns the current state; `publish` calls `show` if it differs from the state last shown. */
export function createAppState(
  { agent, hotkey, accent, version, updates, identity: { hostname, userName } }: Parts,
  show: (state: AppState) => void,
): { now(): AppState; publish(): void } {
  let published: AppState | null = null;
  function now(): AppState {
    const state = agent.state();
    return {
      ...state,
      ...conditionOf(state),
      hotkey: hotkey.inForce(),
      accent: accent(),
      version,
      update: updates.state(),
      hostname,
      userName,
    };
  }
  return {
    now,
    publish() {
      const state = now();
      if (isDeepStrictEqual(state, published)) return;
      published = state;
      show(state);
    },
  };
}

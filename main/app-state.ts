// What tray and windows show of the agent, published whenever it differs from what was published last.
import { isDeepStrictEqual } from 'node:util';
import type { AgentIdentity } from '../contract/enrolment.ts';
import type { AppState } from '../contract/ipc.ts';
import type { Agent } from './agent.ts';
import { conditionOf } from './condition.ts';

interface Parts {
  agent: Pick<Agent, 'state'>;
  /** the key in force */
  hotkey(): string | null;
  /** #rrggbb */
  accent(): string | null;
  version: string;
  identity: Pick<AgentIdentity, 'hostname' | 'userName'>;
}

/** `now` is the state at this moment; `publish` shows it if it is not what was shown last. */
export function createAppState(
  { agent, hotkey, accent, version, identity: { hostname, userName } }: Parts,
  show: (state: AppState) => void,
): { now(): AppState; publish(): void } {
  let published: AppState | null = null;
  function now(): AppState {
    const state = agent.state();
    return {
      ...state,
      ...conditionOf(state),
      hotkey: hotkey(),
      accent: accent(),
      version,
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

// Whether the help desk can be reached, and what stands in the way other than the network.
import type { GuichetError } from '../../contract/errors.ts';

export interface ServerStatus {
  state(): { online: boolean; problem: GuichetError | null };
  /** What a round ended with: null when the server answered. */
  record(error: GuichetError | null): void;
}

/** `problem` is what keeps the agent from trying at all. The network is taken to be there until it is not. */
export function createServerStatus(problem: GuichetError | null, onChange: () => void): ServerStatus {
  let state = { online: true, problem };
  return {
    state: () => state,
    record(error) {
      const next = after(state.problem, error);
      const changed = next.online !== state.online || next.problem?.code !== state.problem?.code;
      state = next;
      if (changed) onChange();
    },
  };
}

function after(problem: GuichetError | null, error: GuichetError | null) {
  switch (error?.code) {
    case undefined:
      return { online: true, problem: null };
    case 'enrolment-key-unknown':
    case 'agent-retired':
      return { online: true, problem: error };
    default:
      // Whatever the reason, nothing gets through: the user is told how much waits.
      return { online: false, problem };
  }
}

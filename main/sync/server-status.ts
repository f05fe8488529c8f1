// Whether the server can be reached, and which problem other than the network prevents it.
import type { GuichetError } from '../../contract/errors.ts';

export interface ConnectionState {
  online: boolean;
  /** the server asked to call again later */
  limited: boolean;
  problem: GuichetError | null;
}

export interface ServerStatus {
  state(): ConnectionState;
  /** Records the outcome of a round: null when the server answered. */
  record(error: GuichetError | null): void;
}

/** `problem` is a reason not to connect at all. The server counts as online until a round fails. */
export function createServerStatus(problem: GuichetError | null, onChange: () => void): ServerStatus {
  let state: ConnectionState = { online: true, limited: false, problem };
  return {
    state: () => state,
    record(error) {
      const next = after(state.problem, error);
      const changed =
        next.online !== state.online ||
        next.limited !== state.limited ||
        next.problem?.code !== state.problem?.code;
      state = next;
      if (changed) onChange();
    },
  };
}

function after(problem: GuichetError | null, error: GuichetError | null): ConnectionState {
  switch (error?.code) {
    case undefined:
      return { online: true, limited: false, problem: null };
    case 'enrolment-key-unknown':
    case 'enrolment-key-expired':
    case 'enrolment-key-used-up':
    case 'enrolment-key-elsewhere':
    case 'agent-retired':
      return { online: true, limited: false, problem: error };
    default:
      // For any other error nothing gets through: the user sees how many commands wait.
      return { online: false, limited: error?.code === 'too-many-requests', problem };
  }
}

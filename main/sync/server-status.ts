// Whether the server can be reached, what keeps back what waits, and which problem other than the network prevents all of it.
import type { GuichetError } from '../../contract/errors.ts';
import type { Hindrance } from '../../contract/ipc.ts';
import type { Log } from '../support/log.ts';

export interface ConnectionState {
  online: boolean;
  /** the server asked to call again later */
  limited: boolean;
  problem: GuichetError | null;
  hindrance: Extract<Hindrance, 'unreachable' | 'limited' | 'refused' | 'uploads'> | null;
}

export interface ServerStatus {
  state(): ConnectionState;
  /** Records the outcome of a round: null when the server answered. */
  record(error: GuichetError | null): void;
  /** Records why files could not be uploaded in a round; null when they could. */
  recordUploads(error: GuichetError | null): void;
}

/** `problem` is a reason not to connect at all. The server counts as online until a round fails. */
export function createServerStatus(
  problem: GuichetError | null,
  log: Log,
  onChange: () => void,
): ServerStatus {
  let state: ConnectionState = { online: true, limited: false, problem, hindrance: null };
  let uploads: GuichetError | null = null;

  function enter(next: ConnectionState, cause: GuichetError | null): void {
    const changed =
      next.online !== state.online ||
      next.limited !== state.limited ||
      next.problem?.code !== state.problem?.code ||
      next.hindrance !== state.hindrance;
    const before = state;
    state = next;
    if (!changed) return;
    logChange(before, next, cause, log);
    onChange();
  }

  return {
    state: () => state,
    record: (error) => enter(after(state, error, uploads), error),
    recordUploads(error) {
      uploads = error;
      if (state.online) enter(after(state, null, uploads), error);
    },
  };
}

/** Once when it begins, and once when it ends. */
function logChange(
  before: ConnectionState,
  now: ConnectionState,
  cause: GuichetError | null,
  log: Log,
): void {
  const code = cause?.code ?? '';
  if (now.problem && now.problem.code !== before.problem?.code)
    log.warn(`the help desk refuses this agent: ${code}`);
  else if (now.hindrance === 'uploads') log.warn(`files cannot be uploaded: ${code}`);
  else if (now.hindrance !== null && before.online !== now.online)
    log.warn(`the help desk does not answer: ${code}`);
  else if (now.hindrance === null && before.hindrance !== null) log.info('the help desk answers again');
}

function after(
  before: ConnectionState,
  error: GuichetError | null,
  uploads: GuichetError | null,
): ConnectionState {
  const { problem } = before;
  switch (error?.code) {
    case undefined: {
      const hindrance = uploads && (uploads.code === 'too-many-requests' ? 'limited' : 'uploads');
      return { online: true, limited: false, problem: null, hindrance };
    }
    case 'enrolment-key-unknown':
    case 'enrolment-key-expired':
    case 'enrolment-key-used-up':
    case 'enrolment-key-elsewhere':
    case 'agent-retired':
      return { online: true, limited: false, problem: error, hindrance: null };
    case 'storage-damaged':
    case 'storage-read-only':
    case 'storage-busy':
    case 'storage-failed':
      // It says nothing about the server.
      return before;
    case 'too-many-requests':
      return { online: false, limited: true, problem, hindrance: 'limited' };
    case 'server-unreachable':
      return { online: false, limited: false, problem, hindrance: 'unreachable' };
    default:
      // For any other error nothing gets through: the user sees how many commands wait.
      return { online: false, limited: false, problem, hindrance: 'refused' };
  }
}

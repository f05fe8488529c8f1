// One expected failure: its HTTP status and its sentence in both languages.
import type { Reason } from './primitives.ts';

/** The sentences and the status of one code. */
export interface Failure extends Reason {
  /** HTTP status of the server's answer; 0 for a failure that only exists inside the agent */
  status: number;
  /** stands for `{reason}` where none is given */
  general?: Reason;
  /** what staff read instead, who have no drafts and no IT team to ask */
  staff?: Reason;
}

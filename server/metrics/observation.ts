// What the server tells whoever watches it. Nobody watches unless it is configured, and then nothing of this is called.
import type { Failure } from '../connectors/connector.ts';

/** An answered request. No value comes from a caller: an operation is one of the HTTP table, or `other`. */
interface AnsweredRequest {
  operation: string;
  method: string;
  /** HTTP status */
  status: number;
  /** in milliseconds */
  duration: number;
}

/** An attempt to deliver. */
interface DeliveryAttempt {
  backendId: string;
  operation: string;
  attempt: number;
}

type MailOutcome = 'sent' | 'failed';

/** One that watches: it counts, or it records spans. */
export interface Observer {
  request?(request: AnsweredRequest): void;
  /** Called after the attempt, which took `duration` milliseconds. */
  delivery?(attempt: DeliveryAttempt, failure: Failure | null, duration: number): void;
  mailed?(outcome: MailOutcome): void;
  close(): Promise<void>;
}

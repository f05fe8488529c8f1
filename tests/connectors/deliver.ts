// A minimal delivery worker: when the outcome of an operation is unknown, it searches for the key before a retry.
import { unreachable } from '../../contract/primitives.ts';
import type {
  Connector,
  Failure,
  Found,
  NewAttachment,
  NewComment,
  NewContact,
  NewTicket,
  OperationResult,
  Rating,
  Transition,
} from '../../server/connectors/connector.ts';

export type Job =
  | { operation: 'create-ticket'; content: NewTicket }
  | { operation: 'add-comment'; content: NewComment }
  | { operation: 'add-attachment'; content: NewAttachment }
  | { operation: 'transition'; content: Transition }
  | { operation: 'rate'; content: Rating }
  | { operation: 'add-contact'; content: NewContact };

export interface Delivered {
  found: Found;
  /** failures of earlier attempts, oldest first */
  failures: Failure[];
}

/** Returns the value of an operation that must succeed. Throws the reason of a failure. */
export function valueIn<T>(answer: OperationResult<T>): T {
  if (!answer.ok) throw new Error(answer.failure.reason.en);
  return answer.value;
}

/** Calls the job's operation once. */
export function call(connector: Connector, job: Job): Promise<OperationResult<Found>> {
  switch (job.operation) {
    case 'create-ticket':
      return connector.createTicket(job.content);
    case 'add-comment':
      return connector.addComment(job.content);
    case 'add-attachment':
      return connector.addAttachment(job.content);
    case 'transition':
      return connector.transition(job.content);
    case 'rate':
      return connector.rate(job.content);
    case 'add-contact':
      return connector.addContact(job.content);
    default:
      return unreachable(job);
  }
}

/** Returns a delivery of this job; each call of `attempt` tries it once. */
export function deliveryOf(connector: Connector, job: Job): { attempt(): Promise<OperationResult<Found>> } {
  const since = new Date().toISOString();
  let isUnknown = false;

  return {
    async attempt() {
      if (isUnknown) {
        const found = await connector.findByKey(questionOf(job, since));
        if (!found.ok) return found;
        if (found.value !== null) return { ok: true, value: found.value };
      }
      const answer = await call(connector, job);
      if (!answer.ok) isUnknown ||= answer.failure.kind === 'unreachable';
      return answer;
    },
  };
}

function questionOf({ operation, content }: Job, since: string) {
  return {
    key: content.key,
    operation,
    ticketRef: 'ticketRef' in content ? content.ticketRef : null,
    since,
    fileName: operation === 'add-attachment' ? content.name : null,
  };
}

/** Retries until the job succeeds. Throws at a failure that is not retried, and at the fifth failure. */
export async function deliver(connector: Connector, job: Job): Promise<Delivered> {
  const delivery = deliveryOf(connector, job);
  const failures: Failure[] = [];
  while (failures.length < 5) {
    const answer = await delivery.attempt();
    if (answer.ok) return { found: answer.value, failures };
    failures.push(answer.failure);
    if (answer.failure.kind === 'refused' || answer.failure.kind === 'gone') break;
  }
  throw new Error(`${job.operation} failed: ${JSON.stringify(failures)}`);
}

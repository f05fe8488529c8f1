// The delivery worker in small: calls an operation and, when its outcome is unknown, asks for its key before it calls again.
import { unreachable } from '../../contract/primitives.ts';
import type {
  Answer,
  Connector,
  Failure,
  Found,
  NewAttachment,
  NewComment,
  NewContact,
  NewTicket,
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
  /** what went wrong before, in its order */
  failures: Failure[];
}

/** One call of what the job asks for. */
export function call(connector: Connector, job: Job): Promise<Answer<Found>> {
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

/** A job on its way, tried once at each call of `attempt`. */
export function deliveryOf(connector: Connector, job: Job): { attempt(): Promise<Answer<Found>> } {
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

/** Tries until it has gone through; a failure that no retry mends, or the fifth, throws. */
export async function deliver(connector: Connector, job: Job): Promise<Delivered> {
  const delivery = deliveryOf(connector, job);
  const failures: Failure[] = [];
  while (failures.length < 5) {
    const answer = await delivery.attempt();
    if (answer.ok) return { found: answer.value, failures };
    failures.push(answer.failure);
    if (answer.failure.kind === 'refused' || answer.failure.kind === 'gone') break;
  }
  throw new Error(`${job.operation} did not go through: ${JSON.stringify(failures)}`);
}

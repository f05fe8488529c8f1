// The path of a ticket: Saved > Sent > Created > Taken > Resolved, and which of these steps it has reached.
import type { TicketStage } from '../../contract/ipc.ts';
import type { TicketStatus } from '../../contract/primitives.ts';

type StepName = 'saved' | 'sent' | 'created' | 'taken' | 'rejected' | 'resolved';
export interface Step {
  name: StepName;
  reached: boolean;
  /** the last step that was reached */
  current: boolean;
}

interface PathState {
  stage: TicketStage;
  status: TicketStatus;
  technician: string | null;
}

const FIRST_STEPS: StepName[] = ['saved', 'sent', 'created'];
const WORKED_ON: ReadonlySet<TicketStatus> = new Set(['assigned', 'pending']);
const FINISHED: ReadonlySet<TicketStatus> = new Set(['resolved', 'closed']);

function lastReached({ stage, status, technician }: PathState): StepName {
  if (stage === 'saved' || stage === 'sent') return stage;
  if (FINISHED.has(status)) return 'resolved';
  if (status === 'rejected') return 'rejected';
  return technician !== null || WORKED_ON.has(status) ? 'taken' : 'created';
}

/** Returns the steps of these names, those up to `last` marked as reached. */
function stepsUpTo(names: StepName[], last: StepName): Step[] {
  const end = names.indexOf(last);
  return names.map((name, index) => ({ name, reached: index <= end, current: index === end }));
}

/** Returns the whole path. It ends at Rejected for a rejected ticket; a resolved ticket counts as taken. */
export function progressPath(ticket: PathState): Step[] {
  const last = lastReached(ticket);
  const others: StepName[] = last === 'rejected' ? ['rejected'] : ['taken', 'resolved'];
  return stepsUpTo([...FIRST_STEPS, ...others], last);
}

/** Returns the part of the path that a person waits for after Send. */
export function submissionPath(stage: TicketStage): Step[] {
  return stepsUpTo(FIRST_STEPS, stage === 'missing' ? 'created' : stage);
}

// Where a ticket is on its way: Saved > Sent > Created > Taken > Resolved, as far as it is known.
import type { TicketPlace } from '../../contract/ipc.ts';
import type { TicketStatus } from '../../contract/primitives.ts';

type StepName = 'saved' | 'sent' | 'created' | 'taken' | 'rejected' | 'resolved';
export interface Step {
  name: StepName;
  reached: boolean;
  /** the last step that was reached */
  current: boolean;
}

interface Whereabouts {
  place: TicketPlace;
  status: TicketStatus;
  technician: string | null;
}

const FIRST_STEPS: StepName[] = ['saved', 'sent', 'created'];
const WORKED_ON: ReadonlySet<TicketStatus> = new Set(['assigned', 'pending']);
const FINISHED: ReadonlySet<TicketStatus> = new Set(['resolved', 'closed']);

function lastReached({ place, status, technician }: Whereabouts): StepName {
  if (place !== 'created') return place;
  if (FINISHED.has(status)) return 'resolved';
  if (status === 'rejected') return 'rejected';
  return technician !== null || WORKED_ON.has(status) ? 'taken' : 'created';
}

/** The steps from `names`, each up to the last one reached marked. */
function marked(names: StepName[], last: StepName): Step[] {
  const end = names.indexOf(last);
  return names.map((name, index) => ({ name, reached: index <= end, current: index === end }));
}

/** The whole path. A rejected ticket's path ends there; one that is resolved was taken on the way. */
export function placePath(ticket: Whereabouts): Step[] {
  const last = lastReached(ticket);
  const rest: StepName[] = last === 'rejected' ? ['rejected'] : ['taken', 'resolved'];
  return marked([...FIRST_STEPS, ...rest], last);
}

/** The part of the path that one waits for after Send. */
export function submissionPath(place: TicketPlace): Step[] {
  return marked(FIRST_STEPS, place);
}

// Which of the waiting tickets are news.
import type { WaitingTicket } from '../../contract/attention.ts';

/** The same ticket is news again once it waits for another reason, or anew. */
const keyOf = ({ id, why, since }: WaitingTicket) => `${id} ${why} ${since}`;

/**
 * Returns a function that returns those that were not there when it was called before: none at its first call, and none that the
 * person has made wait.
 */
export function createNewWaiting(): (waiting: readonly WaitingTicket[]) => WaitingTicket[] {
  let known: Set<string> | null = null;
  return (waiting) => {
    const before = known;
    known = new Set(waiting.map(keyOf));
    if (before === null) return [];
    return waiting.filter((ticket) => !ticket.byYou && !before.has(keyOf(ticket)));
  };
}

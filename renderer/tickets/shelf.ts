// The list of My tickets that is read: its shelf or its search, and how many tickets.
import { unreachable } from '../../contract/constants.ts';
import type { TicketList, TicketListQuery, TicketShelf } from '../../contract/ipc.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import type { Participation } from '../../contract/ticket.ts';

/**
 * More tickets than a window of usual size shows. More are read when the person scrolls towards the end. Each costs a search
 * time on its way to the window.
 */
const FIRST_PAGE = 50;
const MOST = 10_000;

export const FIRST_LIST: TicketListQuery = { shelf: 'open', search: '', older: false, limit: FIRST_PAGE };

export type ListAct =
  | { kind: 'shelf'; shelf: TicketShelf }
  | { kind: 'search'; search: string }
  /** also show those closed more than a month ago */
  | { kind: 'older' }
  /** the person scrolls towards the end of the `shown` tickets */
  | { kind: 'more'; shown: number };

/** Returns whether the query is a search, which covers all shelves. */
export function isSearch({ search }: Pick<TicketListQuery, 'search'>): boolean {
  return search.trim() !== '';
}

/** A list with the query that it answers. */
export interface AnsweredList extends TicketList {
  query: TicketListQuery;
}

/** Returns the number of tickets found, or null while the list of this search is not read yet. */
export function foundCount(query: TicketListQuery, list: AnsweredList | null): number | null {
  return list?.query.search.trim() === query.search.trim() ? list.total : null;
}

/** Returns the query after an act. Each new list begins with its first page. */
export function nextList(query: TicketListQuery, act: ListAct): TicketListQuery {
  switch (act.kind) {
    case 'shelf':
      return { ...FIRST_LIST, shelf: act.shelf };
    case 'search':
      return { ...query, search: act.search, limit: FIRST_PAGE };
    case 'older':
      return { ...query, older: true };
    case 'more':
      // Until the next page is read, the same request asks for the same page.
      return act.shown < query.limit ? query : { ...query, limit: Math.min(MOST, query.limit * 2) };
    default:
      return unreachable(act);
  }
}

/** Returns the shelf of a ticket. A resolved ticket stays on the open shelf until it is closed. */
export function shelfOf({ you, status }: { you: Participation; status: TicketStatus }): TicketShelf {
  if (you !== 'requester') return 'invited';
  return status === 'closed' ? 'closed' : 'open';
}

// Which list of My tickets is read: its shelf, or what is searched for, and how far down.

import { unreachable } from '../../contract/constants.ts';
import type { TicketList, TicketListQuery, TicketShelf } from '../../contract/ipc.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import type { Participation } from '../../contract/ticket.ts';

/** More than any window shows at once; the rest is read when one scrolls towards it. */
const FIRST_PAGE = 100;
const MOST = 10_000;

export const FIRST_LIST: TicketListQuery = { shelf: 'open', search: '', older: false, limit: FIRST_PAGE };

export type ListAct =
  | { kind: 'shelf'; shelf: TicketShelf }
  | { kind: 'search'; search: string }
  /** also those closed more than a month ago */
  | { kind: 'older' }
  /** the end of the `shown` tickets is near */
  | { kind: 'more'; shown: number };

/** Whether words are searched for, in all tickets whatever the shelf. */
export function isSearch({ search }: Pick<TicketListQuery, 'search'>): boolean {
  return search.trim() !== '';
}

/** A list, with what it answers. */
export interface AnsweredList extends TicketList {
  query: TicketListQuery;
}

/** How many tickets a search has found; null while the list that is there answers another, or none is there yet. */
export function foundCount(asked: TicketListQuery, list: AnsweredList | null): number | null {
  return list?.query.search.trim() === asked.search.trim() ? list.total : null;
}

/** The list to read after an act. Each new list begins at its first page. */
export function nextList(query: TicketListQuery, act: ListAct): TicketListQuery {
  switch (act.kind) {
    case 'shelf':
      return { ...FIRST_LIST, shelf: act.shelf };
    case 'search':
      return { ...query, search: act.search, limit: FIRST_PAGE };
    case 'older':
      return { ...query, older: true };
    case 'more':
      // asked again before the page is there, it is the same page
      return act.shown < query.limit ? query : { ...query, limit: Math.min(MOST, query.limit * 2) };
    default:
      return unreachable(act);
  }
}

/** The shelf a ticket stands on. A resolved ticket stays among the open ones until it is closed. */
export function shelfOf({ you, status }: { you: Participation; status: TicketStatus }): TicketShelf {
  if (you !== 'requester') return 'invited';
  return status === 'closed' ? 'closed' : 'open';
}

// Tables of the search in tickets, beside the index of words (storage/text-search).

/** written by storage/text-search */
export interface SearchTextTable {
  /** by last update: the search reads the newest first */
  position: number;
  ticketId: string;
  /** the words, folded, with one space between */
  text: string;
}

/** tickets that changed since they were indexed: written by triggers, emptied by tickets/search-index */
export interface SearchPendingTable {
  ticketId: string;
}

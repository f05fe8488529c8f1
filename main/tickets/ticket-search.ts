// Search over all tickets kept here: what is searched lies folded in memory, read in slices and kept current.
import { fold, hasWords } from '../../contract/fold.ts';
import { nextTurn } from '../support/turn.ts';
import { lastUpdatedFirst } from './order.ts';
import type { TicketHeading, TicketStore } from './ticket-store.ts';

/** Some 20 µs each to open: a slice takes a few milliseconds. */
const HEADINGS_PER_SLICE = 200;

export interface TicketSearch {
  /** Begins to read the tickets, unless that was begun before. */
  prepare(): void;
  /** Ids of the tickets that have every word, the last updated first; once all tickets were read. */
  find(words: readonly string[]): Promise<string[]>;
}

interface Known {
  id: string;
  /** folded */
  text: string;
  updatedAt: string;
}

/** Nothing is read before `prepare` or the first `find`. */
export function createTicketSearch(tickets: Pick<TicketStore, 'after' | 'watch'>): TicketSearch {
  const known = new Map<string, Known>();
  /** what is known, the last updated first; null since the last change */
  let ordered: Known[] | null = null;
  let reading: Promise<void> | null = null;

  function put({ id, number, title, technician, updatedAt }: TicketHeading): void {
    known.set(id, { id, text: fold([number, title, technician].filter(Boolean).join('\n')), updatedAt });
    ordered = null;
  }

  function removeAll(): void {
    known.clear();
    ordered = null;
  }

  async function readAll(): Promise<void> {
    let at: string | null = '';
    while (at !== null) {
      const { headings, end } = tickets.after(at, HEADINGS_PER_SLICE);
      headings.forEach(put);
      at = end;
      if (at !== null) await nextTurn();
    }
  }

  /** A ticket that changes while the others are read is put once by its change and once as it then lies on disk. */
  function prepare(): Promise<void> {
    if (!reading) {
      tickets.watch({ onPut: put, onRemoveAll: removeAll });
      reading = readAll();
    }
    return reading;
  }

  return {
    prepare: () => void prepare(),
    async find(words) {
      await prepare();
      ordered ??= [...known.values()].sort(lastUpdatedFirst);
      return ordered.filter(({ text }) => hasWords(text, words)).map(({ id }) => id);
    },
  };
}

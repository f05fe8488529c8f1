// Search over all stored tickets: a folded index in memory, read in slices and kept up to date.
import { fold, hasWords } from '../../contract/fold.ts';
import { nextTurn } from '../support/turn.ts';
import { lastUpdatedFirst } from './order.ts';
import type { TicketHeading, TicketStore } from './ticket-store.ts';

/** About 20 µs each to open: a slice takes a few milliseconds. */
const HEADINGS_PER_SLICE = 200;

export interface TicketSearch {
  /** Starts reading the tickets, once. */
  prepare(): void;
  /** Ids of the tickets that contain every word, last updated first. Waits until all tickets are read. */
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
  /** the index, last updated first; null after a change */
  let ordered: Known[] | null = null;
  let reading: Promise<void> | null = null;

  function put({ id, number, title, technician, updatedAt }: TicketHeading): void {
    known.set(id, { id, text: fold([number, title, technician].filter(Boolean).join('\n')), updatedAt });
    ordered = null;
  }

  function remove(id: string): void {
    known.delete(id);
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

  /** A ticket that changes while the others are read is put twice: at its change, and as it is then on disk. */
  function prepare(): Promise<void> {
    if (!reading) {
      tickets.watch({ onPut: put, onRemove: remove, onRemoveAll: removeAll });
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

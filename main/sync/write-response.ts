// Stores a sync response in short transactions, so that a large one never blocks the tray.
import type { Database } from 'better-sqlite3';
import type { SyncResponse } from '../../contract/sync.ts';
import type { OutboxEntry } from '../outbox/outbox-store.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import { nextTurn } from '../support/turn.ts';
import type { News } from '../tickets/news.ts';
import {
  applyAnswer,
  applyCursor,
  applyGone,
  applyTickets,
  type ChangeStores,
  type Sent,
} from './apply-changes.ts';
import { type Refusal, type SettleStores, settleResults } from './settle-results.ts';

/** About a tenth of a millisecond each, plus the commit. */
const TICKETS_PER_TRANSACTION = 25;

/** What changed, for the user and the windows. */
export interface SyncNews {
  changedIds: string[];
  news: News[];
  refusals: Refusal[];
  /** tickets that a server which came back older no longer has, and that cannot be sent again */
  missingIds: string[];
  catalogueChanged: boolean;
  announcementsChanged: boolean;
}

export const NO_NEWS: SyncNews = {
  changedIds: [],
  news: [],
  refusals: [],
  missingIds: [],
  catalogueChanged: false,
  announcementsChanged: false,
};

/** The stores that a response changes. */
export type SyncStores = ChangeStores & SettleStores;

export interface WriteResponseParts {
  db: Database;
  stores: SyncStores;
  chance: Chance;
  clock: Clock;
  /** called after each committed transaction */
  onNews(news: SyncNews): void;
}

/**
 * First applies the results and the agent's state, then the tickets, and the cursor with the last of them: after a
 * crash in between, the same tickets are sent again. `holdPostponed` runs in the first transaction and returns the ids of
 * its tickets.
 */
export async function writeResponse(
  answer: SyncResponse,
  { sent, holdPostponed, ...told }: Sent & { sent: OutboxEntry[]; holdPostponed(): string[] },
  parts: WriteResponseParts,
): Promise<{ reread: boolean }> {
  const { db, stores, onNews } = parts;
  const slices = slicesOf(answer.tickets);
  const accepted = answer.results.filter(({ outcome }) => outcome === 'accepted');
  const acceptedNow = new Set(accepted.map(({ key }) => key));

  function applySlice(index: number): Pick<SyncNews, 'changedIds' | 'news' | 'missingIds'> {
    const tickets = slices[index] ?? [];
    const news = applyTickets(tickets, stores);
    const gone = index === 0 ? answer.gone : [];
    applyGone(gone, stores);
    const missingIds = index >= slices.length - 1 ? applyCursor(answer, stores, parts.clock) : [];
    return { changedIds: [...gone, ...missingIds, ...tickets.map(({ id }) => id)], news, missingIds };
  }

  const first = db.transaction(() => {
    const postponedIds = holdPostponed();
    const refusals = settleResults(answer.results, sent, stores, parts);
    stores.sent.prune();
    const applied = applyAnswer(answer, { ...told, acceptedNow }, stores);
    return { ...NO_NEWS, ...applied, refusals, postponedIds, ...(applied.ticketsApply ? applySlice(0) : {}) };
  })();
  const settledIds = sent.map(({ ticketId }) => ticketId);
  const changedIds = [
    ...new Set([...first.removedIds, ...first.changedIds, ...first.postponedIds, ...settledIds]),
  ];
  onNews({ ...first, changedIds });
  if (!first.ticketsApply) return first;

  for (let index = 1; index < slices.length; index++) {
    await nextTurn();
    // The agent may have stopped in the meantime.
    if (!db.open) return first;
    onNews({ ...NO_NEWS, ...db.transaction(() => applySlice(index))() });
  }
  return first;
}

function slicesOf(tickets: SyncResponse['tickets']): SyncResponse['tickets'][] {
  const count = Math.ceil(tickets.length / TICKETS_PER_TRANSACTION);
  return Array.from({ length: count }, (_, index) =>
    tickets.slice(index * TICKETS_PER_TRANSACTION, (index + 1) * TICKETS_PER_TRANSACTION),
  );
}

// What the server said, written down: the only writer of tickets, of the standing and of the cursor.

import type { SyncResponse } from '../../contract/sync.ts';
import type { TicketSnapshot } from '../../contract/ticket.ts';
import type { FactStore } from '../db/fact-store.ts';
import type { AttachmentFiles } from '../draft/attachment-files.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import { ticketToBe } from '../tickets/my-tickets.ts';
import { isToRead, type News, newsBetween } from '../tickets/news.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';

export interface AppliedChanges {
  changedIds: string[];
  news: News[];
  /** the cursor belongs to another requester than before: everything has to be read again */
  reread: boolean;
}

interface Stores {
  facts: FactStore;
  tickets: TicketStore;
  outbox: OutboxStore;
  attachments: Pick<AttachmentFiles, 'release'>;
}

/**
 * To be called in one transaction with the results of the same answer. `acceptedNow` are the keys those results accepted;
 * `sentCursor` is the cursor the request carried.
 */
export function applyChanges(
  { standing, tickets: snapshots, cursor }: Pick<SyncResponse, 'standing' | 'tickets' | 'cursor'>,
  { sentCursor, acceptedNow }: { sentCursor: number; acceptedNow: ReadonlySet<string> },
  stores: Stores,
): AppliedChanges {
  const { facts, tickets } = stores;
  facts.write('standing', standing);
  const isOther = changeRequester(standing.requester?.email, acceptedNow, stores);
  if (isOther && sentCursor > 0) {
    facts.write('cursor', 0);
    return { changedIds: [], news: [], reread: true };
  }
  const news: News[] = [];
  for (const snapshot of snapshots) {
    const found = newsOf(snapshot, stores);
    tickets.put(snapshot);
    removeVisible(snapshot, stores);
    if (!found) continue;
    news.push(found);
    if (isToRead(found)) tickets.markUnread(snapshot.id);
  }
  facts.write('cursor', cursor);
  return { changedIds: snapshots.map(({ id }) => id), news, reread: false };
}

/** Whether the tickets kept here were another requester's; they are removed then. */
function changeRequester(
  email: string | undefined,
  acceptedNow: ReadonlySet<string>,
  { facts, tickets, outbox, attachments }: Stores,
): boolean {
  const former = facts.read('tickets-of');
  if (email === undefined || email === former) return false;
  facts.write('tickets-of', email);
  if (former === null) return false;
  tickets.removeAll();
  for (const key of outbox.removeAccepted(acceptedNow)) attachments.release(key);
  return true;
}

function newsOf(snapshot: TicketSnapshot, { tickets, outbox }: Stores): News | null {
  const before =
    tickets.read(snapshot.id) ??
    outbox
      .ofTicket(snapshot.id)
      .map(ticketToBe)
      .find((ticket) => ticket !== null);
  return before ? newsBetween(before, snapshot) : null;
}

/** What the snapshot shows has arrived, even if the answer that said so was lost. */
function removeVisible({ id, comments }: TicketSnapshot, { outbox, attachments }: Stores): void {
  const visible = new Set([id, ...comments.map((comment) => comment.id)]);
  for (const { command } of outbox.ofTicket(id)) {
    if (!visible.has(command.key)) continue;
    outbox.remove(command.key);
    attachments.release(command.key);
  }
}

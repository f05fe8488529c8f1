// A server that came back older than what is stored here: all tickets are read again, then what it no longer has is sent again, and
// what cannot be sent is named.
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { OutboxEntry, OutboxStore } from '../outbox/outbox-store.ts';
import type { SentStore } from '../outbox/sent-store.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';

interface DoubtStores {
  values: KeyValueStore;
  tickets: TicketStore;
  outbox: OutboxStore;
  sent: SentStore;
}

/** Call it in a transaction. Nothing is sent until `endDoubt`: a message would meet a server without its ticket. */
export function doubtServer({ values, tickets }: Pick<DoubtStores, 'values' | 'tickets'>): void {
  values.write('cursor', 0);
  values.write('server-older', true);
  tickets.doubtAll();
}

/**
 * Call it in the transaction in which the server has named all its tickets. Returns the ids of those that it no longer has and that were
 * not written here, or too long ago.
 */
export function endDoubt({ values, tickets, outbox, sent }: DoubtStores): string[] {
  if (!values.read('server-older')) return [];
  values.forget('server-older');
  const unnamed = new Set(tickets.unnamed());
  sent.sendAgain((command) => isThere(command, unnamed, tickets));
  for (const id of unnamed) {
    const isSent = outbox.ofTicket(id).some(({ command }) => command.kind === 'create-ticket');
    if (!isSent) continue;
    // shown as one that waits, which it is again
    tickets.remove(id);
    unnamed.delete(id);
  }
  tickets.confirmMissing();
  return [...unnamed];
}

/** Whether a ticket or message was seen to be at the server. What is not seen is sent again: it has no effect a second time. */
function isThere(
  command: OutboxEntry['command'],
  unnamed: ReadonlySet<string>,
  tickets: Pick<TicketStore, 'has' | 'read'>,
): boolean {
  const { key } = command;
  if (command.kind === 'create-ticket') return tickets.has(key) && !unnamed.has(key);
  if (command.kind !== 'add-comment' || unnamed.has(command.body.ticketId)) return false;
  return tickets.read(command.body.ticketId)?.comments.some(({ id }) => id === key) ?? false;
}

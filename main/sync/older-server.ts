// A server that came back older than what is stored here: all tickets are read again, then what it no longer has is sent again, and
// what cannot be sent is named.
import { DAY } from '../../contract/clock.ts';
import { type CommandKind, ticketIdOf } from '../../contract/sync.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { OutboxEntry, OutboxStore } from '../outbox/outbox-store.ts';
import type { SentStore } from '../outbox/sent-store.ts';
import type { Clock } from '../support/clock.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';

/** How long messages wait for a ticket that another computer may send again. Then the server refuses them, and each becomes a draft. */
const STRANDED_FOR = DAY;

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
export function endDoubt({ values, tickets, outbox, sent }: DoubtStores, clock: Clock): string[] {
  if (!values.read('server-older')) return [];
  values.forget('server-older');
  const unnamed = new Set(tickets.unnamed());
  sent.requeueAccepted();
  const isSentFromHere = (id: string) =>
    outbox.ofTicket(id).some(({ command }) => command.kind === 'create-ticket');
  sent.sendAgain((command) => {
    const ticketId = ticketIdOf(command);
    if (unnamed.has(ticketId) && needsTicket(command.kind)) return !isSentFromHere(ticketId);
    return isThere(command, tickets) && !unnamed.has(ticketId);
  });
  for (const id of unnamed) {
    if (!isSentFromHere(id)) continue;
    // shown as one that waits, which it is again
    tickets.remove(id);
    unnamed.delete(id);
  }
  tickets.confirmMissing();
  values.write('missing-since', clock.now().toISOString());
  return [...unnamed];
}

/** Call it in the transaction in which the server has named a ticket that was missing: another computer has sent it again. */
export function sendAgainTo(
  ticketId: string,
  { tickets, sent }: Pick<DoubtStores, 'tickets' | 'sent'>,
): void {
  sent.sendAgain((command) => ticketIdOf(command) !== ticketId || isThere(command, tickets));
}

/**
 * Returns what tells whether a command waits for its ticket to come back. `answeredAt` is when the server last answered, null before
 * that: its next answer may bring the ticket, and messages that go before this one.
 */
export function strandedBy(
  { values, tickets }: Pick<DoubtStores, 'values' | 'tickets'>,
  answeredAt: Date | null,
): (command: { kind: CommandKind; ticket_id: string }) => boolean {
  const since = Date.parse(values.read('missing-since') ?? '');
  const isHoped = answeredAt === null || Math.abs(answeredAt.getTime() - since) < STRANDED_FOR;
  return ({ kind, ticket_id: id }) => isHoped && needsTicket(kind) && tickets.isMissing(id);
}

function needsTicket(kind: CommandKind): boolean {
  return kind !== 'create-ticket' && kind !== 'join-ticket';
}

/** Whether a ticket or message was seen to be at the server. What is not seen is sent again: it has no effect a second time. */
export function isThere(
  { key, kind, body }: OutboxEntry['command'],
  tickets: Pick<TicketStore, 'has' | 'read'>,
): boolean {
  if (kind === 'create-ticket') return tickets.has(key);
  if (kind !== 'add-comment') return false;
  return tickets.read(body.ticketId)?.comments.some(({ id }) => id === key) ?? false;
}

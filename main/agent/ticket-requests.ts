// IPC requests about the requester's tickets.
import { ok } from '../../contract/result.ts';
import type { Submit } from '../draft/submit.ts';
import type { Handlers } from '../ipc/dispatcher.ts';
import type { Clock } from '../support/clock.ts';
import { listTickets, type MyTicketsParts, ticketDetail } from '../tickets/my-tickets.ts';
import type { TicketFiles } from '../tickets/ticket-files.ts';
import type { TicketSearch } from '../tickets/ticket-search.ts';

interface Parts {
  clock: Clock;
  submit: Submit;
  myTickets: MyTicketsParts;
  search: TicketSearch;
  ticketFiles: TicketFiles;
  /** Called after a command was appended to the outbox: updates the windows and starts a sync. */
  submitted(ticketId: string): void;
  changedTickets(ids: readonly string[]): void;
  onState(): void;
}

export function ticketRequests(parts: Parts) {
  const { submit, myTickets, search, ticketFiles, submitted, clock } = parts;
  return {
    'tickets:list': async (query) => ok(await listTickets(query, { ...myTickets, search, clock })),
    'tickets:open'({ id }) {
      const found = ticketDetail(id, myTickets);
      if (found.ok && myTickets.tickets.markRead(id)) {
        parts.changedTickets([id]);
        parts.onState();
      }
      return found;
    },
    'tickets:act'({ id, act }) {
      const sent = submit.act(id, act);
      if (sent.ok) submitted(id);
      return sent;
    },
    'tickets:rate'({ id, rating }) {
      const sent = submit.rate(id, rating);
      if (sent.ok) submitted(id);
      return sent;
    },
    'tickets:save-file': ({ id, sha256 }) => ticketFiles.save(id, sha256),
  } satisfies Partial<Handlers>;
}

import { expect, it } from 'vitest';
import { NO_GAPS } from '../../../../contract/catalogue.ts';
import { CreateTicket } from '../../../../contract/sync.ts';
import { createOutboxStore } from '../../../../main/outbox/outbox-store.ts';
import { listTickets } from '../../../../main/tickets/my-tickets.ts';
import { createTicketStore } from '../../../../main/tickets/ticket-store.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { keyOf, ME, ticketOf } from '../../../fakes/snapshots.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();

it('a ticket that arrives from the server during a search is found once', async () => {
  const storage = openStorage();
  const tickets = createTicketStore(storage);
  const outbox = createOutboxStore(storage);
  const key = keyOf(1);
  const title = 'Printer on fire';
  const body = CreateTicket.parse({ ticketKind: 'incident', title, description: '', attachments: [] });
  const submittedAt = '2026-01-31T09:45:00.000Z';
  outbox.append({ key, kind: 'create-ticket', submittedAt, body, files: [] });
  const search = {
    prepare() {},
    async find() {
      tickets.put(ticketOf({ id: key, title }));
      return [key];
    },
  };
  const query = { shelf: 'open', search: 'printer', older: false, limit: 50 } as const;
  const localRequester = { me: () => ME, catalogue: () => null, backendGaps: () => NO_GAPS };
  const progress = { ofTicket: () => null };
  const parts = { tickets, outbox, localRequester, progress, search, clock: manualClock() };
  expect(await listTickets(query, parts)).toMatchObject({
    total: 1,
    tickets: [{ id: key, stage: 'created' }],
  });
});

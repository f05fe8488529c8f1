import { describe, expect, it } from 'vitest';
import { createTicketSearch } from '../../../../main/tickets/ticket-search.ts';
import { createTicketStore } from '../../../../main/tickets/ticket-store.ts';
import { keyOf, ticketOf } from '../../../fakes/snapshots.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();
const store = () => createTicketStore(openStorage());
const updatedAt = (day: number) => `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;

describe('ticket store', () => {
  it('a ticket is on one shelf, by its requester and status', () => {
    const tickets = store();
    tickets.put(ticketOf({ id: keyOf(1) }));
    tickets.put(ticketOf({ id: keyOf(2), status: 'closed' }));
    tickets.put(ticketOf({ id: keyOf(3), you: 'contact' }));
    tickets.put(ticketOf({ id: keyOf(4), you: 'approver', status: 'closed' }));
    const on = (shelf: 'open' | 'closed' | 'invited') =>
      tickets.onShelf({ shelf, closedSince: null }, 10).map(({ id }) => id);
    expect(on('open')).toEqual([keyOf(1)]);
    expect(on('closed')).toEqual([keyOf(2)]);
    expect(on('invited')).toEqual([keyOf(4), keyOf(3)]);
  });

  it('the total includes tickets beyond the limit, and excludes those closed before the date', () => {
    const tickets = store();
    for (let day = 1; day <= 9; day++) {
      tickets.put(ticketOf({ id: keyOf(day), status: 'closed', updatedAt: updatedAt(day) }));
    }
    const choice = { shelf: 'closed', closedSince: updatedAt(4) } as const;
    expect(tickets.countOnShelf(choice)).toBe(6);
    expect(tickets.onShelf(choice, 2).map(({ id }) => id)).toEqual([keyOf(9), keyOf(8)]);
  });

  it('the file contains neither title nor technician in plain text', () => {
    const { db, seal } = openStorage();
    createTicketStore({ db, seal }).put(ticketOf({ title: 'Very secret title', technician: 'Secret name' }));
    const row = JSON.stringify(db.prepare('select * from ticket').get());
    expect(row).not.toMatch(/secret/i);
  });

  it('only existing tickets count as unread', () => {
    const tickets = store();
    tickets.put(ticketOf());
    tickets.markUnread(keyOf(1));
    tickets.markUnread(keyOf(2));
    expect(tickets.unreadCount()).toBe(1);
  });
});

describe('search', () => {
  it('finds every word in number, title and technician, ignoring case and accents', async () => {
    const tickets = store();
    tickets.put(
      ticketOf({ id: keyOf(1), number: 'R-000042', title: 'Écran éteint', technician: 'Zoé Noël' }),
    );
    tickets.put(ticketOf({ id: keyOf(2), title: 'Écran cassé', technician: null }));
    const search = createTicketSearch(tickets);
    expect(await search.find(['ecran'])).toHaveLength(2);
    expect(await search.find(['noel', 'ecran', '42'])).toEqual([keyOf(1)]);
    expect(await search.find(['noel', 'casse'])).toEqual([]);
  });

  it('started while the tickets are still being read, waits and finds all of them', async () => {
    const storage = openStorage();
    const tickets = createTicketStore(storage);
    storage.db.transaction(() => {
      for (let number = 1; number <= 450; number++) tickets.put(ticketOf({ id: keyOf(number) }));
    })();
    expect(await createTicketSearch(tickets).find(['printer'])).toHaveLength(450);
  });

  it('includes changed tickets, and no removed ones', async () => {
    const tickets = store();
    tickets.put(ticketOf());
    const search = createTicketSearch(tickets);
    await search.find(['printer']);
    tickets.put(ticketOf({ title: 'Scanner on fire' }));
    expect(await search.find(['printer'])).toEqual([]);
    expect(await search.find(['scanner'])).toEqual([keyOf(1)]);
    tickets.remove(keyOf(1));
    expect(await search.find(['scanner'])).toEqual([]);
    tickets.put(ticketOf({ title: 'Scanner on fire' }));
    tickets.removeAll();
    expect(await search.find(['scanner'])).toEqual([]);
  });
});

// Writing a sync response in several transactions.
import { describe, expect, it } from 'vitest';
import { NO_GAPS } from '../../../../contract/catalogue.ts';
import { CreateTicket, SyncResponse } from '../../../../contract/sync.ts';
import type { TicketSnapshot } from '../../../../contract/ticket.ts';
import { createAnnouncementStore } from '../../../../main/announcements/announcement-store.ts';
import { createSeenFiles } from '../../../../main/attachments/seen-files.ts';
import { createCatalogueStore } from '../../../../main/catalogue/catalogue-store.ts';
import { createPeopleStore } from '../../../../main/catalogue/people-store.ts';
import { createDraftStore } from '../../../../main/draft/draft-store.ts';
import { createOutboxStore } from '../../../../main/outbox/outbox-store.ts';
import { createSentStore } from '../../../../main/outbox/sent-store.ts';
import { systemChance as chance } from '../../../../main/support/chance.ts';
import { createUploadTracker } from '../../../../main/sync/upload-tracker.ts';
import { type SyncNews, writeResponse } from '../../../../main/sync/write-response.ts';
import { createTicketStore } from '../../../../main/tickets/ticket-store.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { keyOf, ME, ticketOf } from '../../../fakes/snapshots.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();

function writer(onNews: (news: Pick<SyncNews, 'changedIds'>) => void = () => {}) {
  const storage = openStorage();
  const { db, values, seal } = storage;
  const clock = manualClock();
  const attachments = { retain() {}, release() {}, transfer() {} };
  const catalogue = createCatalogueStore({ db, seal });
  const stores = {
    values,
    tickets: createTicketStore({ db, seal }),
    outbox: createOutboxStore({ db, seal }),
    sent: createSentStore({ db, seal, attachments, clock }),
    drafts: createDraftStore({ db, seal, clock }),
    attachments,
    catalogue,
    announcements: createAnnouncementStore({ db, seal }),
    people: createPeopleStore({ db, seal, chance, clock }),
    seenFiles: createSeenFiles({ db, attachments, clock }),
    progress: createUploadTracker(() => {}),
    localRequester: {
      me: () => values.read('standing')?.requester ?? null,
      catalogue: catalogue.read,
      backendGaps: () => NO_GAPS,
    },
  };
  const write = (tickets: TicketSnapshot[], gone: string[] = []) => {
    const standing = { organisation: 'Contoso', state: 'active', requester: ME };
    const answer = { standing, results: [], tickets, gone, cursor: tickets.length, more: false };
    const nothingElse = { sent: [], sentCursor: 0, sentWish: null, holdPostponed: () => [] };
    return writeResponse(SyncResponse.parse(answer), nothingElse, { db, stores, chance, clock, onNews });
  };
  return { storage, stores, write };
}

it('upload progress ends when the ticket arrives', async () => {
  const { stores, write } = writer();
  const key = keyOf(1);
  const body = CreateTicket.parse({
    ticketKind: 'incident',
    title: 'Sent',
    description: '',
    attachments: [],
  });
  const submittedAt = '2026-01-31T09:45:00.000Z';
  stores.outbox.append({ key, kind: 'create-ticket', submittedAt, body, files: [] });
  stores.progress.begin(key, key, [{ sha256: 'a', size: 10 }]);
  await write([ticketOf({ id: key })]);
  expect(stores.outbox.waiting()).toBe(0);
  expect(stores.progress.ofTicket(key)).toBeNull();
});

it('a ticket that the requester no longer takes part in disappears, with its mark', async () => {
  const news: string[][] = [];
  const { stores, storage, write } = writer(({ changedIds }) => news.push(changedIds));
  const [own, other] = [keyOf(1), keyOf(2)];
  await write([ticketOf({ id: own }), ticketOf({ id: other, you: 'joiner' })]);
  stores.tickets.markUnread(other);
  // also where nothing else has changed, and what was never here
  await write([], [other, keyOf(3)]);
  expect([stores.tickets.has(own), stores.tickets.has(other)]).toEqual([true, false]);
  expect(stores.tickets.heading(other)).toBeNull();
  expect(storage.db.prepare('select count(*) from unread_ticket').pluck().get()).toBe(0);
  expect(news.at(-1)).toEqual([other, keyOf(3)]);
});

const manyTickets = Array.from({ length: 90 }, (_, index) => ticketOf({ id: keyOf(index + 1) }));
const allOpen = { shelf: 'open', closedSince: null } as const;

describe('a response with many tickets', () => {
  it('yields between its parts, and stores the cursor with the last', async () => {
    const cursors: (number | null)[] = [];
    const { stores, storage, write } = writer(() => cursors.push(storage.values.read('cursor')));
    const writing = write(manyTickets);
    expect(stores.tickets.countOnShelf(allOpen)).toBeLessThan(90);
    await writing;
    expect(stores.tickets.countOnShelf(allOpen)).toBe(90);
    expect(cursors.slice(0, -1).every((cursor) => cursor === null)).toBe(true);
    expect(cursors.at(-1)).toBe(90);
  });

  it('interrupted by the stop does not move the cursor, so the same tickets come again', async () => {
    const { storage, write } = writer();
    const writing = write(manyTickets);
    expect(storage.values.read('cursor')).toBeNull();
    storage.db.close();
    await expect(writing).resolves.toMatchObject({ reread: false });
  });

  it('without tickets still moves the cursor', async () => {
    const { storage, write } = writer();
    await write([]);
    expect(storage.values.read('cursor')).toBe(0);
    expect(storage.values.read('caught-up')).toBe(true);
  });
});

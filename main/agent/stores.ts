// The stores of the agent's local data, one owner per table.
import { type AnnouncementStore, createAnnouncementStore } from '../announcements/announcement-store.ts';
import { type AttachmentFiles, createAttachmentFiles } from '../attachments/attachment-files.ts';
import type { FileWorker } from '../attachments/file-worker.ts';
import { createSeenFiles, type SeenFiles } from '../attachments/seen-files.ts';
import { type CatalogueStore, createCatalogueStore } from '../catalogue/catalogue-store.ts';
import { createPeopleStore, type PeopleStore } from '../catalogue/people-store.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { Storage } from '../db/storage.ts';
import { createDraftStore, type DraftStore } from '../draft/draft-store.ts';
import { createOutboxStore, type OutboxStore } from '../outbox/outbox-store.ts';
import { createSentStore, type SentStore } from '../outbox/sent-store.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { createTicketStore, type TicketStore } from '../tickets/ticket-store.ts';

export interface Stores {
  values: KeyValueStore;
  drafts: DraftStore;
  outbox: OutboxStore;
  sent: SentStore;
  attachments: AttachmentFiles;
  seenFiles: SeenFiles;
  tickets: TicketStore;
  catalogue: CatalogueStore;
  people: PeopleStore;
  announcements: AnnouncementStore;
}

export function openStores(parts: {
  storage: Pick<Storage, 'db' | 'values' | 'seal' | 'attachments'>;
  worker: FileWorker;
  chance: Chance;
  clock: Clock;
  log: Log;
}): Stores {
  const { storage, worker, chance, clock, log } = parts;
  const { db, values, seal } = storage;
  const attachments = createAttachmentFiles({ db, folder: storage.attachments, worker, chance, log });
  return {
    values,
    drafts: createDraftStore({ db, seal, clock }),
    outbox: createOutboxStore({ db, seal }),
    sent: createSentStore({ db, seal, attachments, clock }),
    attachments,
    seenFiles: createSeenFiles({ db, attachments, clock }),
    tickets: createTicketStore({ db, seal }),
    catalogue: createCatalogueStore({ db, seal }),
    people: createPeopleStore({ db, seal, chance, clock }),
    announcements: createAnnouncementStore({ db, seal }),
  };
}

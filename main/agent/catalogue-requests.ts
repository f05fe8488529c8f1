// IPC requests about the organisation's catalogue, people and announcements.
import { ok } from '../../contract/result.ts';
import { type AnnouncementParts, announcementsNow, ticketToJoin } from '../announcements/my-announcements.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import { findLeaf } from '../catalogue/category.ts';
import { findPeople, type PeopleSources } from '../catalogue/find-people.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { Submit } from '../draft/submit.ts';
import type { Handlers } from '../ipc/dispatcher.ts';
import type { LocalRequester } from '../tickets/pending-ticket.ts';

interface Parts extends AnnouncementParts, PeopleSources {
  catalogue: CatalogueStore;
  values: KeyValueStore;
  localRequester: Pick<LocalRequester, 'backendGaps'>;
  submit: Submit;
  /** Called after a command was appended to the outbox: updates the windows and starts a sync. */
  submitted(ticketId: string): void;
  tellAnnouncements(): void;
}

export function catalogueRequests(parts: Parts) {
  return {
    'catalogue:read'() {
      const catalogue = parts.catalogue.read();
      const recent = parts.values.read('recent-categories') ?? [];
      return ok({
        catalogue,
        recent: recent.filter((id) => findLeaf(catalogue, id) !== null),
        backendGaps: parts.localRequester.backendGaps(),
      });
    },
    'people:search': async ({ search }) => ok(await findPeople(search, parts)),
    'announcements:list': () => ok(announcementsNow(parts)),
    'announcements:join'({ id }) {
      const found = ticketToJoin(id, parts);
      if (!found.ok) return found;
      const { ticketId, joined } = found.value;
      // Joining twice is harmless.
      if (joined !== 'no') return ok(undefined);
      const sent = parts.submit.join(ticketId, id);
      if (!sent.ok) return sent;
      parts.submitted(ticketId);
      parts.tellAnnouncements();
      return ok(undefined);
    },
  } satisfies Partial<Handlers>;
}

// The agent's side of the help desk: the connection, what came from there, and how the user hears of it.
import { NO_GAPS } from '../../contract/catalogue.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { Language } from '../../contract/primitives.ts';
import { type AnnouncementStore, createAnnouncementStore } from '../announcements/announcement-store.ts';
import { createAnnouncementWatch } from '../announcements/announcement-watch.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import { createSeenFiles, type SeenFiles } from '../attachments/seen-files.ts';
import { type CatalogueStore, createCatalogueStore } from '../catalogue/catalogue-store.ts';
import { createPeopleStore, type PeopleStore } from '../catalogue/people-store.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { createEnrolment, type Enrolment } from '../enrolment/enrol.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import { connect } from '../sync/connection.ts';
import { createLink } from '../sync/link.ts';
import { createUploadProgress } from '../sync/upload-progress.ts';
import { createChangedTickets } from '../tickets/changed-tickets.ts';
import type { MyTicketsParts } from '../tickets/my-tickets.ts';
import type { LocalRequester } from '../tickets/pending-ticket.ts';
import { createTicketFiles, type TicketFiles } from '../tickets/ticket-files.ts';
import { createTicketSearch, type TicketSearch } from '../tickets/ticket-search.ts';
import { createTicketStore, type TicketStore } from '../tickets/ticket-store.ts';
import { shortened } from '../tickets/toast-of-news.ts';
import type { AgentParts } from './agent.ts';
import { createNewsTeller } from './tell-news.ts';

/** What came from the help desk, one owner a table. */
export interface DeskStores {
  tickets: TicketStore;
  catalogue: CatalogueStore;
  announcements: AnnouncementStore;
  people: PeopleStore;
  seenFiles: SeenFiles;
  localRequester: LocalRequester;
}

export function openDeskStores(
  { storage: { db, values, seal }, chance, clock }: Pick<AgentParts, 'storage' | 'chance' | 'clock'>,
  attachments: Pick<AttachmentFiles, 'hold' | 'release'>,
): DeskStores {
  const catalogue = createCatalogueStore({ db, seal });
  return {
    tickets: createTicketStore({ db, seal }),
    catalogue,
    announcements: createAnnouncementStore({ db, seal }),
    people: createPeopleStore({ db, seal, chance, clock }),
    seenFiles: createSeenFiles({ db, attachments, clock }),
    localRequester: {
      me: () => values.read('standing')?.requester ?? null,
      catalogue: catalogue.read,
      backendGaps: () => values.read('backendGaps') ?? NO_GAPS,
    },
  };
}

interface HelpDeskParts extends AgentParts, DeskStores {
  values: KeyValueStore;
  outbox: OutboxStore;
  drafts: DraftStore;
  attachments: AttachmentFiles;
  language(): Language;
}

export interface HelpDesk {
  /** null where no help desk is configured */
  client: ServerClient | null;
  myTickets: MyTicketsParts & { search: TicketSearch };
  ticketFiles: TicketFiles;
  state(): { online: boolean; problem: GuichetError | null };
  isOnline(): boolean;
  isEnrolled(): boolean;
  credentials: Enrolment['credentials'];
  isSending(): boolean;
  changedTickets(ids: readonly string[]): void;
  tellAnnouncements(): void;
  /** What was put in the outbox shows in the windows at once, and is sent. */
  submitted(ticketId: string): void;
  start(): void;
  kick(): void;
  /** The computer woke up, or the network changed. */
  renew(): void;
  stop(): void;
}

/** Nothing is asked of the server before `start`. */
export function createHelpDesk(parts: HelpDeskParts): HelpDesk {
  const { storage, values, deployment, identity, clock, version, tell, onState, attachments, tickets } =
    parts;
  const link = createLink(deployment.ok ? null : deployment.error, onState);
  const secret = storage.secrets.agentSecret;
  const enrolment = createEnrolment({ values, deployment, identity, secret, version });
  const changedTickets = createChangedTickets((ids) => tell('tickets:changed', { ids }), clock);
  const progress = createUploadProgress((ticketId) => changedTickets([ticketId]));
  const tellAnnouncements = () => tell('announcements:changed', undefined);
  const watch = watchAnnouncements(parts, tellAnnouncements);
  const tellNews = createNewsTeller({ ...parts, changedTickets, onAnnouncements: watch.renew });
  const connection = deployment.ok
    ? connect({
        ...parts,
        ...deployment.value,
        db: storage.db,
        enrolment,
        progress,
        onNews: tellNews,
        onRound(error) {
          link.record(error);
          onState();
          void attachments.sweep();
        },
      })
    : null;
  const client = connection?.client ?? null;
  const kick = () => connection?.kick();

  return {
    client,
    myTickets: { ...parts, progress, search: createTicketSearch(tickets) },
    ticketFiles: createTicketFiles({ ...parts, client }),
    state: link.state,
    isOnline: () => link.state().online,
    isEnrolled: () => enrolment.credentials() !== null,
    credentials: enrolment.credentials,
    isSending: () => connection?.isSending() ?? false,
    changedTickets,
    tellAnnouncements,
    submitted(ticketId) {
      changedTickets([ticketId]);
      onState();
      kick();
    },
    start() {
      watch.start();
      connection?.start();
    },
    kick,
    renew: () => connection?.renew(),
    stop() {
      watch.stop();
      connection?.stop();
    },
  };
}

function watchAnnouncements(parts: HelpDeskParts, onChange: () => void) {
  const { announcements, clock, texts, language, toast } = parts;
  return createAnnouncementWatch({
    announcements,
    clock,
    onChange,
    onOutage({ id, title, text }) {
      const said = texts(language())('toast.outage', { title: title[language()] });
      toast({ title: said, body: shortened(text[language()]), reply: null }, { announcementId: id });
    },
  });
}

// Composition of the agent without its windows: makes its parts and passes them to each other by name.
import { NO_GAPS } from '../../contract/catalogue.ts';
import { mayOpenTickets as mayOpenTicketsIn } from '../../contract/condition.ts';
import type { Standing } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { AgentPolicy, AttachedFiles, AttachFiles, Hindrance } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Recovery } from '../../contract/recovery.ts';
import type { Result } from '../../contract/result.ts';
import type { FileWorker } from '../attachments/file-worker.ts';
import { watchStorage } from '../db/health.ts';
import type { Storage } from '../db/storage.ts';
import type { FormDraft } from '../draft/form-draft.ts';
import { createBrowserSignIn } from '../enrolment/sign-in.ts';
import { createDraftFacts } from '../facts/draft-facts.ts';
import type { Credentials } from '../http/server-client.ts';
import type { AgentHandlers } from '../ipc/dispatcher.ts';
import { agentPolicy } from '../settings/agent-policy.ts';
import { createPersonalSettings } from '../settings/personal-settings.ts';
import { createServerClock } from '../support/server-clock.ts';
import { storageFailureOf } from '../support/storage-failure.ts';
import { strandedBy } from '../sync/older-server.ts';
import { createUploadTracker } from '../sync/upload-tracker.ts';
import { createChangedTickets } from '../tickets/changed-tickets.ts';
import { createTicketFiles } from '../tickets/ticket-files.ts';
import { createTicketSearch } from '../tickets/ticket-search.ts';
import { catalogueRequests } from './catalogue-requests.ts';
import { conditionOf } from './condition.ts';
import { createDeparture } from './departure.ts';
import { draftRequests } from './draft-requests.ts';
import { createDrafting } from './drafting.ts';
import type { Desktop, Device, Machine, System } from './environment.ts';
import { createNewsNotifier } from './notify-news.ts';
import { createOutageNotifier } from './notify-outages.ts';
import { createDamageResponse, createRecoveryNews } from './recovery.ts';
import { createToastReply } from './reply-from-toast.ts';
import { createServerConnection } from './server-connection.ts';
import { settingsRequests } from './settings-requests.ts';
import { openStores } from './stores.ts';
import { ticketRequests } from './ticket-requests.ts';

export interface AgentParts {
  storage: Storage;
  worker: FileWorker;
  system: System;
  device: Device;
  machine: Machine;
  desktop: Desktop;
}

interface AgentState {
  problem: GuichetError | null;
  standing: Standing | null;
  online: boolean;
  /** the server asked to call again later */
  limited: boolean;
  hindrance: Hindrance | null;
  recovery: Recovery | null;
  isRecovering: boolean;
  waiting: number;
  /** tickets with something unread */
  unread: number;
  policy: AgentPolicy;
  language: Language;
}

export interface Agent {
  handlers: AgentHandlers;
  state(): AgentState;
  /** Whether the form may be filled in; the windows show why not. */
  mayOpenTickets(): boolean;
  /** Whether the form shows a draft. */
  hasDraft(): boolean;
  /** Whether the form's draft has text, files or pictures that the user added. */
  isWriting(): boolean;
  /** Whether a sync round is running. */
  isSending(): boolean;
  /** The id and secret the server knows this agent by; null before the first enrolment. */
  credentials(): Credentials | null;
  /** The draft shown in the form. */
  form: Pick<FormDraft, 'open' | 'addCaptured'>;
  /** For the preload only: a page cannot name a path itself. Errors: `draft-gone`. */
  attachFiles(files: AttachFiles): Promise<Result<AttachedFiles>>;
  /** PNG of a draft's picture; null when there is none. */
  pictureBytes(id: string): Promise<Uint8Array | null>;
  /** A file of a ticket, from this computer or from the server; null when neither has it. */
  attachmentBytes(ticketId: string, sha256: string): Promise<{ bytes: Uint8Array; mediaType: string } | null>;
  /** Sends a reply typed in a toast, or stores it as a draft with the error. Fails when nothing can be stored. */
  reply(ticketId: string, text: string): Result<void>;
  start(): void;
  /** Called when the local policy has changed; the new policy is in force on return. */
  policyChanged(): void;
  /** Called after sleep or a network change. */
  renew(): void;
  /** Called when there is no network any more: people are told sooner than the next poll would. */
  disconnected(): void;
  /** Writes the in-memory pictures of open drafts to disk. */
  saveDrafts(): Promise<void>;
  /** As `stop`, but synchronous: the system is about to kill the process. */
  endNow(): void;
  stop(): Promise<void>;
}

/** No request is sent before `start`. */
export function createAgent({ storage, worker, system, device, machine, desktop }: AgentParts): Agent {
  const { clock, chance, log, texts, version, fetch } = system;
  const { sendNotice, toast, applySettings, startsAtSignIn, leaving } = desktop;
  const { identity, deployment, account, localPolicy } = device;
  const { db } = storage;
  const health = watchStorage({
    db,
    clock,
    log,
    onChange(problem) {
      onState();
      // what could not be stored of the last answer comes again
      if (problem === null) connection.kick();
    },
    onDamage: () => onDamage(),
  });
  const stores = openStores({ storage, worker, chance, clock, log });
  const { values, drafts, outbox, sent, attachments, seenFiles, tickets, catalogue, people, announcements } =
    stores;
  const transaction = (act: () => void) => db.transaction(act)();

  const personal = createPersonalSettings({
    values,
    systemLanguage: system.systemLanguage,
    imposed: () => localPolicy().imposed,
    account,
    startsAtSignIn,
  });
  const { language } = personal;
  const policy = () => agentPolicy(values.read('policy'), localPolicy());
  const localRequester = {
    me: () => values.read('standing')?.requester ?? null,
    catalogue: catalogue.read,
    backendGaps: () => values.read('backendGaps') ?? NO_GAPS,
  };

  const recovery = createRecoveryNews({ values, texts, language, toast, onState: () => onState() });
  const changedTickets = createChangedTickets((ids) => sendNotice('tickets:changed', { ids }), clock);
  const tellAnnouncements = () => sendNotice('announcements:changed', undefined);
  const progress = createUploadTracker((ticketId) => changedTickets([ticketId]));
  const serverClock = createServerClock(clock);
  const outages = createOutageNotifier({
    announcements,
    clock: serverClock,
    texts,
    language,
    toast,
    onChange: tellAnnouncements,
  });
  const connection = createServerConnection({
    storage,
    attachments,
    syncStores: {
      values,
      tickets,
      outbox,
      sent,
      drafts,
      attachments,
      catalogue,
      announcements,
      people,
      seenFiles,
      progress,
      localRequester,
    },
    progress,
    deployment,
    identity,
    fetch,
    version,
    language,
    clock,
    chance,
    log,
    onNews: createNewsNotifier({
      sendNotice,
      toast,
      texts,
      language,
      changedTickets,
      onAnnouncements: outages.renew,
      tickets,
    }),
    onServerTime(time) {
      if (serverClock.heard(time)) outages.renew();
    },
    onLeaveAsked: () => departure.onAsked(),
    onState,
  });
  const { client, isOnline, isEnrolled, kick } = connection;
  function submitted(ticketId: string): void {
    changedTickets([ticketId]);
    onState();
    kick();
  }

  const myTickets = { tickets, outbox, localRequester, progress };
  const search = createTicketSearch(tickets);
  const ticketFiles = createTicketFiles({
    tickets,
    outbox,
    attachments,
    seenFiles,
    client,
    clock,
    downloads: machine.downloads,
    showInFolder: machine.showInFolder,
  });
  const draftFacts = createDraftFacts({
    identity,
    version,
    settings: personal.read,
    screens: machine.screens,
    collectFacts: machine.collectFacts,
    areAllowed: () => policy().facts,
    clock,
    onChange: (draftId) => drafting.views.publish(draftId),
  });
  const drafting = createDrafting({
    stores,
    transaction,
    worker,
    capture: machine.capture,
    draftFacts,
    myTickets,
    localRequester,
    language,
    policy,
    mayOpenTickets,
    sendNotice,
    clock,
    chance,
    log,
  });
  const { openDrafts, form, submit, draftPictures, choice, views } = drafting;
  const departure = createDeparture({
    outbox,
    drafts,
    openDrafts,
    connection,
    client,
    leaving,
    clock,
    log,
  });

  const signIn = createBrowserSignIn({
    client,
    isEnrolled,
    openInBrowser: machine.openInBrowser,
    clock,
    texts,
    language,
  });

  const onDamage = createDamageResponse({ storage, openDrafts, clock, log, restart: desktop.restart });
  const stored = keepingLast(() => ({
    standing: values.read('standing'),
    waiting: outbox.waiting(),
    heldUp: outbox.heldUp(clock.now(), strandedBy(stores, clock.now())),
    unread: tickets.unreadCount(),
    policy: policy(),
    language: language(),
  }));
  function state(): AgentState {
    const { hindrance, ...reached } = connection.state();
    const { heldUp, ...kept } = stored();
    return { ...reached, hindrance: health.problem() ?? hindrance ?? heldUp, ...recovery.state(), ...kept };
  }
  function onState(): void {
    if (db.open) recovery.settle(conditionOf(state()).condition);
    desktop.onState();
  }
  function mayOpenTickets(): boolean {
    const now = state();
    return mayOpenTicketsIn({ ...now, ...conditionOf(now) });
  }

  return {
    handlers: {
      ...draftRequests({
        openDrafts,
        drafts,
        form,
        views,
        submit,
        draftPictures,
        choice,
        myTickets,
        submitted,
      }),
      ...ticketRequests({
        submit,
        myTickets,
        search,
        ticketFiles,
        submitted,
        changedTickets,
        onState,
        clock: serverClock,
      }),
      ...catalogueRequests({
        catalogue,
        values,
        localRequester,
        people,
        announcements,
        tickets,
        outbox,
        client,
        isOnline,
        clock: serverClock,
        submit,
        submitted,
        tellAnnouncements,
      }),
      ...recovery.requests,
      ...departure.requests,
      ...settingsRequests({
        personal,
        values,
        clock,
        client,
        isEnrolled,
        kick,
        onState,
        applySettings,
        signIn,
      }),
    },
    state,
    mayOpenTickets,
    hasDraft: () => openDrafts.form() !== null,
    isWriting: openDrafts.isWriting,
    isSending: connection.isSending,
    credentials: connection.credentials,
    form,
    attachFiles: drafting.draftFiles.attach,
    pictureBytes: choice.pictureBytes,
    attachmentBytes: ticketFiles.bytes,
    reply: createToastReply({ submit, drafts, tickets, chance, clock, toast, texts, language, submitted }),
    start() {
      applySettings(personal.read());
      void attachments.sweep();
      outages.start();
      recovery.tell();
      connection.start();
    },
    policyChanged() {
      applySettings(personal.read());
      onState();
    },
    renew: connection.renew,
    disconnected: kick,
    saveDrafts: drafting.saveAll,
    endNow() {
      stopWork();
      storage.close();
    },
    async stop() {
      stopWork();
      await Promise.all([worker.close(), machine.stopFacts()]);
      storage.close();
    },
  };

  function stopWork(): void {
    health.stop();
    signIn.cancel();
    outages.stop();
    connection.stop();
  }
}

/** While the database cannot be read, what was read last still stands. */
function keepingLast<T>(read: () => T): () => T {
  let last: T | null = null;
  return () => {
    try {
      last = read();
      return last;
    } catch (failure) {
      if (last === null || !storageFailureOf(failure)) throw failure;
      return last;
    }
  };
}

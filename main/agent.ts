// The agent without its windows: stores, drafts, outbox and connection, made and passed to each other.

import type { NoticeName } from '../contract/channels.ts';
import type { AgentIdentity, Standing } from '../contract/enrolment.ts';
import { type GuichetError, sentenceOf } from '../contract/errors.ts';
import type { Notice } from '../contract/ipc.ts';
import type { Result } from '../contract/result.ts';
import type { Language } from '../contract/words.ts';
import { type AgentHandlers, answerRequests } from './agent-requests.ts';
import { type Bitmap, createPictureStore } from './capture/picture-store.ts';
import type { PictureWorker } from './capture/picture-worker.ts';
import { conditionOf } from './condition.ts';
import type { Storage } from './db/storage.ts';
import { createAttachmentFiles } from './draft/attachment-files.ts';
import { createCurrentDraft } from './draft/current-draft.ts';
import { createDraftStore } from './draft/draft-store.ts';
import { createSubmit } from './draft/submit.ts';
import { createEnrolment } from './enrolment/enrol.ts';
import { createOutboxStore } from './outbox/outbox-store.ts';
import type { Deployment } from './settings/deployment.ts';
import { createPersonal } from './settings/personal.ts';
import type { Chance } from './support/chance.ts';
import type { Clock } from './support/clock.ts';
import type { Log } from './support/log.ts';
import type { Texts } from './support/texts.ts';
import { connect } from './sync/connection.ts';
import { createLink } from './sync/link.ts';
import type { Fetch } from './sync/server-client.ts';
import { type SyncNews, takesTickets } from './sync/sync-round.ts';
import { createTicketStore } from './tickets/ticket-store.ts';
import { toastOfNews } from './tickets/toast-of-news.ts';

/** What a click on a toast leads to. */
export type ToastTarget = { ticketId: string } | { draftId: string };

export interface AgentParts {
  storage: Storage;
  worker: PictureWorker;
  deployment: Result<Deployment>;
  identity: AgentIdentity;
  fetch: Fetch;
  clock: Clock;
  chance: Chance;
  log: Log;
  texts: Texts;
  version: string;
  systemLanguage: Language;
  /** The screen without the form on it, or null when it cannot be had. */
  captureAgain(): Promise<Bitmap | null>;
  tell<N extends NoticeName>(name: N, notice: Notice<N>): void;
  toast(toast: { title: string; body: string }, target: ToastTarget): void;
  /** `state()` has changed. */
  onState(): void;
}

export interface AgentState {
  problem: GuichetError | null;
  standing: Standing | null;
  online: boolean;
  waiting: number;
  language: Language;
}

export interface Agent {
  handlers: AgentHandlers;
  state(): AgentState;
  /** Whether the form may be filled in; the windows show why not. */
  mayOpenTickets(): boolean;
  /** Whether the form holds a draft at this moment. */
  hasDraft(): boolean;
  /**
   * Opens a draft for the form, the one named, else the last one, else a new one, and tells the form; none where no
   * ticket may be opened.
   */
  openDraft(how?: { id?: string; picture?: Bitmap | null }): void;
  /** Gives the form its picture; null says that there is none to be had. */
  addPicture(picture: Bitmap | null): void;
  pictureBytes(id: string): Promise<Uint8Array | null>;
  start(): void;
  /** The computer woke up, or the network changed. */
  renew(): void;
  stop(): Promise<void>;
}

export function createAgent(parts: AgentParts): Agent {
  const { storage, worker, deployment, identity, clock, chance, texts, version, tell, onState } = parts;
  const { db, facts, seal, secrets } = storage;

  const personal = createPersonal({ facts, systemLanguage: parts.systemLanguage });
  const drafts = createDraftStore({ db, seal, clock });
  const outbox = createOutboxStore({ db, seal });
  const tickets = createTicketStore({ db, seal });
  const attachments = createAttachmentFiles({ db, folder: storage.attachments, worker });
  const pictures = createPictureStore({
    worker,
    chance,
    clock,
    onEncoded(_, encoded) {
      if (!encoded) current.setProblem({ code: 'capture-failed' });
      tell('draft:shown', current.shown());
    },
  });
  const transaction = (act: () => void) => db.transaction(act)();
  const current = createCurrentDraft({ transaction, drafts, pictures, attachments, chance });
  const stores = { db, drafts, pictures, attachments, outbox, tickets, facts };
  const submit = createSubmit({ ...stores, current, clock, chance });
  const enrolment = createEnrolment({ facts, deployment, identity, secret: secrets.agentSecret, version });
  const link = createLink(deployment.ok ? null : deployment.error, onState);
  const language = () => personal.read().language;

  /** After a sync's transaction: windows first, then toasts. */
  function onNews({ changedIds, news, refusals }: SyncNews): void {
    if (changedIds.length > 0) tell('tickets:changed', { ids: changedIds });
    for (const { draftId, title, error } of refusals) {
      const toast = { title: texts(language())('toast.refused'), body: sentenceOf(error, language()) };
      parts.toast(title ? { ...toast, title: `${toast.title} – ${title}` } : toast, { draftId });
    }
    for (const item of news) {
      parts.toast(toastOfNews(item, texts(language())), { ticketId: item.ticket.id });
    }
    void attachments.sweep();
    onState();
  }

  const connection = deployment.ok
    ? connect({
        ...stores,
        ...deployment.value,
        fetch: parts.fetch,
        enrolment,
        chance,
        clock,
        log: parts.log,
        version,
        language,
        onNews,
        onRound: link.record,
      })
    : null;

  const state = (): AgentState => ({
    ...link.state(),
    standing: facts.read('standing'),
    waiting: outbox.waiting(),
    language: language(),
  });
  function mayOpenTickets(): boolean {
    const { condition } = conditionOf(state());
    return (condition === 'ready' || condition === 'offline') && takesTickets(facts.read('standing'));
  }
  function addPicture(picture: Bitmap | null, inPlace = false): void {
    if (picture) current.addPicture(picture, inPlace);
    current.setProblem(problemAfterCapture(picture !== null, current.shown()?.problem ?? null));
    tell('draft:shown', current.shown());
  }

  return {
    handlers: answerRequests({
      current,
      submit,
      stores,
      personal,
      client: connection?.client ?? null,
      isEnrolled: () => enrolment.credentials() !== null,
      mayOpenTickets,
      retake: async () => addPicture(await parts.captureAgain(), true),
      kick: () => connection?.kick(),
      onState,
      tell,
    }),
    state,
    mayOpenTickets,
    hasDraft: () => current.shown() !== null,
    openDraft({ id, picture } = {}) {
      if (!mayOpenTickets()) return tell('draft:shown', null);
      current.begin(id);
      if (picture !== undefined) addPicture(picture);
      else tell('draft:shown', current.shown());
    },
    addPicture: (picture) => addPicture(picture),
    pictureBytes: (id) => current.pictureBytes(id),
    start() {
      void attachments.sweep();
      connection?.start();
    },
    renew: () => connection?.renew(),
    async stop() {
      connection?.stop();
      await worker.close();
      storage.close();
    },
  };
}

/** A failed capture is told once, and no longer once a picture is there; a refusal stays until it is dealt with. */
function problemAfterCapture(captured: boolean, before: GuichetError | null): GuichetError | null {
  if (before && before.code !== 'capture-failed') return before;
  return captured ? null : { code: 'capture-failed' };
}

// The agent without its windows: stores, drafts, outbox and connection, made and passed to each other.
import type { NoticeName } from '../contract/channels.ts';
import type { AgentIdentity, Standing } from '../contract/enrolment.ts';
import type { GuichetError } from '../contract/errors.ts';
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
import { createFormDraft, type FormDraft } from './draft/form-draft.ts';
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
import { createNewsTeller } from './tell-news.ts';
import { createTicketStore } from './tickets/ticket-store.ts';

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
  openDraft: FormDraft['open'];
  /** Gives the form its picture; null says that there is none to be had. */
  addPicture(picture: Bitmap | null): void;
  pictureBytes(id: string): Promise<Uint8Array | null>;
  start(): void;
  /** The computer woke up, or the network changed. */
  renew(): void;
  stop(): Promise<void>;
}

/** Nothing is asked of the server before `start`. */
export function createAgent(parts: AgentParts): Agent {
  const { storage, worker, deployment, identity, clock, chance, version, tell, onState } = parts;
  const { facts, secrets } = storage;
  const kept = openStores(parts);
  const { personal, attachments, outbox } = kept;
  const language = () => personal.read().language;

  const pictures = createPictureStore({
    worker,
    chance,
    clock,
    onEncoded: (_, encoded) => form.onEncoded(encoded !== null),
  });
  const current = createCurrentDraft({ ...kept, pictures, chance });
  const form = createFormDraft({ current, mayOpenTickets, show: (draft) => tell('draft:shown', draft) });
  const submit = createSubmit({ ...kept, pictures, current, clock, chance });

  const link = createLink(deployment.ok ? null : deployment.error, onState);
  const enrolment = createEnrolment({ facts, deployment, identity, secret: secrets.agentSecret, version });
  const tellNews = createNewsTeller({ ...parts, language });
  const connection = deployment.ok
    ? connect({
        ...parts,
        ...kept,
        ...deployment.value,
        enrolment,
        language,
        onNews(news) {
          tellNews(news);
          void attachments.sweep();
          onState();
        },
        onRound: link.record,
      })
    : null;

  function state(): AgentState {
    const standing = facts.read('standing');
    return { ...link.state(), standing, waiting: outbox.waiting(), language: language() };
  }
  function mayOpenTickets(): boolean {
    const { condition } = conditionOf(state());
    return condition === 'ready' || condition === 'offline';
  }

  let retaking: Promise<void> | null = null;
  /** Pressed twice it is taken once: the second picture would have the form in it. */
  function retake(): Promise<void> {
    retaking ??= parts
      .captureAgain()
      .then((picture) => form.addPicture(picture, true))
      .finally(() => {
        retaking = null;
      });
    return retaking;
  }

  return {
    handlers: answerRequests({
      current,
      submit,
      stores: kept,
      personal,
      client: connection?.client ?? null,
      isEnrolled: () => enrolment.credentials() !== null,
      mayOpenTickets,
      retake,
      kick: () => connection?.kick(),
      onState,
      tell,
    }),
    state,
    mayOpenTickets,
    hasDraft: () => current.shown() !== null,
    openDraft: form.open,
    addPicture: (picture) => form.addPicture(picture),
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

/** What the agent keeps on this computer, one owner a table. */
function openStores({ storage, worker, clock, systemLanguage }: AgentParts) {
  const { db, facts, seal } = storage;
  return {
    db,
    facts,
    transaction: (act: () => void) => db.transaction(act)(),
    personal: createPersonal({ facts, systemLanguage }),
    drafts: createDraftStore({ db, seal, clock }),
    outbox: createOutboxStore({ db, seal }),
    tickets: createTicketStore({ db, seal }),
    attachments: createAttachmentFiles({ db, folder: storage.attachments, worker }),
  };
}

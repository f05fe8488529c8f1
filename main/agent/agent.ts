// The agent without its windows: stores, drafts, outbox and connection, made and passed to each other.
import type { NoticeName } from '../../contract/channels.ts';
import type { AgentIdentity, Standing } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type {
  AgentPolicy,
  AttachedFiles,
  AttachFiles,
  Notice,
  PersonalSettings,
} from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Result } from '../../contract/result.ts';
import { createAttachmentFiles } from '../attachments/attachment-files.ts';
import type { FileWorker } from '../attachments/file-worker.ts';
import type { Captured, TakePictures } from '../capture/captured.ts';
import type { Storage } from '../db/storage.ts';
import type { Toast, ToastTarget } from '../desktop/toast-xml.ts';
import type { Account } from '../device/identity.ts';
import { createDraftStore } from '../draft/draft-store.ts';
import type { FormDraft } from '../draft/form-draft.ts';
import type { CollectFacts } from '../facts/collect-facts.ts';
import type { Credentials, Fetch } from '../http/server-client.ts';
import { createOutboxStore } from '../outbox/outbox-store.ts';
import { agentPolicy } from '../settings/agent-policy.ts';
import type { Deployment } from '../settings/deployment.ts';
import { createPersonal } from '../settings/personal.ts';
import type { LocalPolicy } from '../settings/policy.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Texts } from '../support/texts.ts';
import { type AgentHandlers, answerRequests } from './agent-requests.ts';
import { conditionOf } from './condition.ts';
import { createDrafting } from './drafting.ts';
import { createHelpDesk, openDeskStores } from './help-desk.ts';
import { createToastReply } from './reply-from-toast.ts';

export interface AgentParts {
  storage: Storage;
  worker: FileWorker;
  deployment: Result<Deployment>;
  identity: AgentIdentity;
  fetch: Fetch;
  clock: Clock;
  chance: Chance;
  log: Log;
  texts: Texts;
  version: string;
  systemLanguage: Language;
  /** as it is now */
  localPolicy(): LocalPolicy;
  account: Account;
  /** Pictures without a window of Guichet in them. */
  capture: TakePictures;
  /** The displays, as the fact of that name says them. */
  screens(): string;
  collectFacts: CollectFacts;
  stopFacts(): Promise<void>;
  /** Called at start and after each writing: the settings that the system has to be told of. */
  applySettings(settings: PersonalSettings): void;
  /** Whether the system starts Guichet at sign-in. */
  startsAtSignIn(): boolean;
  /** the user's folder of downloads */
  downloads: string;
  showInFolder(path: string): void;
  tell<N extends NoticeName>(name: N, notice: Notice<N>): void;
  toast(toast: Toast, target: ToastTarget): void;
  /** `state()` has changed. */
  onState(): void;
}

export interface AgentState {
  problem: GuichetError | null;
  standing: Standing | null;
  online: boolean;
  waiting: number;
  /** tickets in which something was not read yet */
  unread: number;
  policy: AgentPolicy;
  language: Language;
}

export interface Agent {
  handlers: AgentHandlers;
  state(): AgentState;
  /** Whether the form may be filled in; the windows show why not. */
  mayOpenTickets(): boolean;
  /** Whether the form holds a draft at this moment. */
  hasDraft(): boolean;
  /** Whether the form holds something that somebody wrote, chose or took a picture of. */
  isWriting(): boolean;
  /** Whether something is being sent at this moment. */
  isSending(): boolean;
  /** With which the help desk knows this agent; null before the first enrolment. */
  credentials(): Credentials | null;
  openDraft: FormDraft['open'];
  /** Gives the form its pictures, or says why there are none. */
  addCaptured(captured: Captured): void;
  /** For the preload alone: a page cannot name a path by itself. Errors: `draft-gone`. */
  attachFiles(files: AttachFiles): Promise<Result<AttachedFiles>>;
  /** PNG of a draft's picture; null when there is none. */
  pictureBytes(id: string): Promise<Uint8Array | null>;
  /** A file of a ticket, from this computer or from the help desk; null when neither has it. */
  attachmentBytes(ticketId: string, sha256: string): Promise<{ bytes: Uint8Array; mediaType: string } | null>;
  /** Sends an answer written in a toast, or keeps it as a draft and says why. Fails where nothing can be kept. */
  reply(ticketId: string, text: string): Result<void>;
  start(): void;
  /** What IT imposes on this computer has changed: it is in force when this returns. */
  policyChanged(): void;
  /** The computer woke up, or the network changed. */
  renew(): void;
  /** Puts on disk what of the open drafts is in memory alone: their pictures. */
  saveDrafts(): Promise<void>;
  /** As `stop`, at once: the process is about to be ended from outside. */
  endNow(): void;
  stop(): Promise<void>;
}

/** Nothing is asked of the server before `start`. */
export function createAgent(parts: AgentParts): Agent {
  const { storage, worker } = parts;
  const { values } = storage;
  const kept = openStores(parts);
  const { personal, attachments, outbox, tickets } = kept;
  const { language } = personal;

  const helpDesk = createHelpDesk({ ...parts, ...kept, language });
  const policy = () => agentPolicy(values.read('policy'), parts.localPolicy());
  const drafting = createDrafting({ ...parts, ...kept, ...helpDesk, policy, mayOpenTickets });
  const { form } = drafting;

  function state(): AgentState {
    return {
      ...helpDesk.state(),
      standing: values.read('standing'),
      waiting: outbox.waiting(),
      unread: tickets.unreadCount(),
      policy: policy(),
      language: language(),
    };
  }
  function mayOpenTickets(): boolean {
    const { condition } = conditionOf(state());
    return condition === 'ready' || condition === 'offline';
  }

  return {
    handlers: answerRequests({ ...parts, ...kept, ...helpDesk, ...drafting }),
    state,
    mayOpenTickets,
    hasDraft: () => drafting.openDrafts.form() !== null,
    isWriting: drafting.openDrafts.isWriting,
    isSending: helpDesk.isSending,
    credentials: helpDesk.credentials,
    openDraft: form.open,
    addCaptured: form.addCaptured,
    attachFiles: drafting.draftFiles.attach,
    pictureBytes: drafting.choice.pictureBytes,
    attachmentBytes: helpDesk.ticketFiles.bytes,
    reply: createToastReply({ ...parts, ...kept, ...helpDesk, submit: drafting.submit, language }),
    start() {
      parts.applySettings(personal.read());
      void attachments.sweep();
      helpDesk.start();
    },
    policyChanged() {
      parts.applySettings(personal.read());
      parts.onState();
    },
    renew: helpDesk.renew,
    saveDrafts: drafting.saveAll,
    endNow() {
      helpDesk.stop();
      storage.close();
    },
    async stop() {
      helpDesk.stop();
      await Promise.all([worker.close(), parts.stopFacts()]);
      storage.close();
    },
  };
}

/** What the agent keeps on this computer, one owner a table. */
function openStores(parts: AgentParts) {
  const { storage, worker, clock, chance, systemLanguage, localPolicy, account, startsAtSignIn } = parts;
  const { db, values, seal } = storage;
  const attachments = createAttachmentFiles({ db, folder: storage.attachments, worker, chance });
  return {
    db,
    values,
    transaction: (act: () => void) => db.transaction(act)(),
    personal: createPersonal({
      values,
      systemLanguage,
      imposed: () => localPolicy().imposed,
      account,
      startsAtSignIn,
    }),
    drafts: createDraftStore({ db, seal, clock }),
    outbox: createOutboxStore({ db, seal }),
    attachments,
    ...openDeskStores(parts, attachments),
  };
}

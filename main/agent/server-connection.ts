// The agent's connection to its server: enrolment, sync rounds, and whether the server can be reached.
import type { AgentIdentity } from '../../contract/enrolment.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Result } from '../../contract/result.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { Storage } from '../db/storage.ts';
import { createEnrolment, type Enrolment } from '../enrolment/enrol.ts';
import type { Fetch, ServerClient } from '../http/server-client.ts';
import type { Deployment } from '../settings/deployment.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { type ConnectionState, createServerStatus } from '../sync/server-status.ts';
import { createSync } from '../sync/sync.ts';
import type { UploadTracker } from '../sync/upload-tracker.ts';
import type { SyncNews, SyncStores } from '../sync/write-response.ts';

interface ServerConnectionParts {
  storage: Pick<Storage, 'db' | 'secrets'>;
  attachments: Pick<AttachmentFiles, 'load' | 'sweep'>;
  syncStores: SyncStores;
  progress: UploadTracker;
  deployment: Result<Deployment>;
  identity: AgentIdentity;
  fetch: Fetch;
  version: string;
  language(): Language;
  clock: Clock;
  chance: Chance;
  log: Log;
  onNews(news: SyncNews): void;
  /** Called with the date of each answer, in milliseconds. */
  onServerTime(time: number): void;
  /** Called when staff want the data of this agent deleted. */
  onLeaveAsked(): void;
  /** Called when the connection state may have changed. */
  onState(): void;
}

export interface ServerConnection {
  /** null when no server is configured */
  client: ServerClient | null;
  state(): ConnectionState;
  isOnline(): boolean;
  isEnrolled(): boolean;
  credentials: Enrolment['credentials'];
  isSending(): boolean;
  start(): void;
  kick(): void;
  /** Syncs, and resolves after a round that began after this call. Never where no server is configured. */
  nextRound(): Promise<void>;
  /** Called after sleep or a network change. */
  renew(): void;
  stop(): void;
}

/** No request is sent before `start`. */
export function createServerConnection(parts: ServerConnectionParts): ServerConnection {
  const { storage, syncStores, attachments, deployment, identity, version, onState } = parts;
  const { values } = syncStores;
  const status = createServerStatus(deployment.ok ? null : deployment.error, parts.log, onState);
  const secret = storage.secrets.agentSecret;
  const waiting: (() => void)[] = [];
  const enrolment = createEnrolment({
    ...{ values, deployment, identity, secret, version },
    onOtherServer: syncStores.sent.removeAll,
  });
  const sync = deployment.ok
    ? createSync({
        serverUrl: deployment.value.serverUrl,
        fetch: parts.fetch,
        version,
        language: parts.language,
        enrolment,
        db: storage.db,
        stores: syncStores,
        attachments,
        progress: parts.progress,
        clock: parts.clock,
        chance: parts.chance,
        log: parts.log,
        onNews: parts.onNews,
        onUploads: status.recordUploads,
        onServerTime: parts.onServerTime,
        onLeaveAsked: parts.onLeaveAsked,
        onRound(error) {
          status.record(error);
          onState();
          void attachments.sweep();
          for (const tell of waiting.splice(0)) tell();
        },
      })
    : null;

  return {
    client: sync?.client ?? null,
    state: status.state,
    isOnline: () => status.state().online,
    isEnrolled: () => enrolment.credentials() !== null,
    credentials: enrolment.credentials,
    isSending: () => sync?.isSending() ?? false,
    start: () => sync?.start(),
    kick: () => sync?.kick(),
    async nextRound() {
      const round = () =>
        new Promise<void>((ended) => {
          waiting.push(ended);
          sync?.kick();
        });
      // the round that is running may have begun before what now waits
      if (sync?.isSending()) await round();
      await round();
    },
    renew: () => sync?.renew(),
    stop: () => sync?.stop(),
  };
}

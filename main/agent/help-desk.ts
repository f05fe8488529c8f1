// The agent's connection with its help desk: the name it has there, rounds of sync, and what is known of the link.
import type { AgentIdentity } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Result } from '../../contract/result.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { Storage } from '../db/storage.ts';
import { createEnrolment, type Enrolment } from '../enrolment/enrol.ts';
import type { Fetch, ServerClient } from '../http/server-client.ts';
import type { Deployment } from '../settings/deployment.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { connect } from '../sync/connection.ts';
import { createLink } from '../sync/link.ts';
import type { UploadProgressBook } from '../sync/upload-progress.ts';
import type { SyncNews, SyncStores } from '../sync/write-down.ts';

interface HelpDeskParts {
  storage: Pick<Storage, 'db' | 'secrets'>;
  values: KeyValueStore;
  attachments: Pick<AttachmentFiles, 'load' | 'sweep'>;
  syncStores: SyncStores;
  progress: UploadProgressBook;
  deployment: Result<Deployment>;
  identity: AgentIdentity;
  fetch: Fetch;
  version: string;
  language(): Language;
  clock: Clock;
  chance: Chance;
  log: Log;
  onNews(news: SyncNews): void;
  /** The state of the link may be another. */
  onState(): void;
}

export interface HelpDesk {
  /** null where no help desk is configured */
  client: ServerClient | null;
  state(): { online: boolean; problem: GuichetError | null };
  isOnline(): boolean;
  isEnrolled(): boolean;
  credentials: Enrolment['credentials'];
  isSending(): boolean;
  start(): void;
  kick(): void;
  /** The computer woke up, or the network changed. */
  renew(): void;
  stop(): void;
}

/** Nothing is asked of the server before `start`. */
export function createHelpDesk(parts: HelpDeskParts): HelpDesk {
  const { storage, values, attachments, deployment, identity, version, onState } = parts;
  const link = createLink(deployment.ok ? null : deployment.error, onState);
  const secret = storage.secrets.agentSecret;
  const enrolment = createEnrolment({ values, deployment, identity, secret, version });
  const connection = deployment.ok
    ? connect({
        serverUrl: deployment.value.serverUrl,
        fetch: parts.fetch,
        version,
        language: parts.language,
        enrolment,
        db: storage.db,
        stores: parts.syncStores,
        attachments,
        progress: parts.progress,
        clock: parts.clock,
        chance: parts.chance,
        log: parts.log,
        onNews: parts.onNews,
        onRound(error) {
          link.record(error);
          onState();
          void attachments.sweep();
        },
      })
    : null;

  return {
    client: connection?.client ?? null,
    state: link.state,
    isOnline: () => link.state().online,
    isEnrolled: () => enrolment.credentials() !== null,
    credentials: enrolment.credentials,
    isSending: () => connection?.isSending() ?? false,
    start: () => connection?.start(),
    kick: () => connection?.kick(),
    renew: () => connection?.renew(),
    stop: () => connection?.stop(),
  };
}

// The agent after it has begun anew: what it tells the person, and how long tickets may be written that wait. And the way there,
// when damage shows while it runs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE } from '../../contract/clock.ts';
import type { AgentCondition } from '../../contract/ipc.ts';
import { hasContent } from '../../contract/new-content.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Recovery } from '../../contract/recovery.ts';
import { ok } from '../../contract/result.ts';
import { sealOpenDrafts } from '../db/begin-anew.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import { OPEN_DRAFTS, SUSPECT } from '../db/local-files.ts';
import type { Storage } from '../db/storage.ts';
import type { ShowToast } from '../desktop/toast-xml.ts';
import type { OpenDrafts } from '../draft/open-drafts.ts';
import type { Handlers } from '../ipc/dispatcher.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { storageFailureOf } from '../support/storage-failure.ts';
import type { Texts } from '../support/texts.ts';

export interface RecoveryNews {
  requests: Pick<Handlers, 'app:recovery-read'>;
  state(): { recovery: Recovery | null; isRecovering: boolean };
  /** Shows a toast if the person has not read it. */
  tell(): void;
  /** Call it when the condition may have changed: once it was read and the agent is as before, it is over. */
  settle(condition: AgentCondition): void;
}

export function createRecoveryNews(parts: {
  values: KeyValueStore;
  texts: Texts;
  language(): Language;
  toast: ShowToast;
  onState(): void;
}): RecoveryNews {
  const { values, texts, language, toast, onState } = parts;
  let recovery = values.read('recovery');

  return {
    requests: {
      'app:recovery-read'() {
        if (recovery) {
          recovery = { ...recovery, isRead: true };
          values.write('recovery', recovery);
          onState();
        }
        return ok(undefined);
      },
    },
    state: () => ({ recovery: recovery?.isRead ? null : recovery, isRecovering: recovery !== null }),
    tell() {
      if (!recovery || recovery.isRead) return;
      const t = texts(language());
      const { lost, isCounted } = recovery;
      const isWhole = isCounted && lost.queued + lost.drafts === 0;
      const body = t(isWhole ? 'toast.begun-anew-whole' : 'toast.begun-anew-lost');
      toast({ title: t('toast.begun-anew'), body, reply: null }, { screen: 'tickets' });
    },
    settle(condition) {
      const isAsBefore = condition === 'ready' || condition === 'offline';
      if (!recovery?.isRead || !isAsBefore) return;
      try {
        values.forget('recovery');
      } catch (failure) {
        // it is over at the next change
        if (storageFailureOf(failure)) return;
        throw failure;
      }
      recovery = null;
    },
  };
}

/**
 * Called at the first sign of damage: keeps what is being written outside the database and starts the agent again, which then
 * begins anew. Not twice within a minute: the disk itself is failing, and starting over would never end.
 */
export function createDamageResponse(parts: {
  storage: Pick<Storage, 'folder' | 'seal' | 'values'>;
  openDrafts: Pick<OpenDrafts, 'all'>;
  clock: Clock;
  log: Log;
  restart(): void;
}): () => void {
  const { storage, openDrafts, clock, log, restart } = parts;
  const last = storage.values.read('recovery')?.at;
  return () => {
    const now = clock.now();
    log.error('the local data is damaged: starting again to set it aside');
    if (last !== undefined && now.getTime() - Date.parse(last) < MINUTE) return;
    const drafts = openDrafts
      .all()
      .filter(({ content, attachments }) => hasContent(content) || attachments.length > 0);
    const sealed = sealOpenDrafts(storage.seal, { savedAt: now.toISOString(), drafts });
    try {
      writeFileSync(join(storage.folder, OPEN_DRAFTS), sealed, { mode: 0o600, flush: true });
      writeFileSync(join(storage.folder, SUSPECT), '', { mode: 0o600, flush: true });
    } catch (failure) {
      log.error('what was being written could not be kept', failure);
    }
    restart();
  };
}

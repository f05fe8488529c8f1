// Commands that the server has accepted and shown, kept to be sent again if it comes back from a backup that is older (ADR 110).
import type { Database } from 'better-sqlite3';
import { DAY } from '../../contract/clock.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { Seal } from '../db/seal.ts';
import type { Clock } from '../support/clock.ts';
import { type OutboxEntry, readSealed } from './outbox-store.ts';

/** A backup that is older than this is not expected. */
const KEPT_MS = 30 * DAY;
/** Of the files of kept commands; the oldest lose theirs first, and are sent again only if the server still has these. */
const FILE_BYTES = 500 * 1024 * 1024;

export interface SentStore {
  /** For sync only, in a transaction: moves a command here from the outbox. Its files stay. */
  keep(command: OutboxEntry['command']): void;
  /**
   * For sync only, in a transaction: moves commands back into the outbox, in their old order and before those that wait, except what
   * stays. It asks for each when those before it have moved.
   */
  sendAgain(stays: (command: OutboxEntry['command']) => boolean): void;
  /** For sync only, in a transaction: what the server had accepted and not shown waits again. */
  requeueAccepted(): void;
  /** With each answer, in its transaction: removes commands after 30 days, and the files of the oldest beyond 500 MB. The next sweep removes the files from the disk. */
  prune(): void;
  /** For sync only: those of a former requester, or of another server. */
  removeAll(): void;
}

interface Row {
  key: string;
  sealed: Buffer;
}

export function createSentStore(parts: {
  db: Database;
  seal: Seal;
  attachments: Pick<AttachmentFiles, 'release'>;
  clock: Clock;
  maxFileBytes?: number;
}): SentStore {
  const { db, seal, attachments, clock, maxFileBytes = FILE_BYTES } = parts;
  const columns = 'position, key, kind, ticket_id, sealed, submitted_at';
  const insert = db.prepare(
    `insert or replace into sent_command (${columns}, sent_at, file_bytes)
     select ${columns}, @sentAt, @fileBytes from outbox where key = @key`,
  );
  const leaveOutbox = db.prepare('delete from outbox where key = ?');
  const all = db.prepare<[], Row>('select key, sealed from sent_command order by position');
  const back = db.prepare(
    `insert into outbox (${columns}, state, again) select ${columns}, 'queued', 1 from sent_command where key = ?`,
  );
  const requeue = db.prepare(`update outbox set state = 'queued', again = 1 where state = 'accepted'`);
  const remove = db.prepare('delete from sent_command where key = ?');
  const removeRows = db.prepare<[], string>('delete from sent_command returning key').pluck();
  const old = db
    .prepare<[string], string>('delete from sent_command where sent_at < ? returning key')
    .pluck();
  const beyond = db
    .prepare<[number], string>(
      `select key from (
         select key, file_bytes, sum(file_bytes) over (order by position desc) as total from sent_command
       ) where total > ? and file_bytes > 0`,
    )
    .pluck();
  const withoutFiles = db.prepare('update sent_command set file_bytes = 0 where key = ?');

  const prune = db.transaction(() => {
    for (const key of old.all(new Date(clock.now().getTime() - KEPT_MS).toISOString()))
      attachments.release(key);
    for (const key of beyond.all(maxFileBytes)) {
      withoutFiles.run(key);
      attachments.release(key);
    }
  });

  return {
    keep({ key, files }) {
      const fileBytes = files.reduce((sum, { size }) => sum + size, 0);
      insert.run({ key, sentAt: clock.now().toISOString(), fileBytes });
      leaveOutbox.run(key);
    },
    requeueAccepted: () => void requeue.run(),
    sendAgain(stays) {
      for (const { key, sealed } of all.all()) {
        const command = readSealed(seal, key, sealed)?.command;
        if (!command || stays(command)) continue;
        back.run(key);
        remove.run(key);
      }
    },
    prune,
    removeAll() {
      for (const key of removeRows.all()) attachments.release(key);
    },
  };
}

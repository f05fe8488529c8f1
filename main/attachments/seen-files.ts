// A cache of the tickets' pictures for offline viewing: at most 200 MB, the least recently seen removed first.
import type { Database } from 'better-sqlite3';
import { PICTURE_MEDIA_TYPES } from '../../contract/constants.ts';
import type { Attachment } from '../../contract/ticket.ts';
import type { Clock } from '../support/clock.ts';
import type { AttachmentFiles } from './attachment-files.ts';

const CACHE_BYTES = 200 * 1024 * 1024;

export function isPicture({ mediaType }: Pick<Attachment, 'mediaType'>): boolean {
  return PICTURE_MEDIA_TYPES.has(mediaType);
}

export interface SeenFiles {
  /** Records that the file was seen now and retains it. Returns whether others were evicted. */
  markSeen(file: Pick<Attachment, 'sha256' | 'size'>): boolean;
  /** For apply-changes only: forgets what the former requester has seen. */
  removeAll(): void;
}

/** Each entry retains its file; the next sweep removes evicted files from the disk. */
export function createSeenFiles(parts: {
  db: Database;
  attachments: Pick<AttachmentFiles, 'retain' | 'release'>;
  clock: Clock;
  maxBytes?: number;
}): SeenFiles {
  const { db, attachments, clock, maxBytes = CACHE_BYTES } = parts;
  const upsert = db.prepare(
    `insert into file_seen (sha256, size, seen_at) values (@sha256, @size, @seenAt)
     on conflict (sha256) do update set seen_at = excluded.seen_at`,
  );
  const beyond = db.prepare<[number], string>(
    `select sha256 from (
       select sha256, sum(size) over (order by seen_at desc, rowid desc) as total from file_seen
     ) where total > ?`,
  );
  const all = db.prepare<[], string>('select sha256 from file_seen');
  const remove = db.prepare('delete from file_seen where sha256 = ?');

  function forget(sha256s: string[]): void {
    for (const sha256 of sha256s) {
      remove.run(sha256);
      attachments.release(seenOwner(sha256));
    }
  }

  return {
    markSeen: db.transaction(({ sha256, size }: Pick<Attachment, 'sha256' | 'size'>) => {
      upsert.run({ sha256, size, seenAt: clock.now().toISOString() });
      attachments.retain(seenOwner(sha256), [sha256]);
      const tooMany = beyond.pluck().all(maxBytes);
      forget(tooMany);
      return tooMany.length > 0;
    }),
    removeAll: db.transaction(() => forget(all.pluck().all())),
  };
}

/** The owner of a cached file; one file may belong to several tickets. */
export function seenOwner(sha256: string): string {
  return `seen:${sha256}`;
}

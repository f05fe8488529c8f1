// The pictures of tickets kept to be looked at offline: at most 200 MB, the ones not seen for longest going first.
import type { Database } from 'better-sqlite3';
import type { Attachment } from '../../contract/ticket.ts';
import type { Clock } from '../support/clock.ts';
import type { AttachmentFiles } from './attachment-files.ts';

const CACHE_BYTES = 200 * 1024 * 1024;

/** What a window shows as a picture. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

export function isPicture({ mediaType }: Pick<Attachment, 'mediaType'>): boolean {
  return PICTURES.includes(mediaType);
}

export interface SeenFiles {
  /** It was seen now, and its sealed file is needed. Answers whether others have gone for it. */
  markSeen(file: Pick<Attachment, 'sha256' | 'size'>): boolean;
  /** For apply-changes alone: what the former requester has seen. */
  removeAll(): void;
}

/** Each of them holds its file; what goes is removed from the disk by the next sweep. */
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

/** The owner of a sealed file that is kept because it was seen; one file may be in several tickets. */
export function seenOwner(sha256: string): string {
  return `seen:${sha256}`;
}

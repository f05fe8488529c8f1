// The sealed attachments on disk, and which draft or command still needs each of them.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { PictureWorker } from '../capture/picture-worker.ts';

export interface AttachmentFiles {
  /**
   * Seals the bytes to disk for `owner`, which will `hold` them or `abandon` them; resolved once they would survive a
   * power cut.
   */
  store(owner: string, sha256: string, bytes: Uint8Array): Promise<void>;
  /** What was stored for `owner` and is not held goes. */
  abandon(owner: string): void;
  /** Null when the file is missing or damaged. */
  load(sha256: string): Promise<Uint8Array | null>;
  /** To be called in the transaction that makes the owner, a draft or a command. */
  hold(owner: string, sha256s: string[]): void;
  /** To be called in the transaction that turns `from` into `to`. */
  handOver(from: string, to: string): void;
  /** To be called in the transaction that removes the owner; the files go at the next `sweep`. */
  release(owner: string): void;
  /** Removes the files that nobody needs. */
  sweep(): Promise<void>;
}

/** `folder` holds nothing else; it is there already. */
export function createAttachmentFiles(parts: {
  db: Database;
  folder: string;
  worker: Pick<PictureWorker, 'store' | 'load'>;
}): AttachmentFiles {
  const { db, folder, worker } = parts;
  const insert = db.prepare('insert or ignore into attachment_use (sha256, owner) values (?, ?)');
  const move = db.prepare('update or ignore attachment_use set owner = @to where owner = @from');
  const remove = db.prepare('delete from attachment_use where owner = ?');
  const needed = db.prepare<[], string>('select distinct sha256 from attachment_use').pluck();
  /** stored, but the transaction that will hold them has not come yet; by SHA-256, for whom */
  const arriving = new Map<string, string>();
  let turn: Promise<void> = Promise.resolve();

  /** One after the other: a sweep must not remove a file that a store has just found already there. */
  function inTurn(act: () => Promise<void>): Promise<void> {
    const done = turn.then(act);
    turn = done.catch(() => undefined);
    return done;
  }

  function sweep(): Promise<void> {
    return inTurn(async () => {
      const files = await readdir(folder);
      const kept = new Set(needed.all());
      const orphans = files.filter((file) => !kept.has(file) && !arriving.has(file));
      await Promise.all(orphans.map((file) => rm(join(folder, file), { force: true })));
    });
  }

  return {
    store(owner, sha256, bytes) {
      arriving.set(sha256, owner);
      return inTurn(() => worker.store(sha256, bytes));
    },
    abandon(owner) {
      const left = [...arriving].filter(([, arrivingFor]) => arrivingFor === owner);
      for (const [sha256] of left) arriving.delete(sha256);
      if (left.length > 0) void sweep();
    },
    load: (sha256) => worker.load(sha256),
    hold(owner, sha256s) {
      for (const sha256 of sha256s) {
        insert.run(sha256, owner);
        arriving.delete(sha256);
      }
    },
    handOver: (from, to) => void move.run({ from, to }),
    release: (owner) => void remove.run(owner),
    sweep,
  };
}

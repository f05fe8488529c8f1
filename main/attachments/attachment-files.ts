// The sealed attachments on disk, and which draft, command or ticket still needs each of them.
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { type Chance, newId } from '../support/chance.ts';
import { writeWhole } from '../support/write-whole.ts';
import type { Copied, CopySource, FileWorker } from './file-worker.ts';

/** Sealed ahead, so that it has only to be written. */
export interface SealedBytes {
  sha256: string;
  sealed: Uint8Array;
}

export interface AttachmentFiles {
  /** Writes them for `owner`, which will `hold` or `abandon` them; resolved once they would survive a power cut. */
  store(owner: string, files: readonly SealedBytes[]): Promise<void>;
  /** Seals a copy of a file or of bytes, at most `limit` of them, for `owner`, which will `hold` or `abandon` it. */
  copy(owner: string, source: CopySource, limit: number): Promise<Copied>;
  /** What was written for `owner` and is not held by then goes. */
  abandon(owner: string, sha256s: readonly string[]): void;
  /** Null when the file is missing or damaged. */
  load(sha256: string): Promise<Uint8Array | null>;
  /** To be called in the transaction that makes the owner. */
  hold(owner: string, sha256s: readonly string[]): void;
  /** To be called in the transaction that turns `from` into `to`. */
  handOver(from: string, to: string): void;
  /** To be called in the transaction that removes the owner; the files go at the next `sweep`. */
  release(owner: string): void;
  /** Removes the files that nobody needs: those of which a crash left a part are among them. */
  sweep(): Promise<void>;
}

/** `folder` holds nothing else; it is there already. */
export function createAttachmentFiles({
  db,
  folder,
  worker,
  chance,
}: {
  db: Database;
  folder: string;
  worker: Pick<FileWorker, 'copy' | 'load'>;
  chance: Chance;
}): AttachmentFiles {
  const insert = db.prepare('insert or ignore into attachment_use (sha256, owner) values (?, ?)');
  const move = db.prepare('update or ignore attachment_use set owner = @to where owner = @from');
  const remove = db.prepare('delete from attachment_use where owner = ?');
  const needed = db.prepare<[], string>('select distinct sha256 from attachment_use').pluck();
  const isNeeded = db.prepare<[string], number>('select 1 from attachment_use where sha256 = ?').pluck();
  /** Files that no transaction holds yet, and for whom each comes: an owner as often as it comes for them. */
  const arriving = new Map<string, readonly string[]>();
  /** Copies that have no hash yet, under the name each has until then. */
  const parts = new Set<string>();
  const turns = createTurns();

  function expect(owner: string, file: string): void {
    arriving.set(file, [...(arriving.get(file) ?? []), owner]);
  }
  function expectNoMore(owner: string, file: string): boolean {
    const owners = arriving.get(file) ?? [];
    const place = owners.indexOf(owner);
    if (place < 0) return false;
    if (owners.length > 1) arriving.set(file, owners.toSpliced(place, 1));
    else arriving.delete(file);
    return true;
  }

  /** Straight to its name: until a transaction holds it, what a power cut leaves of it is an orphan. */
  async function write({ sha256, sealed }: SealedBytes): Promise<void> {
    if (isNeeded.get(sha256)) return;
    const file = await open(join(folder, sha256), 'w', 0o600);
    try {
      await writeWhole(file, sealed, 0);
      // The name is there since the file was opened: both reach the disk with one commit of its journal.
      await Promise.all([file.datasync(), flushNames(folder)]);
    } finally {
      await file.close();
    }
  }

  async function sweep(): Promise<void> {
    const files = await readdir(folder).catch((failure: unknown) => {
      if (db.open) throw failure;
      return [];
    });
    // The agent may have stopped meanwhile, and its folder may have gone with it.
    if (!db.open) return;
    const kept = new Set(needed.all());
    const orphans = files.filter((file) => !kept.has(file) && !arriving.has(file) && !parts.has(file));
    // One that is in use by another program, such as a virus scanner, goes the next time.
    await Promise.all(
      orphans.map((file) => turns.take(file, () => rm(join(folder, file), { force: true }).catch(() => {}))),
    );
  }

  return {
    async store(owner, files) {
      for (const { sha256 } of files) expect(owner, sha256);
      try {
        await Promise.all(files.map((file) => turns.take(file.sha256, () => write(file))));
      } catch (failure) {
        for (const { sha256 } of files) expectNoMore(owner, sha256);
        throw failure;
      }
    },
    async copy(owner, source, limit) {
      const part = newId(chance);
      parts.add(part);
      try {
        const copied = await worker.copy(source, part, limit);
        if ('refused' in copied) return copied;
        expect(owner, copied.sha256);
        await turns.take(copied.sha256, () => rename(join(folder, part), join(folder, copied.sha256)));
        await flushNames(folder);
        return copied;
      } finally {
        parts.delete(part);
      }
    },
    abandon(owner, sha256s) {
      const left = sha256s.filter((sha256) => expectNoMore(owner, sha256));
      if (left.length > 0) void sweep();
    },
    load: (sha256) => worker.load(sha256),
    hold(owner, sha256s) {
      for (const sha256 of sha256s) {
        insert.run(sha256, owner);
        expectNoMore(owner, sha256);
      }
    },
    handOver: (from, to) => void move.run({ from, to }),
    release: (owner) => void remove.run(owner),
    sweep,
  };
}

/** One act at a time on each file: what is being removed is not written meanwhile, nor written twice at once. */
function createTurns() {
  const last = new Map<string, Promise<void>>();
  return {
    take(file: string, act: () => Promise<void>): Promise<void> {
      const mine = (last.get(file) ?? Promise.resolve()).catch(() => {}).then(act);
      last.set(file, mine);
      const end = () => {
        if (last.get(file) === mine) last.delete(file);
      };
      mine.then(end, end);
      return mine;
    },
  };
}

/** Windows cannot open a folder to flush it, and its file system journals names by itself. */
async function flushNames(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

// The sealed attachments on disk, with a reference from each draft, command or ticket that needs them.
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { validate } from 'uuid';
import { type Chance, newId } from '../support/chance.ts';
import type { Log } from '../support/log.ts';
import { writeWhole } from '../support/write-whole.ts';
import type { Copied, CopySource, FileWorker } from './file-worker.ts';

/** Sealed in advance, so that it only has to be written. */
interface SealedBytes {
  sha256: string;
  sealed: Uint8Array;
}

export interface AttachmentFiles {
  /** Writes files for `owner`, which then calls `retain` or `abandon`. Resolves once they are durable on disk. */
  store(owner: string, files: readonly SealedBytes[]): Promise<void>;
  /** Seals a copy of a file or of bytes, at most `limit` bytes, for `owner`, which then calls `retain` or `abandon`. */
  copy(owner: string, source: CopySource, limit: number): Promise<Copied>;
  /** Removes the files stored or copied for `owner` that it has not retained. */
  abandon(owner: string, sha256s: readonly string[]): void;
  /** Returns null when the file is missing or damaged. */
  load(sha256: string): Promise<Uint8Array | null>;
  /** Call it in the transaction that creates the owner. */
  retain(owner: string, sha256s: readonly string[]): void;
  /** Call it in the transaction that replaces `from` by `to`. */
  transfer(from: string, to: string): void;
  /** Call it in the transaction that removes the owner. The next `sweep` removes the files. */
  release(owner: string): void;
  /**
   * Removes the files that had an owner and have none any more, and partial copies left by a crash. Any other file is left where it
   * is, and told in the log once. What cannot be removed or read, such as a held database, is left for the next sweep and told in the log.
   * Never throws: callers do not wait for it.
   */
  sweep(): Promise<void>;
}

/** `folder` exists and contains nothing else. */
export function createAttachmentFiles({
  db,
  folder,
  worker,
  chance,
  log,
}: {
  db: Database;
  folder: string;
  worker: Pick<FileWorker, 'copy' | 'load'>;
  chance: Chance;
  log: Pick<Log, 'warn'>;
}): AttachmentFiles {
  const insert = db.prepare('insert or ignore into attachment_use (sha256, owner) values (?, ?)');
  const move = db.prepare('update or ignore attachment_use set owner = @to where owner = @from');
  const remove = db.prepare('delete from attachment_use where owner = ?');
  const markDone = db.prepare(
    'insert or ignore into attachment_done (sha256) select sha256 from attachment_use where owner = ?',
  );
  const done = db
    .prepare<[], string>(
      'select sha256 from attachment_done where sha256 not in (select sha256 from attachment_use)',
    )
    .pluck();
  const forget = db.prepare('delete from attachment_done where sha256 = ?');
  const forgetAll = db.transaction((files: readonly string[]) => {
    for (const file of files) forget.run(file);
  });
  const needed = db.prepare<[], string>('select distinct sha256 from attachment_use').pluck();
  const isNeeded = db.prepare<[string], number>('select 1 from attachment_use where sha256 = ?').pluck();
  /** Files that no transaction retains yet, with their future owners: an owner appears once per pending store or copy. */
  const pending = new Map<string, readonly string[]>();
  /** Copies whose hash is not known yet, by temporary name. */
  const parts = new Set<string>();
  /** Files that were written in this run, and abandoned. */
  const abandoned = new Set<string>();
  let unknownTold = 0;
  const lock = createKeyedLock();

  function addPending(owner: string, file: string): void {
    pending.set(file, [...(pending.get(file) ?? []), owner]);
  }
  function removePending(owner: string, file: string): boolean {
    const owners = pending.get(file) ?? [];
    const place = owners.indexOf(owner);
    if (place < 0) return false;
    if (owners.length > 1) pending.set(file, owners.toSpliced(place, 1));
    else pending.delete(file);
    return true;
  }

  /** Writes under the final name: a file cut short by a power failure has no owner, and is swept. */
  async function write({ sha256, sealed }: SealedBytes): Promise<void> {
    if (isNeeded.get(sha256)) return;
    const file = await open(join(folder, sha256), 'w', 0o600);
    try {
      await writeWhole(file, sealed, 0);
      // The file name exists since `open`: one journal commit flushes both the name and the data.
      await Promise.all([file.datasync(), flushNames(folder)]);
    } finally {
      await file.close();
    }
  }

  const sweep = () =>
    sweepOnce().catch((failure: unknown) => {
      const reason = failure instanceof Error ? failure.message : String(failure);
      log.warn(`sealed files that are done are left for the next time: ${reason}`);
    });

  async function sweepOnce(): Promise<void> {
    const files = await readdir(folder).catch((failure: unknown) => {
      if (db.open) throw failure;
      return [];
    });
    // The agent may have stopped in the meantime, and its folder may be gone.
    if (!db.open) return;
    const owned = new Set(needed.all());
    const ended = new Set(done.all());
    const orphans = files.filter((file) => !owned.has(file) && !pending.has(file) && !parts.has(file));
    const ours = orphans.filter((file) => ended.has(file) || abandoned.has(file) || isPartial(file));
    tellUnknown(orphans.length - ours.length);
    // A file locked by another program, such as a virus scanner, is left for the next sweep.
    const removed = await Promise.all(ours.map(removeFile));
    const gone = ours.filter((_, at) => removed[at]);
    for (const file of gone) abandoned.delete(file);
    const present = new Set(files);
    const over = [...ended].filter((file) => gone.includes(file) || !present.has(file));
    if (db.open && over.length > 0) forgetAll(over);
  }
  async function removeFile(file: string): Promise<boolean> {
    let isRemoved = false;
    await lock
      .take(file, async () => {
        // It may have got an owner while the lock was waited for.
        if (!db.open || pending.has(file) || isNeeded.get(file)) return;
        await rm(join(folder, file), { force: true });
        isRemoved = true;
      })
      .catch(() => {});
    return isRemoved;
  }
  function tellUnknown(count: number): void {
    if (count > unknownTold)
      log.warn(`${count} sealed files belong to nothing that is known here, and are left`);
    unknownTold = count;
  }

  return {
    async store(owner, files) {
      for (const { sha256 } of files) addPending(owner, sha256);
      try {
        await Promise.all(files.map((file) => lock.take(file.sha256, () => write(file))));
      } catch (failure) {
        for (const { sha256 } of files) {
          removePending(owner, sha256);
          abandoned.add(sha256);
        }
        throw failure;
      }
    },
    async copy(owner, source, limit) {
      const part = newId(chance);
      parts.add(part);
      try {
        const copied = await worker.copy(source, part, limit);
        if ('refused' in copied) return copied;
        addPending(owner, copied.sha256);
        await lock.take(copied.sha256, () => rename(join(folder, part), join(folder, copied.sha256)));
        await flushNames(folder);
        return copied;
      } finally {
        parts.delete(part);
      }
    },
    abandon(owner, sha256s) {
      const left = sha256s.filter((sha256) => removePending(owner, sha256));
      for (const sha256 of left) abandoned.add(sha256);
      if (left.length > 0) void sweep();
    },
    load: (sha256) => worker.load(sha256),
    retain(owner, sha256s) {
      for (const sha256 of sha256s) {
        insert.run(sha256, owner);
        removePending(owner, sha256);
      }
    },
    transfer: (from, to) => void move.run({ from, to }),
    release(owner) {
      markDone.run(owner);
      remove.run(owner);
    },
    sweep,
  };
}

/** A copy has such a name until it is complete: none that a crash has left is needed. */
function isPartial(file: string): boolean {
  return validate(file);
}

/** A lock per file: two writes, or a write and a removal, of one file never overlap. */
function createKeyedLock() {
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

/** Windows cannot flush a folder, and NTFS journals names itself. */
async function flushNames(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

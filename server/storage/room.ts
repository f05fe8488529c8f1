// Whether the database and the attachments have room: what failed for want of it, and what the disk says.
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type { FullPart } from '../../contract/errors.ts';
import { type Clock, MINUTE } from '../clock.ts';
import { codeOf } from '../error-codes.ts';
import { isPostgres } from './dialect/dialect.ts';
import type { Database } from './schema.ts';

export interface Room {
  /** Told of each failure; those of a full disk count. */
  note(failure: unknown): void;
  /** Returns what is full. */
  full(): Promise<FullPart[]>;
}

/** Below so many free bytes SQLite cannot be sure to write: a transaction goes into its log first. */
const LEAST_FREE = 1024 * 1024;
/** How long a failure counts where nothing can be tried. */
const COUNTS_FOR = MINUTE;
/** In causes of causes. */
const DEEPEST = 5;

/** Of SQLite; of PostgreSQL, disk_full. */
const DATABASE_FULL: ReadonlySet<string> = new Set(['SQLITE_FULL', '53100']);
/** Of a disk, and of a quota. */
const FILES_FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** `freeBytes` returns null for a folder that does not exist: files are elsewhere then. */
export function createRoom({
  db,
  clock,
  dataDir,
  freeBytes = freeBytesOf,
}: {
  db: Database;
  clock: Clock;
  dataDir: string;
  freeBytes?: typeof freeBytesOf;
}): Room {
  const failedAt = new Map<FullPart, number>();

  const hasNoRoom = async (folder: string) => ((await freeBytes(folder)) ?? LEAST_FREE) < LEAST_FREE;

  /** A table of its own makes PostgreSQL ask its disk for room, and is gone with the transaction. */
  async function tryPostgres(): Promise<void> {
    if (!failedAt.has('database') || !isPostgres(db)) return;
    try {
      await db.transaction().execute(async (transaction) => {
        await sql`create temporary table room_for_more on commit drop as
          select md5(one::text) as filler from generate_series(1, 4000) as one`.execute(transaction);
      });
      failedAt.delete('database');
    } catch (failure) {
      room.note(failure);
    }
  }

  const room: Room = {
    note(failure) {
      const part = partOf(failure);
      if (part !== null) failedAt.set(part, clock.now().getTime());
    },
    async full() {
      await tryPostgres();
      const full = new Set<FullPart>();
      if (!isPostgres(db) && (await hasNoRoom(dataDir))) full.add('database');
      if (await hasNoRoom(path.join(dataDir, 'attachments'))) full.add('attachments');
      const since = clock.now().getTime() - COUNTS_FOR;
      for (const [part, at] of failedAt) if (at > since) full.add(part);
      return [...full].sort().reverse();
    },
  };
  return room;
}

/** What the failure, or what caused it, says is full. */
function partOf(failure: unknown, depth = 0): FullPart | null {
  const code = codeOf(failure);
  if (DATABASE_FULL.has(code)) return 'database';
  if (FILES_FULL.has(code)) return 'attachments';
  const cause = failure instanceof Error ? failure.cause : undefined;
  return cause === undefined || depth === DEEPEST ? null : partOf(cause, depth + 1);
}

async function freeBytesOf(folder: string): Promise<number | null> {
  const disk = await statfs(folder).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}

// Attachments on disk, named by the hash of their content, and who has uploaded which.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import { moveDurably } from './move-durably.ts';
import type { Database } from './schema.ts';
import { readUploadedSize, recordUpload, type Sender } from './upload-records.ts';

export interface Blobs {
  /** folder of incomplete uploads */
  readonly uploadFolder: string;
  pathOf(sha256: string): string;
  /** Rejects where the file does not exist. */
  open(sha256: string): Promise<Readable>;
  /** Returns the size in bytes when this agent has uploaded the whole content, else null. */
  uploadedSize(agentId: string, sha256: string): Promise<number | null>;
  /** Stores `file` as the agent's upload. Returns false and deletes the file when its hash is wrong. */
  store(agentId: string, file: string, sha256: string): Promise<boolean>;
  /** As `store`, for an upload of this member of staff. */
  storeForStaff(staffId: string, file: string, sha256: string): Promise<boolean>;
  /** Removes incomplete uploads without progress for a day. */
  removeAbandoned(): Promise<void>;
  /** Removes content uploaded over a week ago that no ticket or comment refers to; it can be uploaded again. */
  removeUnreferenced(): Promise<void>;
}

/** In milliseconds. Agents refer to an upload in their next sync, technicians in the reply they are writing. */
const UNREFERENCED_FOR = 7 * DAY;

/** Creates missing folders under `dataDir`. */
export async function createBlobs(parts: { db: Database; clock: Clock; dataDir: string }): Promise<Blobs> {
  const { db, clock } = parts;
  const folder = path.join(parts.dataDir, 'attachments');
  const uploadFolder = path.join(folder, 'unfinished');
  await mkdir(uploadFolder, { recursive: true, mode: 0o700 });
  const pathOf = (sha256: string) => path.join(folder, sha256.slice(0, 2), sha256);
  const exclusively = createMutex();

  async function store(sender: Sender, file: string, sha256: string): Promise<boolean> {
    const whole = await wholeContent(file, sha256);
    if (whole === null) return false;
    await exclusively(async () => {
      const { size } = await stat(whole);
      await moveDurably(whole, pathOf(sha256));
      await recordUpload(db, sender, { sha256, size, now: instantFrom(clock) });
    });
    return true;
  }

  return {
    uploadFolder,
    pathOf,
    open: async (sha256) => (await open(pathOf(sha256))).createReadStream(),
    uploadedSize: (agentId, sha256) => readUploadedSize(db, { agentId }, sha256),
    store: (agentId, file, sha256) => store({ agentId }, file, sha256),
    storeForStaff: (staffId, file, sha256) => store({ staffId }, file, sha256),
    async removeAbandoned() {
      const oldest = clock.now().getTime() - DAY;
      for (const name of await readdir(uploadFolder)) {
        const file = path.join(uploadFolder, name);
        const data = await stat(file.replace(/\.json$/, '')).catch(() => null);
        if (!data || data.mtimeMs < oldest) await rm(file, { force: true });
      }
    },
    removeUnreferenced: () =>
      exclusively(async () => {
        const removed = await forgetUnreferenced(db, instantFrom(clock, -UNREFERENCED_FOR));
        for (const sha256 of removed) await rm(pathOf(sha256), { force: true });
      }),
  };
}

/** A mutex: content must not be stored while it is being removed. Only one server uses the folder (ADR 3). */
function createMutex(): (act: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    last = mine.catch(() => {});
    return mine;
  };
}

/** Deletes the rows of unreferenced uploads. Returns the hashes of contents that nothing refers to any more. */
async function forgetUnreferenced(db: Database, before: string): Promise<string[]> {
  return db.transaction().execute(async (transaction) => {
    const named = transaction.selectFrom('attachment').select('sha256');
    for (const table of ['upload', 'staffUpload'] as const) {
      await transaction
        .deleteFrom(table)
        .where('completedAt', '<=', before)
        .where('sha256', 'not in', named)
        .execute();
    }
    const removed = await transaction
      .deleteFrom('blob')
      .where('storedAt', '<=', before)
      .where('sha256', 'not in', named)
      .where('sha256', 'not in', transaction.selectFrom('upload').select('sha256'))
      .where('sha256', 'not in', transaction.selectFrom('staffUpload').select('sha256'))
      .returning('sha256')
      .execute();
    return removed.map(({ sha256 }) => sha256);
  });
}

/** Verifies the hash. Returns the new path of `file`; deletes it and returns null when the hash is wrong. */
async function wholeContent(file: string, sha256: string): Promise<string | null> {
  // renamed first, so that no request can change the file after the check
  const whole = `${file}.whole`;
  await rename(file, whole);
  if ((await hashOf(whole)) !== sha256) {
    await rm(whole, { force: true });
    return null;
  }
  return whole;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

// The attachments on disk, named by their content, and which agent has sent which.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import type { Database } from './schema.ts';
import { readUploadedSize, recordUpload, type Sender } from './upload-records.ts';

export interface Blobs {
  /** where uploads lie until they are whole */
  readonly uploadFolder: string;
  pathOf(sha256: string): string;
  /** Rejects where the bytes are not there. */
  open(sha256: string): Promise<Readable>;
  /** Bytes of the content when this agent has sent all of it, else null. */
  uploadedSize(agentId: string, sha256: string): Promise<number | null>;
  /** Keeps `file` as what the agent has sent; false, and the file is gone, when its content is not that hash. */
  keep(agentId: string, file: string, sha256: string): Promise<boolean>;
  /** As `keep`, for a file that this member of staff has sent. */
  keepForStaff(staffId: string, file: string, sha256: string): Promise<boolean>;
  /** Removes uploads that nothing was added to for a day. */
  removeAbandoned(): Promise<void>;
  /** Removes what was sent a week ago and that no ticket or message has named since; whoever still wants to sends it again. */
  removeUnnamed(): Promise<void>;
}

/** In milliseconds. An agent names what it has sent in its next call, a technician in the reply that is being written. */
const KEPT_UNNAMED = 7 * DAY;

/** Makes the folders under `dataDir` where they are missing. */
export async function createBlobs(parts: { db: Database; clock: Clock; dataDir: string }): Promise<Blobs> {
  const { db, clock } = parts;
  const folder = path.join(parts.dataDir, 'attachments');
  const uploadFolder = path.join(folder, 'unfinished');
  await mkdir(uploadFolder, { recursive: true, mode: 0o700 });
  const pathOf = (sha256: string) => path.join(folder, sha256.slice(0, 2), sha256);
  const inTurn = createTurns();

  async function keep(sender: Sender, file: string, sha256: string): Promise<boolean> {
    const whole = await wholeContent(file, sha256);
    if (whole === null) return false;
    await inTurn(async () => {
      const size = await moveDurably(whole, pathOf(sha256));
      await recordUpload(db, sender, { sha256, size, now: instantFrom(clock) });
    });
    return true;
  }

  return {
    uploadFolder,
    pathOf,
    open: async (sha256) => (await open(pathOf(sha256))).createReadStream(),
    uploadedSize: (agentId, sha256) => readUploadedSize(db, { agentId }, sha256),
    keep: (agentId, file, sha256) => keep({ agentId }, file, sha256),
    keepForStaff: (staffId, file, sha256) => keep({ staffId }, file, sha256),
    async removeAbandoned() {
      const oldest = clock.now().getTime() - DAY;
      for (const name of await readdir(uploadFolder)) {
        const file = path.join(uploadFolder, name);
        const data = await stat(file.replace(/\.json$/, '')).catch(() => null);
        if (!data || data.mtimeMs < oldest) await rm(file, { force: true });
      }
    },
    removeUnnamed: () =>
      inTurn(async () => {
        const removed = await forgetUnnamed(db, instantFrom(clock, -KEPT_UNNAMED));
        for (const sha256 of removed) await rm(pathOf(sha256), { force: true });
      }),
  };
}

/** One after the other: what is being removed is not brought at the same moment. One server has a folder (ADR 3). */
function createTurns(): (act: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    last = mine.catch(() => {});
    return mine;
  };
}

/** Forgets what nobody has named, and answers the contents that nothing refers to any more. */
async function forgetUnnamed(db: Database, before: string): Promise<string[]> {
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

/** Where `file` lies now; null, and it is gone, when its content is not that hash. */
async function wholeContent(file: string, sha256: string): Promise<string | null> {
  // under another name it can no longer be begun anew: what is checked is what is kept
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

/** After this the content is on disk under its name, even if the power fails at once. Answers its bytes. */
async function moveDurably(from: string, to: string): Promise<number> {
  const { size } = await stat(from);
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  await syncToDisk(from);
  await rename(from, to);
  await syncToDisk(path.dirname(to));
  await syncToDisk(path.dirname(path.dirname(to)));
  return size;
}

async function syncToDisk(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

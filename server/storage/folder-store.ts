// Contents as files of the folder of data, for one server: each under its name, uploads in attachments/unfinished.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { codeOf } from '../error-codes.ts';
import { type ContentStore, type ExpectedHash, FilesUnavailable, UploadMoved } from './content-store.ts';
import { moveDurably } from './move-durably.ts';
import type { Database } from './schema.ts';

/** Beside the bytes of an upload of a known size, in `<id>.json`. */
const About = z.object({
  size: z.int().min(0).nullable().default(null),
  metadata: z.record(z.string(), z.string().nullable()).optional(),
});

/** Codes of a disk or a quota that is full, and of one that has become unreadable or read-only. */
const UNAVAILABLE = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EACCES', 'EPERM']);

/** Creates missing folders under `dataDir`. */
export async function createFolderStore(parts: { db: Database; dataDir: string }): Promise<ContentStore> {
  const { db, dataDir } = parts;
  const uploads = path.join(dataDir, 'attachments', 'unfinished');
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  const fileOf = (name: string) => path.join(dataDir, name);
  const uploadOf = (id: string) => path.join(uploads, id);
  const aboutOf = (id: string) => `${uploadOf(id)}.json`;
  const readAbout = async (id: string) =>
    About.parse(JSON.parse((await orMissing(readFile(aboutOf(id), 'utf8'))) ?? '{}'));
  const exclusively = createMutex();

  return {
    async begin({ id, size, metadata }) {
      if (size !== null) {
        const about = JSON.stringify({ id, size, metadata });
        await available(writeFile(aboutOf(id), about, { mode: 0o600 }));
      }
      await available(writeFile(uploadOf(id), '', { mode: 0o600 }));
    },
    async findUpload(id) {
      const file = await orMissing(stat(uploadOf(id)));
      if (!file) return null;
      const about = await readAbout(id);
      const sender = id.slice(0, id.lastIndexOf('-'));
      return { id, sender, offset: file.size, ...about };
    },
    async uploadsOf(sender) {
      const ids = (await readdir(uploads)).map((name) => name.replace(/\..*$/, ''));
      return [...new Set(ids)].filter((id) => id.startsWith(`${sender}-`));
    },
    append: (id, offset, bytes) => append(uploadOf(id), offset, bytes),
    async discard(id) {
      for (const file of [uploadOf(id), aboutOf(id)]) await rm(file, { force: true });
    },
    async removeAbandoned(before) {
      for (const name of await readdir(uploads)) {
        const file = path.join(uploads, name);
        const data = await orMissing(stat(file.replace(/\.json$/, '')));
        if (!data || data.mtimeMs < before.getTime()) await rm(file, { force: true });
      }
    },
    async keep(id, { name, hash }, record) {
      const { size: length } = await readAbout(id);
      const arrived = await orMissing(stat(uploadOf(id)));
      if (!arrived || (length !== null && length !== arrived.size)) throw new UploadMoved();
      const whole = await soundFile(uploadOf(id), hash);
      if (whole !== null) {
        await exclusively(async () => {
          const { size } = await stat(whole);
          await available(moveDurably(whole, fileOf(name)));
          await db.transaction().execute((transaction) => record(transaction, size));
        });
      }
      await rm(aboutOf(id), { force: true });
      return whole !== null;
    },
    async find(name) {
      const file = await orMissing(stat(fileOf(name)));
      if (!file) return null;
      const etag = `W/"${file.size.toString(16)}-${file.mtime.getTime().toString(16)}"`;
      return { size: file.size, etag, storedAt: file.mtime };
    },
    open: async (name, range) => (await available(open(fileOf(name)))).createReadStream(range),
    remove: (forget) =>
      exclusively(async () => {
        for (const name of await db.transaction().execute(forget)) {
          await rm(fileOf(name), { force: true });
          // its folder, when it was the last
          await rmdir(path.dirname(fileOf(name))).catch(() => {});
        }
      }),
    close() {},
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

async function append(file: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await orMissing(open(file, 'r+'));
  if (!handle) throw new UploadMoved();
  try {
    if ((await handle.stat()).size !== offset) throw new UploadMoved();
    let end = offset;
    for await (const chunk of bytes) {
      await available(writeAt(handle, chunk, end));
      end += chunk.length;
    }
    return end;
  } finally {
    await handle.close();
  }
}

async function writeAt(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

/** Verifies the hash. Returns the new path of `file`; deletes it and returns null when the hash is wrong. */
async function soundFile(file: string, expected: ExpectedHash | null): Promise<string | null> {
  // renamed first, so that no request can change the file after the check
  const whole = `${file}.whole`;
  const renamed = await orMissing(rename(file, whole).then(() => true));
  if (!renamed) throw new UploadMoved();
  if (expected === null || (await digestOf(whole, expected)) === expected.digest) return whole;
  await rm(whole, { force: true });
  return null;
}

async function digestOf(file: string, { algorithm, encoding }: ExpectedHash): Promise<string> {
  const hash = createHash(algorithm);
  await available(pipeline(createReadStream(file), hash));
  return hash.digest(encoding);
}

async function available<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (failure) {
    throw UNAVAILABLE.has(codeOf(failure)) ? new FilesUnavailable(failure) : failure;
  }
}

/** As `available`, and null where the file does not exist. */
async function orMissing<T>(act: Promise<T>): Promise<T | null> {
  try {
    return await available(act);
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return null;
    throw failure;
  }
}

// The files of releases on disk: one folder for each, written as they come and kept once they are what they should be.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeBody } from '../http/receive-body.ts';

export interface ReleaseFiles {
  pathOf(releaseId: string, name: string): string;
  /** Writes a body under a name of its own; the answer's `keep` puts it in its place, `drop` removes it. */
  receive(releaseId: string, name: string, body: IncomingMessage, limit: number): Promise<ReceivedFile>;
  /** Removes all files of a release. */
  remove(releaseId: string): Promise<void>;
}

export interface ReceivedFile {
  /** bytes; more than the limit when there was more to come */
  size: number;
  /** base64 */
  sha512(): Promise<string>;
  keep(): Promise<void>;
  drop(): Promise<void>;
}

/** Under `dataDir`, where tickets and attachments are too. */
export function createReleaseFiles(dataDir: string): ReleaseFiles {
  const folderOf = (releaseId: string) => path.join(dataDir, 'releases', releaseId);
  const pathOf = (releaseId: string, name: string) => path.join(folderOf(releaseId), name);
  let received = 0;
  return {
    pathOf,
    async receive(releaseId, name, body, limit) {
      received += 1;
      const part = path.join(folderOf(releaseId), `.${received}.part`);
      const drop = () => rm(part, { force: true });
      await mkdir(folderOf(releaseId), { recursive: true, mode: 0o700 });
      await drop();
      try {
        const size = await writeBody(body, part, limit);
        return {
          size,
          sha512: () => sha512Of(part),
          keep: () => moveDurably(part, pathOf(releaseId, name)),
          drop,
        };
      } catch (problem) {
        await drop();
        throw problem;
      }
    },
    remove: (releaseId) => rm(folderOf(releaseId), { recursive: true, force: true }),
  };
}

async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

/** After this it is on disk under its name, even if the power fails at once. */
async function moveDurably(from: string, to: string): Promise<void> {
  const handle = await open(from, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(from, to);
}

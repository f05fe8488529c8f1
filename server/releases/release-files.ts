// The files of releases on disk: one folder per release; files are streamed to a temporary name until verified.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeBody } from '../http/receive-body.ts';
import { moveDurably } from '../storage/move-durably.ts';

export interface ReleaseFiles {
  pathOf(releaseId: string, name: string): string;
  /** Streams a body to a temporary file; `commit` of the result moves it into place, `discard` deletes it. */
  receive(releaseId: string, name: string, body: IncomingMessage, limit: number): Promise<ReceivedFile>;
  /** Removes all files of a release. */
  remove(releaseId: string): Promise<void>;
}

export interface ReceivedFile {
  /** bytes; more than the limit when the body was too large */
  size: number;
  /** base64 */
  sha512(): Promise<string>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Files are stored under `dataDir`. */
export function createReleaseFiles(dataDir: string): ReleaseFiles {
  const folderOf = (releaseId: string) => path.join(dataDir, 'releases', releaseId);
  const pathOf = (releaseId: string, name: string) => path.join(folderOf(releaseId), name);
  let received = 0;
  return {
    pathOf,
    async receive(releaseId, name, body, limit) {
      received += 1;
      const part = path.join(folderOf(releaseId), `.${received}.part`);
      const discard = () => rm(part, { force: true });
      await mkdir(folderOf(releaseId), { recursive: true, mode: 0o700 });
      await discard();
      try {
        const size = await writeBody(body, part, limit);
        return {
          size,
          sha512: () => sha512Of(part),
          commit: () => moveDurably(part, pathOf(releaseId, name)),
          discard,
        };
      } catch (problem) {
        await discard();
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

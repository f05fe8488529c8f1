// Makes a backup of a server that may be running, in one file that appears when it is whole and checked.
import { mkdtemp, type open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Refused } from '../program.ts';
import { attachmentName } from '../storage/content-store.ts';
import { changeCopy, copyDatabase, migrationsOf, problemOf } from '../storage/database-copy.ts';
import { MIGRATIONS } from '../storage/migrations/index.ts';
import { syncToDisk } from '../storage/move-durably.ts';
import type { Database } from '../storage/schema.ts';
import {
  type ArchiveWriter,
  type Contents,
  DATABASE,
  readArchive,
  SERVER_KEY,
  writeArchive,
} from './archive.ts';
import {
  forgetReleaseFile,
  forgetUpload,
  liesElsewhere,
  openIfThere,
  openSound,
  storedAttachments,
  storedReleaseFiles,
} from './stored-files.ts';

export interface BackupParts {
  db: Database;
  dataDir: string;
  /** does not exist yet */
  to: string;
  /** of this server */
  version: string;
  now: Date;
  /** leaves out attachments that are missing or damaged, instead of making no backup */
  leaveOut: boolean;
}

export interface MadeBackup extends Contents {
  hasKey: boolean;
  /** attachments and files of releases that lie in the bucket and are not in the file */
  inBucket: number;
}

/**
 * The database is copied first: an attachment is on disk before a row names it, and no row that a ticket has is ever removed, so
 * every attachment of the copy is there. Uploads that the server cleans up meanwhile are forgotten in the copy. Throws Refused.
 */
export async function makeBackup(parts: BackupParts): Promise<MadeBackup> {
  const folder = await mkdtemp(`${parts.to}-`).catch(() => {
    throw new Refused(
      `--to is ${JSON.stringify(parts.to)}: expected a file in a folder that this account may write in.`,
    );
  });
  try {
    const copied = path.join(folder, DATABASE);
    await copyDatabase(parts.db, copied);
    const whole = path.join(folder, 'backup.tar');
    const written = await writeBackup(parts, copied, whole);
    // read again from the disk, as a restore reads it
    const contents = await readArchive(whole, Object.keys(MIGRATIONS), drain);
    await rename(whole, parts.to);
    await syncToDisk(path.dirname(parts.to));
    return { ...contents, ...written };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function drain(_name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _chunk of content);
}

async function writeBackup(
  parts: BackupParts,
  copied: string,
  whole: string,
): Promise<Pick<MadeBackup, 'hasKey' | 'inBucket'>> {
  const { version, now } = parts;
  const migrations = await changeCopy(copied, migrationsOf);
  const archive = await writeArchive(whole, { version, createdAt: now.toISOString(), migrations });
  try {
    const { leftOut, inBucket } = await changeCopy(copied, (copy) => addFiles(parts, copy, archive));
    const hasKey = await addIfThere(archive, SERVER_KEY, path.join(parts.dataDir, SERVER_KEY));
    await addIfThere(archive, DATABASE, copied);
    await archive.finish(leftOut);
    return { hasKey, inBucket };
  } catch (failure) {
    await archive.abort();
    throw failure;
  }
}

/** `leftOut` are the hashes of attachments. */
interface AddedFiles {
  leftOut: string[];
  inBucket: number;
}

/** Adds the files that the copy names, and checks it. */
async function addFiles(parts: BackupParts, copy: Database, archive: ArchiveWriter): Promise<AddedFiles> {
  const leftOut: string[] = [];
  let inBucket = 0;
  for await (const { sha256, isNamed } of storedAttachments(copy)) {
    if (await liesElsewhere(copy, attachmentName(sha256))) {
      inBucket += 1;
      continue;
    }
    const handle = await openSound(parts.dataDir, sha256);
    if (handle) await addAndClose(archive, attachmentName(sha256), handle);
    else if (isNamed) leftOut.push(sha256);
    else await forgetUpload(copy, sha256);
  }
  for (const file of await storedReleaseFiles(copy)) {
    if (await liesElsewhere(copy, file.entry)) {
      inBucket += 1;
      continue;
    }
    const isAdded = await addIfThere(archive, file.entry, path.join(parts.dataDir, file.entry));
    if (!isAdded) await forgetReleaseFile(copy, file);
  }
  if (leftOut.length > 0 && !parts.leaveOut) throw new Refused(filesMissing(leftOut));
  const problem = await problemOf(copy);
  if (problem === null) return { leftOut, inBucket };
  throw new Refused(`The database is damaged (${problem}): restore the last backup, no file was written.`);
}

function filesMissing([first, ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `The attachment ${first} is missing or damaged in DATA_DIR${more}: put it back, or leave it out with --leave-out-damaged; no file was written.`;
}

async function addIfThere(archive: ArchiveWriter, name: string, file: string): Promise<boolean> {
  const handle = await openIfThere(file);
  if (handle === null) return false;
  await addAndClose(archive, name, handle);
  return true;
}

async function addAndClose(
  archive: ArchiveWriter,
  name: string,
  handle: Awaited<ReturnType<typeof open>>,
): Promise<void> {
  try {
    await archive.addFile(name, handle);
  } finally {
    await handle.close();
  }
}

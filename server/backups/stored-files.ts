// The files that a copied database names, and what becomes of those that are not there.
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../error-codes.ts';
import { attachmentName, releaseName } from '../storage/content-store.ts';
import type { Database } from '../storage/schema.ts';
import { chunksOf } from './archive.ts';

/** Rows read at a time. */
const PAGE = 1000;

interface StoredAttachment {
  sha256: string;
  /** a ticket or comment has it; others are uploads that nothing has referred to yet */
  isNamed: boolean;
}

/** Returns the attachments of the database, in the order of their hashes. */
export async function* storedAttachments(copy: Database): AsyncGenerator<StoredAttachment> {
  for (let after = ''; ; ) {
    const page = await copy
      .selectFrom('blob')
      .select('sha256')
      .select(({ exists, selectFrom }) =>
        exists(selectFrom('attachment').select('id').whereRef('attachment.sha256', '=', 'blob.sha256')).as(
          'isNamed',
        ),
      )
      .where('sha256', '>', after)
      .orderBy('sha256')
      .limit(PAGE)
      .execute();
    for (const { sha256, isNamed } of page) yield { sha256, isNamed: Boolean(isNamed) };
    const last = page.at(-1);
    if (!last) return;
    after = last.sha256;
  }
}

/** Whether a content of this name lies in the database or in a bucket, not in the data folder. */
export async function liesElsewhere(copy: Database, name: string): Promise<boolean> {
  const row = await copy.selectFrom('content').select('id').where('name', '=', name).executeTakeFirst();
  return row !== undefined;
}

/** Opens the attachment, or returns null where it is missing or its content is not what its name says. */
export async function openSound(dataDir: string, sha256: string): Promise<FileHandle | null> {
  const handle = await openIfThere(path.join(dataDir, attachmentName(sha256)));
  if (handle === null) return null;
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(handle)) hash.update(chunk);
  if (hash.digest('hex') === sha256) return handle;
  await handle.close();
  return null;
}

/** Opens a file, or returns null where there is none. */
export async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file);
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return null;
    throw failure;
  }
}

/** Forgets an upload that nothing refers to: whoever needs it sends it again. */
export async function forgetUpload(copy: Database, sha256: string): Promise<void> {
  for (const table of ['upload', 'staffUpload', 'blob'] as const)
    await copy.deleteFrom(table).where('sha256', '=', sha256).execute();
}

interface StoredReleaseFile {
  releaseId: string;
  name: string;
  /** also its path in the data folder */
  entry: string;
}

/** Returns the files of releases that the server has received. */
export async function storedReleaseFiles(copy: Database): Promise<StoredReleaseFile[]> {
  const rows = await copy
    .selectFrom('releaseFile')
    .select(['releaseId', 'name'])
    .where('received', '=', 1)
    .execute();
  return rows.map((row) => ({ ...row, entry: releaseName(row.releaseId, row.name) }));
}

/** Marks a file of a release as not received: an administrator uploads it again. */
export async function forgetReleaseFile(
  copy: Database,
  { releaseId, name }: StoredReleaseFile,
): Promise<void> {
  await copy
    .updateTable('releaseFile')
    .set({ received: 0 })
    .where('releaseId', '=', releaseId)
    .where('name', '=', name)
    .execute();
}

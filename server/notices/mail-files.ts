// The files that a mail about a ticket takes along.
import { MEGABYTE } from '../../contract/primitives.ts';
import type { SentFile } from '../mail/mailer.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

/** Bytes of all files of a mail: in base64 it stays below the 25 MB that mail servers take. */
const MOST_FILES = 15 * MEGABYTE;

export interface MailFileParts {
  db: Database;
  openFile: Blobs['open'];
}

/** Returns those of the comment that fit, and the names of the others. */
export async function readMailFiles(
  { db, openFile }: MailFileParts,
  commentId: string | null,
): Promise<{ files: SentFile[]; leftOut: string[] }> {
  const found =
    commentId === null
      ? []
      : await db
          .selectFrom('attachment')
          .select(['sha256', 'name', 'mediaType', 'size'])
          .where('commentId', '=', commentId)
          .orderBy('position')
          .execute();
  const files: SentFile[] = [];
  const leftOut: string[] = [];
  let room = MOST_FILES;
  for (const { sha256, name, mediaType, size } of found) {
    if (size > room) leftOut.push(name);
    else {
      files.push({ name, mediaType, open: () => openFile(sha256) });
      room -= size;
    }
  }
  return { files, leftOut };
}

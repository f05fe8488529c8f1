// Attachments, named by the hash of their content, and who has uploaded which.
import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import {
  attachmentName,
  type ByteRange,
  type ContentStore,
  expectedSha256,
  type StoredContent,
} from './content-store.ts';
import type { Database } from './schema.ts';
import { readUploadedSize, recordContent, recordUpload, type Sender } from './upload-records.ts';

export interface Blobs {
  find(sha256: string): Promise<StoredContent | null>;
  /** Rejects where the content does not exist. */
  open(sha256: string, range?: ByteRange): Promise<Readable>;
  /** Returns the size in bytes when this agent has uploaded the whole content, else null. */
  uploadedSize(agentId: string, sha256: string): Promise<number | null>;
  /** Stores an upload of the content store for this agent. Returns false and removes the upload when its hash is wrong. */
  store(agentId: string, uploadId: string, sha256: string): Promise<boolean>;
  /** As `store`, for an upload of this member of staff. */
  storeForStaff(staffId: string, uploadId: string, sha256: string): Promise<boolean>;
  /** As `store`, for a file of a mail: nobody has uploaded it. */
  storeOfMail(uploadId: string, sha256: string): Promise<boolean>;
  /** Removes content uploaded over a week ago that no ticket or comment refers to; it can be uploaded again. */
  removeUnreferenced(): Promise<void>;
}

/** In milliseconds. Agents refer to an upload in their next sync, technicians in the reply they are writing. */
const UNREFERENCED_FOR = 7 * DAY;

export function createBlobs(parts: { db: Database; clock: Clock; contents: ContentStore }): Blobs {
  const { db, clock, contents } = parts;

  function store(sender: Sender, uploadId: string, sha256: string): Promise<boolean> {
    const as = { name: attachmentName(sha256), hash: expectedSha256(sha256) };
    return contents.keep(uploadId, as, (transaction, size) =>
      recordUpload(transaction, sender, { sha256, size, now: instantFrom(clock) }),
    );
  }

  return {
    find: (sha256) => contents.find(attachmentName(sha256)),
    open: (sha256, range) => contents.open(attachmentName(sha256), range),
    uploadedSize: (agentId, sha256) => readUploadedSize(db, { agentId }, sha256),
    store: (agentId, uploadId, sha256) => store({ agentId }, uploadId, sha256),
    storeForStaff: (staffId, uploadId, sha256) => store({ staffId }, uploadId, sha256),
    storeOfMail: (uploadId, sha256) =>
      contents.keep(
        uploadId,
        { name: attachmentName(sha256), hash: expectedSha256(sha256) },
        (transaction, size) => recordContent(transaction, { sha256, size, now: instantFrom(clock) }),
      ),
    removeUnreferenced: () =>
      contents.remove((transaction) =>
        forgetUnreferenced(transaction, instantFrom(clock, -UNREFERENCED_FOR)),
      ),
  };
}

/** Deletes the rows of unreferenced uploads. Returns the names of contents that nothing refers to any more. */
async function forgetUnreferenced(transaction: Database, before: string): Promise<string[]> {
  for (const table of ['upload', 'staffUpload'] as const) {
    await transaction
      .deleteFrom(table)
      .where('completedAt', '<=', before)
      .where(isNotNamedBy('attachment', `${table}.sha256`))
      .execute();
  }
  const removed = await transaction
    .deleteFrom('blob')
    .where('storedAt', '<=', before)
    .where(isNotNamedBy('attachment', 'blob.sha256'))
    .where(isNotNamedBy('deskMailFile', 'blob.sha256'))
    .where(isNotNamedBy('upload', 'blob.sha256'))
    .where(isNotNamedBy('staffUpload', 'blob.sha256'))
    .returning('sha256')
    .execute();
  return removed.map(({ sha256 }) => attachmentName(sha256));
}

/** `not in` would make PostgreSQL look through a list of all names for each row, which takes hours where there are many. */
function isNotNamedBy(table: 'attachment' | 'deskMailFile' | 'upload' | 'staffUpload', hash: string) {
  return sql<boolean>`not exists (select 1 from ${sql.table(table)} as named where named.sha256 = ${sql.ref(hash)})`;
}

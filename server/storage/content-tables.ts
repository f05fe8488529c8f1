// Tables of contents that lie in the database or in a bucket, all written by storage/part-store.

/**
 * A row is an upload while it has an upload id, a stored content while it has a name, and waits for its removal with neither.
 * Its parts are numbered from 0, and all but the last are of the same size.
 */
export interface ContentTable {
  id: string;
  uploadId: string | null;
  /** of the upload */
  sender: string | null;
  name: string | null;
  /** bytes that have arrived */
  size: number;
  /** bytes that will arrive; null where nobody knows */
  length: number | null;
  /** JSON object of tus, or null */
  metadata: string | null;
  /** null until it is verified */
  sha256: string | null;
  /** last progress of the upload, or when it was stored */
  touchedAt: string;
}

export interface ContentPartTable {
  contentId: string;
  number: number;
  /** null where the bytes are in the bucket */
  bytes: Buffer | null;
  /** in the bucket; null where the bytes are here */
  objectKey: string | null;
}

// Where the bytes of attachments and of releases lie: uploads that are not complete, and verified contents under their names.
import type { Readable } from 'node:stream';
import type { Database } from './schema.ts';

interface NewUpload {
  /** begins with `<sender>-`; it is a file name */
  id: string;
  /** whose uploads are counted together */
  sender: string;
  /** bytes that will arrive; null where nobody knows */
  size: number | null;
  /** as tus receives it */
  metadata?: Readonly<Record<string, string | null>> | undefined;
}

/** An upload that is not complete, or not verified. */
interface Upload extends NewUpload {
  /** bytes that have arrived */
  offset: number;
}

/** A verified content. */
export interface StoredContent {
  /** in bytes */
  size: number;
  /** entity tag (RFC 9110, section 8.8.3) */
  etag: string;
  storedAt: Date;
}

/** Both ends are included, from 0. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface ExpectedHash {
  algorithm: 'sha256' | 'sha512';
  encoding: 'hex' | 'base64';
  digest: string;
}

/**
 * Several servers may use one store at the same time, except that of a folder. A crash at any moment leaves a content whole or
 * absent. Every function may throw FilesUnavailable.
 */
export interface ContentStore {
  /** Begins an upload; an earlier one of this id is lost. */
  begin(upload: NewUpload): Promise<void>;
  findUpload(id: string): Promise<Upload | null>;
  /** Returns the ids of the sender's uploads. */
  uploadsOf(sender: string): Promise<string[]>;
  /**
   * Appends at `offset` and returns the new offset. What arrives before `bytes` fails is kept. Throws UploadMoved where the upload
   * is at another offset, before or while it is written.
   */
  append(id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** Removes an upload, if it exists. */
  discard(id: string): Promise<void>;
  /** Removes uploads without progress since that instant, and what a crash left. */
  removeAbandoned(before: Date): Promise<void>;
  /**
   * Gives a whole upload its name once its hash is right (null: any), and records that, such that no removal comes between; an
   * earlier content of the name is replaced. Returns false and removes the upload when the hash is wrong. Throws UploadMoved where
   * the upload does not exist or is not whole.
   */
  keep(
    uploadId: string,
    as: { name: string; hash: ExpectedHash | null },
    record: (transaction: Database, size: number) => Promise<void>,
  ): Promise<boolean>;
  find(name: string): Promise<StoredContent | null>;
  /** Rejects where there is no content of this name. */
  open(name: string, range?: ByteRange): Promise<Readable>;
  /** Removes the contents whose names `forget` returns, which deletes the rows that refer to them. */
  remove(forget: (transaction: Database) => Promise<string[]>): Promise<void>;
  close(): void;
}

/** The upload is not at the expected offset: another request has continued, completed or removed it. */
export class UploadMoved extends Error {
  constructor() {
    super('the upload is at another offset');
  }
}

/** Nothing can be stored or read at the moment: a full disk, a bucket that does not answer. What was stored is kept. */
export class FilesUnavailable extends Error {
  constructor(cause: unknown) {
    super('files cannot be stored or read at the moment', { cause });
  }
}

/** The name of an attachment, which is also its path in the folder of data and in a backup. */
export function attachmentName(sha256: string): string {
  return `attachments/${sha256.slice(0, 2)}/${sha256}`;
}

/** As attachmentName, of a file of a release. */
export function releaseName(releaseId: string, file: string): string {
  return `releases/${releaseId}/${file}`;
}

/** Of an attachment, whose hash is its name. */
export function expectedSha256(sha256: string): ExpectedHash {
  return { algorithm: 'sha256', encoding: 'hex', digest: sha256 };
}

// Where the bytes of parts lie: in their rows, or as objects beside the database.
import type { ContentPartTable } from './content-tables.ts';

/** Size of all parts but the last, in bytes: an upload holds one in memory, and a request that was cut off has one written again. */
export const PART_BYTES = 512 * 1024;

/** Its functions may throw FilesUnavailable. */
export interface PartPlace {
  /** Returns what the row of the part has: the bytes, or the key of an object that has them. */
  put(contentId: string, bytes: Buffer): Promise<Pick<ContentPartTable, 'bytes' | 'objectKey'>>;
  readObject(key: string): Promise<Buffer>;
  removeObject(key: string): Promise<void>;
  /** Removes the objects of this content, all but those in `kept`. */
  removeOthers(contentId: string, kept: readonly string[]): Promise<void>;
  close(): void;
}

/** In the rows of the database. */
export const IN_ROWS: PartPlace = {
  put: async (_contentId, bytes) => ({ bytes, objectKey: null }),
  readObject: async (key) => {
    throw new Error(`${key} is in a bucket, and this server has none`);
  },
  async removeObject() {},
  async removeOthers() {},
  close() {},
};

// Continues an upload whose parts are rows. Each part is one transaction, which moves the size on from where this request has seen
// it: of two requests that continue the same upload, on one server or on two, one wins each part and the other ends.
import { type Clock, instantFrom } from '../clock.ts';
import { UploadMoved } from './content-store.ts';
import { PART_BYTES, type PartPlace } from './part-place.ts';
import { readPart, readUpload } from './part-rows.ts';
import { partsOf } from './parts-of.ts';
import type { Database, Row } from './schema.ts';
import { whileRoom } from './while-room.ts';

interface AppendParts {
  db: Database;
  clock: Clock;
  place: PartPlace;
}

/** As `append` of ContentStore. */
export async function appendParts(
  parts: AppendParts,
  uploadId: string,
  offset: number,
  bytes: AsyncIterable<Uint8Array>,
): Promise<number> {
  const { db, place } = parts;
  const content = await readUpload(db, uploadId);
  if (content?.size !== offset) throw new UploadMoved();
  const begun = offset % PART_BYTES;
  const { bytes: beginning, objectKey } =
    begun === 0
      ? { bytes: Buffer.alloc(0), objectKey: null }
      : await readPart(parts, content.id, Math.floor(offset / PART_BYTES));
  if (beginning.length !== begun) throw new UploadMoved();
  let replaced = objectKey;
  let size = offset;
  for await (const part of partsOf(bytes, PART_BYTES, beginning)) {
    size = await addPart(parts, { ...content, size }, part);
    // one that is left over is removed with the upload, or when it is kept
    if (replaced !== null) await place.removeObject(replaced).catch(() => {});
    replaced = null;
  }
  return size;
}

/** Stores the part in which the upload ends, or the next one. Returns the new size. */
async function addPart(
  { db, clock, place }: AppendParts,
  { id: contentId, uploadId, size, length }: Row<'content'>,
  bytes: Buffer,
): Promise<number> {
  const number = Math.floor(size / PART_BYTES);
  const end = number * PART_BYTES + bytes.length;
  if (length !== null && end > length) throw new UploadMoved();
  const columns = await place.put(contentId, bytes);
  const isAdded = await whileRoom(() =>
    db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('content')
        .set({ size: end, touchedAt: instantFrom(clock) })
        .where('id', '=', contentId)
        .where('uploadId', '=', uploadId)
        .where('size', '=', size)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return false;
      await transaction
        .insertInto('contentPart')
        .values({ contentId, number, ...columns })
        .onConflict((conflict) => conflict.columns(['contentId', 'number']).doUpdateSet(columns))
        .execute();
      return true;
    }),
  );
  if (isAdded) return end;
  if (columns.objectKey !== null) await place.removeObject(columns.objectKey).catch(() => {});
  throw new UploadMoved();
}

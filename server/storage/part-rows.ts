// Reads contents that lie in parts, and removes those that nothing names any more.

import type { ByteRange } from './content-store.ts';
import { FilesUnavailable } from './content-store.ts';
import { PART_BYTES, type PartPlace } from './part-place.ts';
import type { Database, Row } from './schema.ts';

interface Parts {
  db: Database;
  place: PartPlace;
}

/** Values in one statement. */
const AT_ONCE = 500;

export async function readUpload(db: Database, uploadId: string): Promise<Row<'content'> | null> {
  const row = await db.selectFrom('content').selectAll().where('uploadId', '=', uploadId).executeTakeFirst();
  return row ?? null;
}

/** Rejects where the part does not exist. */
export async function readPart(
  { db, place }: Parts,
  contentId: string,
  number: number,
): Promise<{ bytes: Buffer; objectKey: string | null }> {
  const { bytes, objectKey } = await db
    .selectFrom('contentPart')
    .select(['bytes', 'objectKey'])
    .where('contentId', '=', contentId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  if (bytes !== null) return { bytes, objectKey };
  if (objectKey === null) throw new Error(`part ${number} of the content ${contentId} has no bytes`);
  return { bytes: await place.readObject(objectKey), objectKey };
}

/** Yields the bytes, part by part. Throws where a part is missing or too short. */
export async function* bytesOf(
  parts: Parts,
  { id, size }: Pick<Row<'content'>, 'id' | 'size'>,
  range: ByteRange = { start: 0, end: size - 1 },
): AsyncGenerator<Buffer> {
  const end = Math.min(range.end, size - 1);
  for (let at = range.start; at <= end; ) {
    const number = Math.floor(at / PART_BYTES);
    const first = number * PART_BYTES;
    const { bytes } = await readPart(parts, id, number);
    if (bytes.length !== Math.min(PART_BYTES, size - first)) {
      throw new Error(`part ${number} of the content ${id} is damaged`);
    }
    const piece = bytes.subarray(at - first, end - first + 1);
    at += piece.length;
    yield piece;
  }
}

/** Takes upload id and name from contents, which are then to be removed. Returns their ids. */
export async function condemn(
  db: Database,
  now: string,
  column: 'id' | 'uploadId' | 'name',
  values: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < values.length; at += AT_ONCE) {
    const rows = await db
      .updateTable('content')
      .set({ uploadId: null, sender: null, name: null, touchedAt: now })
      .where(column, 'in', values.slice(at, at + AT_ONCE))
      .returning('id')
      .execute();
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

/** Removes condemned contents. What cannot be removed now is left for `removeAbandoned`. */
export async function removeCondemned({ db, place }: Parts, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    try {
      await place.removeOthers(id, []);
    } catch (failure) {
      if (failure instanceof FilesUnavailable) continue;
      throw failure;
    }
    await db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('contentPart').where('contentId', '=', id).execute();
      await transaction.deleteFrom('content').where('id', '=', id).execute();
    });
  }
}

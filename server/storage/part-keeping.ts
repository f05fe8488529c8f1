// Verifies an upload whose parts are rows, and gives it its name.
import { createHash } from 'node:crypto';
import { type Clock, instantFrom } from '../clock.ts';
import { type ContentStore, type ExpectedHash, UploadMoved } from './content-store.ts';
import type { PartPlace } from './part-place.ts';
import { bytesOf, condemn, removeCondemned } from './part-rows.ts';
import type { Database, Row } from './schema.ts';
import { whileRoom } from './while-room.ts';

interface KeepParts {
  db: Database;
  clock: Clock;
  place: PartPlace;
}

type Content = Row<'content'>;

/** As `keep` of ContentStore. Two servers that keep the same upload verify it twice and name it once. */
export async function keepParts(
  parts: KeepParts,
  ...[uploadId, { name, hash }, record]: Parameters<ContentStore['keep']>
): Promise<boolean> {
  const { db, clock, place } = parts;
  const content = await seal(parts, uploadId);
  const { isSound, sha256 } = await verify(parts, content, hash);
  if (!isSound) {
    await removeCondemned(parts, await condemn(db, instantFrom(clock), 'id', [content.id]));
    return false;
  }
  await place.removeOthers(content.id, await objectsOf(db, content.id));
  const replaced = await whileRoom(() =>
    db.transaction().execute(async (transaction) => {
      // first: it locks the row that a removal at the same time deletes
      await record(transaction, content.size);
      return giveName(transaction, content, { name, sha256, now: instantFrom(clock) });
    }),
  );
  await removeCondemned(parts, replaced);
  return true;
}

/** From here on nothing can be appended. */
async function seal({ db, clock }: KeepParts, uploadId: string): Promise<Content> {
  const row = await db
    .updateTable('content')
    .set(({ ref }) => ({ length: ref('size'), touchedAt: instantFrom(clock) }))
    .where('uploadId', '=', uploadId)
    .where(({ eb, or, ref }) => or([eb('length', 'is', null), eb('length', '=', ref('size'))]))
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new UploadMoved();
  return row;
}

async function verify(
  parts: KeepParts,
  content: Content,
  expected: ExpectedHash | null,
): Promise<{ isSound: boolean; sha256: string }> {
  const sha256 = createHash('sha256');
  const other = createHash(expected?.algorithm ?? 'sha256');
  for await (const bytes of bytesOf(parts, content)) {
    sha256.update(bytes);
    if (expected !== null && expected.algorithm !== 'sha256') other.update(bytes);
  }
  const digest = sha256.copy().digest('hex');
  if (expected === null) return { isSound: true, sha256: digest };
  const compared = expected.algorithm === 'sha256' ? sha256 : other;
  return { isSound: compared.digest(expected.encoding) === expected.digest, sha256: digest };
}

async function objectsOf(db: Database, contentId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('contentPart')
    .select('objectKey')
    .where('contentId', '=', contentId)
    .where('objectKey', 'is not', null)
    .execute();
  return rows.flatMap(({ objectKey }) => objectKey ?? []);
}

/** Returns the ids of contents that are to be removed: an earlier one of the name, or this one where it is the same. */
async function giveName(
  transaction: Database,
  content: Content,
  { name, sha256, now }: { name: string; sha256: string; now: string },
): Promise<string[]> {
  const earlier = await transaction
    .selectFrom('content')
    .select(['id', 'sha256'])
    .where('name', '=', name)
    .executeTakeFirst();
  if (earlier?.id === content.id) return [];
  // whoever reads it at this moment can read on
  if (earlier?.sha256 === sha256) return condemn(transaction, now, 'id', [content.id]);
  const replaced = earlier ? await condemn(transaction, now, 'id', [earlier.id]) : [];
  const { numUpdatedRows } = await transaction
    .updateTable('content')
    .set({ name, sha256, uploadId: null, sender: null, touchedAt: now })
    .where('id', '=', content.id)
    .where('uploadId', '=', content.uploadId)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new UploadMoved();
  return replaced;
}

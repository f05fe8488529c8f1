// Whether the objects of a former bucket were copied, before S3_REPLACES lets another one take its place.
import type { BucketConfig } from '../bucket-config.ts';
import { placeTerm } from './agreements.ts';
import { problemOfBucket } from './bucket-problems.ts';
import { FilesUnavailable } from './content-store.ts';
import type { PartPlace } from './part-place.ts';
import type { Database } from './schema.ts';

/** Objects that are looked for: an empty bucket or another prefix has none, and not all can be read at a start. */
const SAMPLE = 8;

/** Returns one sentence where known objects are missing in the new place; null where they are there, or nothing is replaced. */
export async function problemOfReplaced(
  db: Database,
  bucket: BucketConfig,
  place: PartPlace,
): Promise<string | null> {
  if (bucket.replaces === null) return null;
  const known = await db
    .selectFrom('agreement')
    .select('value')
    .where('name', '=', 'place')
    .executeTakeFirst();
  // what is left of the setting later replaces nothing
  if (known === undefined || known.value === placeTerm(bucket, null).value) return null;
  const parts = await db
    .selectFrom('contentPart')
    .select('objectKey')
    .where('objectKey', 'is not', null)
    .limit(SAMPLE)
    .execute();
  for (const { objectKey } of parts) {
    const problem = objectKey === null ? null : await problemOfObject(place, objectKey, bucket);
    if (problem !== null) return problem;
  }
  return null;
}

async function problemOfObject(place: PartPlace, key: string, bucket: BucketConfig): Promise<string | null> {
  try {
    await place.readObject(key);
    return null;
  } catch (failure) {
    if (!(failure instanceof FilesUnavailable)) throw failure;
    const { cause } = failure;
    if (!(cause instanceof Error && cause.name === 'NoSuchKey')) return problemOfBucket(cause, bucket);
    return `S3_REPLACES is ${bucket.replaces}, but ${placeTerm(bucket, null).value} has no object ${JSON.stringify(key)} of the former place: copy all objects first (docs/guide-operation.md says how), nothing was changed.`;
  }
}

// Chooses where attachments and releases lie: in the bucket that is configured, else in a database that servers share, else in files.

import type { BucketConfig } from '../bucket-config.ts';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import { hasObjects } from './agreements.ts';
import { type OpenedBucket, openBucket } from './bucket.ts';
import type { ContentStore } from './content-store.ts';
import { createFolderStore } from './folder-store.ts';
import { IN_ROWS } from './part-place.ts';
import { createPartStore } from './part-store.ts';
import { problemOfReplaced } from './replaced-bucket.ts';
import type { Database } from './schema.ts';

export interface ContentsParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  dataDir: string;
  /** null: none is configured */
  bucket: BucketConfig | null;
  /** other servers use the same database */
  isShared: boolean;
}

/** `problem` is one sentence for the administrator. */
export type OpenedContents = { ok: true; contents: ContentStore } | { ok: false; problem: string };

/** What was stored in files before stays there and is served from there. */
export async function openContents(parts: ContentsParts): Promise<OpenedContents> {
  const { bucket, isShared, db } = parts;
  if (bucket === null && (await hasObjects(db))) {
    return {
      ok: false,
      problem:
        'S3_BUCKET is not set: expected the bucket in which attachments of this database lie; nothing was changed.',
    };
  }
  const folder = await createFolderStore(parts);
  if (bucket === null && !isShared) return { ok: true, contents: folder };
  const opened = await openPlace(parts);
  if (!opened.ok) return opened;
  const problem = bucket === null ? null : await problemOfReplaced(db, bucket, opened.place);
  if (problem !== null) {
    opened.place.close();
    return { ok: false, problem };
  }
  return { ok: true, contents: withOlderFiles(createPartStore({ ...parts, place: opened.place }), folder) };
}

/** Opens where parts of contents lie: in the bucket that is configured, or in the rows of the database. */
export async function openPlace({
  bucket,
  chance,
}: Pick<ContentsParts, 'bucket' | 'chance'>): Promise<OpenedBucket> {
  return bucket === null ? { ok: true, place: IN_ROWS } : openBucket(bucket, chance);
}

/** A server of one machine may get a bucket later: its files are read where they are. */
function withOlderFiles(store: ContentStore, folder: ContentStore): ContentStore {
  return {
    ...store,
    find: async (name) => (await store.find(name)) ?? folder.find(name),
    open: async (name, range) => ((await store.find(name)) ? store : folder).open(name, range),
    async remove(forget) {
      let names: string[] = [];
      await store.remove(async (transaction) => {
        names = await forget(transaction);
        return names;
      });
      await folder.remove(async () => names);
    },
    async removeAbandoned(before) {
      await store.removeAbandoned(before);
      await folder.removeAbandoned(before);
    },
  };
}

// The three stores of contents, each on a migrated database of its own, opened as often as there are servers.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BucketConfig } from '../../../server/bucket-config.ts';
import { systemChance } from '../../../server/chance.ts';
import type { ContentStore } from '../../../server/storage/content-store.ts';
import { openContents } from '../../../server/storage/open-contents.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { type FakeBucket, startBucket } from './bucket.ts';
import { createClock, type MovableClock } from './clock.ts';
import { openOwnStorage } from './own-storage.ts';

export type StoreKind = 'folder' | 'database' | 'bucket';

export interface TestContents {
  readonly db: Database;
  readonly dataDir: string;
  readonly clock: MovableClock;
  /** null for the other kinds */
  readonly bucket: FakeBucket | null;
  readonly store: ContentStore;
  /** Opens the store again, as another server or as this one after a restart. */
  another(): Promise<ContentStore>;
  close(): Promise<void>;
}

export async function openTestContents(kind: StoreKind): Promise<TestContents> {
  const storage: Storage = await openOwnStorage();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'guichet-contents-'));
  const bucket = kind === 'bucket' ? await startBucket() : null;
  const clock = createClock();
  const opened: ContentStore[] = [];
  const config: BucketConfig | null = bucket?.config ?? null;

  async function another(): Promise<ContentStore> {
    const parts = { db: storage.db, clock, chance: systemChance };
    const answer = await openContents({ ...parts, dataDir, bucket: config, isShared: kind !== 'folder' });
    if (!answer.ok) throw new Error(answer.problem);
    opened.push(answer.contents);
    return answer.contents;
  }

  return {
    db: storage.db,
    dataDir,
    clock,
    bucket,
    store: await another(),
    another,
    async close() {
      for (const store of opened) store.close();
      await bucket?.close();
      await storage.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

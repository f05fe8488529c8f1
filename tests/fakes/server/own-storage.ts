// The storage of a server without the server: a migrated database in a folder of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStorage, type Storage } from '../../../server/storage/open.ts';

/** `close` deletes the folder too. */
export async function openOwnStorage(): Promise<Storage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-storage-'));
  const opened = await openStorage(folder);
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  return {
    db,
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

// Opens the agent's storage in a temporary folder, for tests of single stores.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { KeyWrap } from '../../main/db/secrets.ts';
import { openStorage, type Storage } from '../../main/db/storage.ts';
import { systemChance as chance } from '../../main/support/chance.ts';

/** Replaces the system's key store; it does not encrypt. */
export const plainWrap: KeyWrap = {
  name: 'unprotected',
  wrap: (plain) => Buffer.from(plain),
  unwrap: (wrapped) => wrapped.toString(),
};

/** Call it once in a test file. Returns a function that opens a storage, which is removed after the current test. */
export function storageForEach(): () => Storage {
  const opened: { storage: Storage; folder: string }[] = [];
  afterEach(() => {
    for (const { storage, folder } of opened.splice(0)) {
      storage.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'guichet-storage-'));
    const storage = openStorage(folder, { wrap: plainWrap, chance });
    if (!storage.ok) throw new Error(storage.error.code);
    opened.push({ storage: storage.value, folder });
    return storage.value;
  };
}

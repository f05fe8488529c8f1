// Opens the agent's local data, and the worker thread that seals and reads its files.
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { ok, type Result } from '../../contract/result.ts';
import { createFileWorker, type FileWorker } from '../attachments/file-worker.ts';
import { chooseKeyWrap } from '../db/key-wrap.ts';
import { openStorage, type Storage } from '../db/storage.ts';
import type { Chance } from '../support/chance.ts';
import type { Log } from '../support/log.ts';

interface Parts {
  userData: string;
  /** folder of the bundles */
  built: string;
  packaged: boolean;
  env: NodeJS.ProcessEnv;
  safeStorage: SafeStorage;
  chance: Chance;
  log: Log;
}

/** Errors: those of `openStorage`, which are also logged. */
export function openLocalData(parts: Parts): Result<{ storage: Storage; worker: FileWorker }> {
  const { userData, built, packaged, env, safeStorage, chance, log } = parts;
  const nativeBinding = packaged ? undefined : env.GUICHET_SQLITE_BINDING;
  const wrap = chooseKeyWrap(safeStorage, { packaged, env });
  const storage = openStorage(userData, { wrap, nativeBinding, chance });
  if (!storage.ok) {
    log.warn(storage.error.code);
    return storage;
  }
  const { secrets, attachments } = storage.value;
  const data = { dataKey: secrets.dataKey, folder: attachments };
  const worker = createFileWorker(join(built, 'main/file-thread.cjs'), data);
  return ok({ storage: storage.value, worker });
}

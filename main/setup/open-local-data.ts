// Opens the agent's local data, and the worker thread that seals and reads its files.
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { SECOND } from '../../contract/clock.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { ok, type Result } from '../../contract/result.ts';
import { createFileWorker, type FileWorker } from '../attachments/file-worker.ts';
import { chooseKeyWrap } from '../db/key-wrap.ts';
import { openStorage, type Storage } from '../db/storage.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';

/** Keys are given up only after they have opened nothing for this long, while the key store opens others (ADR 109). */
const KEY_TRIES = 3;
const BETWEEN_TRIES_MS = SECOND;
/** How often what cannot be opened at the moment is tried again. */
const TRY_AGAIN_MS = 5 * SECOND;

interface Parts {
  userData: string;
  /** folder of the bundles */
  built: string;
  packaged: boolean;
  env: NodeJS.ProcessEnv;
  safeStorage: Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>;
  chance: Chance;
  clock: Clock;
  log: Log;
}

/** Errors: those of `openStorage` but `secrets-lost`, which are also logged. */
export async function openLocalData(parts: Parts): Promise<Result<{ storage: Storage; worker: FileWorker }>> {
  const { built, clock, log } = parts;
  const begun = clock.now().toISOString();
  let storage = open(parts);
  for (let tries = 1; isLost(storage) && tries < KEY_TRIES; tries++) {
    await new Promise<void>((passed) => void clock.after(BETWEEN_TRIES_MS, passed));
    storage = open(parts);
  }
  if (isLost(storage)) storage = open(parts, true);
  if (!storage.ok) {
    log.warn(storage.error.code);
    return storage;
  }
  const { secrets, attachments, values } = storage.value;
  const recovery = values.read('recovery');
  if (recovery && recovery.at >= begun) {
    const { cause, setAside, kept, lost } = recovery;
    const counts = `kept ${JSON.stringify(kept)}, lost ${JSON.stringify(lost)}`;
    log.warn(`the local data was begun anew (${cause}): ${counts}; set aside: ${setAside ?? 'nothing'}`);
  }
  const data = { dataKey: secrets.dataKey, folder: attachments };
  const worker = createFileWorker(join(built, 'main/file-thread.cjs'), data);
  return ok({ storage: storage.value, worker });
}

/** Calls `restart` as soon as the data can be opened, where waiting may help. */
export function restartOnceOpen({ code }: GuichetError, parts: Parts, restart: () => void): void {
  if (code === 'database-newer') return;
  parts.clock.after(TRY_AGAIN_MS, () => {
    const storage = open(parts);
    if (!storage.ok) return restartOnceOpen(storage.error, parts, restart);
    storage.value.close();
    parts.log.info('the local data can be opened now: starting again');
    restart();
  });
}

function open({ userData, packaged, env, safeStorage, chance, clock }: Parts, replaceLostKeys = false) {
  const nativeBinding = packaged ? undefined : env.GUICHET_SQLITE_BINDING;
  const wrap = chooseKeyWrap(safeStorage, { packaged, env });
  return openStorage(userData, { wrap, nativeBinding, chance, clock, replaceLostKeys });
}

function isLost(storage: Result<Storage>): boolean {
  return !storage.ok && storage.error.code === 'secrets-lost';
}

// The agent's local data, opened as a whole or not at all. What can no longer be used is set aside, and begun anew.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../support/chance.ts';
import { type Clock, systemClock } from '../support/clock.ts';
import { storageFailureOf } from '../support/storage-failure.ts';
import { beginAnew, finishBeginning } from './begin-anew.ts';
import { createKeyValueStore, type KeyValueStore } from './key-value-store.ts';
import { ATTACHMENTS, DATABASE, KEYS, SUSPECT } from './local-files.ts';
import { isNewer, openDatabase } from './open.ts';
import { isReadable } from './salvage.ts';
import { createSeal, type Seal } from './seal.ts';
import { checkSeal } from './seal-check.ts';
import { type KeyWrap, newSecrets, readSecrets, type Secrets, writeSecrets } from './secrets.ts';

export interface Storage {
  db: Database;
  values: KeyValueStore;
  seal: Seal;
  secrets: Secrets;
  /** where all of it lies */
  folder: string;
  /** folder of the sealed attachments */
  attachments: string;
  close(): void;
}

interface Options {
  wrap: KeyWrap | null;
  chance: Chance;
  nativeBinding?: string | undefined;
  clock?: Pick<Clock, 'now'>;
  /** sets data aside whose keys open nothing any more, instead of refusing it */
  replaceLostKeys?: boolean;
}

/**
 * Errors: `secrets-unavailable`, `secrets-lost`, `database-newer`, and those of `storageFailureOf` while the disk cannot be read
 * or written. After an error the data is as it was. A damaged or emptied database is replaced: the value `recovery` says how.
 */
export function openStorage(folder: string, options: Options): Result<Storage> {
  try {
    return openParts(folder, options);
  } catch (failure) {
    const code = storageFailureOf(failure);
    if (!code) throw failure;
    return err(code);
  }
}

function openParts(folder: string, options: Options): Result<Storage> {
  const { wrap, chance, clock = systemClock, nativeBinding } = options;
  const [file, keys] = [join(folder, DATABASE), join(folder, KEYS)];
  finishBeginning(folder);
  if (isNewer(file, options)) return err('database-newer');
  const known = readSecrets(keys, wrap);
  const isLost = known.ok ? known.value === null && isBegun(file) : known.error.code === 'secrets-lost';
  if (isLost) return replaceKeys(folder, options);
  if (!known.ok) return known;

  const again = { folder, wrap: null, now: clock.now(), nativeBinding };
  const secrets = known.value ?? newSecrets(chance);
  if (!known.value && wrap) writeSecrets(keys, wrap, secrets);
  else if (!isBegun(file)) beginAnew({ ...again, cause: 'missing', secrets });
  else if (existsSync(join(folder, SUSPECT))) beginAnew({ ...again, cause: 'damaged', secrets });

  const opened = openDatabase(file, options);
  if (!opened.ok && opened.error.code === 'storage-damaged') {
    beginAnew({ ...again, cause: 'damaged', secrets });
    return openParts(folder, options);
  }
  if (!opened.ok) return opened;
  const db = opened.value;
  try {
    const seal = createSeal(secrets.dataKey);
    if (!checkSeal(db, seal)) {
      db.close();
      return replaceKeys(folder, options);
    }
    if (!isReadable(db, seal)) {
      db.close();
      beginAnew({ ...again, cause: 'damaged', secrets });
      return openParts(folder, options);
    }
    const values = createKeyValueStore(db, seal);
    const attachments = join(folder, ATTACHMENTS);
    mkdirSync(attachments, { recursive: true });
    return ok({ db, values, seal, secrets, folder, attachments, close: () => void db.close() });
  } catch (failure) {
    db.close();
    throw failure;
  }
}

/** Error `secrets-lost`, unless the caller wants them replaced. */
function replaceKeys(folder: string, options: Options): Result<Storage> {
  const { wrap, chance, clock = systemClock, nativeBinding, replaceLostKeys = false } = options;
  if (!replaceLostKeys) return err('secrets-lost');
  const now = clock.now();
  beginAnew({ folder, cause: 'keys', secrets: newSecrets(chance), wrap, now, nativeBinding });
  return openParts(folder, { ...options, replaceLostKeys: false });
}

function isBegun(file: string): boolean {
  return existsSync(file) && statSync(file).size > 0;
}

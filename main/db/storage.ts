// The agent's local data, opened as a whole or not at all.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../support/chance.ts';
import { createKeyValueStore, type KeyValueStore } from './key-value-store.ts';
import { isNewer, openDatabase } from './open.ts';
import { createSeal, type Seal } from './seal.ts';
import { type KeyWrap, openSecrets, type Secrets } from './secrets.ts';

const SEAL_CHECK = 'guichet';

export interface Storage {
  db: Database;
  values: KeyValueStore;
  seal: Seal;
  secrets: Secrets;
  /** folder of the sealed attachments */
  attachments: string;
  close(): void;
}

/** Errors: `secrets-unavailable`, `secrets-lost`, `database-newer`. After an error nothing was written. */
export function openStorage(
  folder: string,
  options: { wrap: KeyWrap | null; chance: Chance; nativeBinding?: string | undefined },
): Result<Storage> {
  const file = join(folder, 'guichet.sqlite');
  const attachments = join(folder, 'attachments');
  if (isNewer(file, options)) return err('database-newer');
  const dataExists = existsSync(file);
  const secrets = openSecrets(join(folder, 'keys.json'), { ...options, dataExists });
  if (!secrets.ok) return secrets;
  const opened = openDatabase(file, options);
  if (!opened.ok) return opened;

  const db = opened.value;
  const values = createKeyValueStore(db);
  const seal = createSeal(secrets.value.dataKey);
  if (!checkSeal(values, seal)) {
    db.close();
    return err('secrets-lost');
  }
  mkdirSync(attachments, { recursive: true });
  return ok({ db, values, seal, secrets: secrets.value, attachments, close: () => void db.close() });
}

/** A key file restored from elsewhere may unwrap correctly and still not be the one that sealed this data. */
function checkSeal(values: KeyValueStore, seal: Seal): boolean {
  const stored = values.read('seal-check');
  if (!stored) {
    values.write('seal-check', seal.close('fact', 'seal-check', Buffer.from(SEAL_CHECK)).toString('base64'));
    return true;
  }
  return seal.open('fact', 'seal-check', Buffer.from(stored, 'base64'))?.toString() === SEAL_CHECK;
}

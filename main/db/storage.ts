// The agent's local data, opened as a whole or not at all.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../support/chance.ts';
import { createKeyValueStore, type KeyValueStore, SEAL_CHECK } from './key-value-store.ts';
import { isNewer, openDatabase } from './open.ts';
import { createSeal, type Seal } from './seal.ts';
import { type KeyWrap, openSecrets, type Secrets } from './secrets.ts';

/** Opens only with the key that sealed all other data. */
const SEALED_WORD = 'guichet';

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
  const seal = createSeal(secrets.value.dataKey);
  if (!checkSeal(db, seal)) {
    db.close();
    return err('secrets-lost');
  }
  const values = createKeyValueStore(db, seal);
  mkdirSync(attachments, { recursive: true });
  return ok({ db, values, seal, secrets: secrets.value, attachments, close: () => void db.close() });
}

/** A key file restored from elsewhere may unwrap correctly and still not be the one that sealed this data. */
function checkSeal(db: Database, seal: Seal): boolean {
  const select = db.prepare<[string], string>('select value from fact where name = ?').pluck();
  const stored = select.get(SEAL_CHECK);
  if (stored !== undefined) {
    const sealed = Buffer.from(z.base64().parse(JSON.parse(stored)), 'base64');
    return seal.open('fact', SEAL_CHECK, sealed)?.toString() === SEALED_WORD;
  }
  const sealed = seal.close('fact', SEAL_CHECK, Buffer.from(SEALED_WORD)).toString('base64');
  db.prepare('insert into fact (name, value) values (?, ?)').run(SEAL_CHECK, JSON.stringify(sealed));
  return true;
}

// A known word, sealed in the database: whether the key is the one that sealed all other data.
import type { Database } from 'better-sqlite3';
import { parseJson } from '../../contract/json.ts';
import { SEAL_CHECK } from './key-value-store.ts';
import type { Seal } from './seal.ts';

/** Opens only with the key that sealed all other data. */
const SEALED_WORD = 'guichet';

export function writeSealCheck(db: Database, seal: Seal): void {
  const sealed = seal.close('fact', SEAL_CHECK, Buffer.from(SEALED_WORD)).toString('base64');
  db.prepare('insert or replace into fact (name, value) values (?, ?)').run(
    SEAL_CHECK,
    JSON.stringify(sealed),
  );
}

/** A key file restored from elsewhere may unwrap correctly and still not be the one that sealed this data. */
export function checkSeal(db: Database, seal: Seal): boolean {
  const rows = db.prepare<[], { name: string; value: string }>('select name, value from fact').all();
  const word = rows.find(({ name }) => name === SEAL_CHECK);
  if (word) {
    const sealed = Buffer.from(String(parseJson(word.value)), 'base64');
    if (seal.open('fact', SEAL_CHECK, sealed)?.toString() === SEALED_WORD) return true;
  }
  const others = rows.filter(({ name }) => name !== SEAL_CHECK);
  // Without the word, or where damage has altered it, any other value decides.
  const isOurs = others.some(({ name, value }) => seal.open('fact', name, Buffer.from(value, 'base64')));
  if (!isOurs && (word || others.length > 0)) return false;
  writeSealCheck(db, seal);
  return true;
}

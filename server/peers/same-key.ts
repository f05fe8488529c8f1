// Servers of one database must use one key: what one seals or signs, the others open and check.
import { deriveKey } from '../hashes.ts';
import type { Database } from '../storage/schema.ts';

/**
 * Returns one sentence where others use the database with another key. A server without others may have a new one: what
 * its former key sealed has to be entered again.
 */
export async function problemOfKey(db: Database, serverKey: Buffer, others: number): Promise<string | null> {
  // the key is random and long: this says nothing about it
  const fingerprint = deriveKey(serverKey, 'guichet fingerprint of the key').toString('hex');
  return db.transaction().execute(async (transaction) => {
    const known = await transaction.selectFrom('serverKey').select('fingerprint').executeTakeFirst();
    if (known?.fingerprint === fingerprint) return null;
    if (known && others > 0)
      return 'SECRET_KEY is not the key of the servers that use this database: expected the same one on each (docs/guide-operation.md says how), nothing was changed.';
    await transaction.deleteFrom('serverKey').execute();
    await transaction.insertInto('serverKey').values({ fingerprint }).execute();
    return null;
  });
}

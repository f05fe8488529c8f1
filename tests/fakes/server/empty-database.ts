// A migrated database without data, in a folder of its own.
import path from 'node:path';
import { migrate, openDatabase } from '../../../server/storage/open.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { emptyFolder } from '../agent-under-test.ts';

export async function openEmptyDatabase(): Promise<Database> {
  const db = openDatabase(path.join(emptyFolder(), 'guichet.sqlite'));
  const { error } = await migrate(db);
  if (error) throw error;
  return db;
}

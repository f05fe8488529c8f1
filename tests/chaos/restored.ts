// A server that comes back from an older copy of its database, as `guichet restore` leaves it; the files are newer.

import { randomUUID } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import BetterSqlite from 'better-sqlite3';
import { afterRestore } from '../../server/after-restore.ts';

/** Copies the database of a server that may be running. Returns the file. */
export async function copyDatabase(file: string): Promise<string> {
  const copy = `${file}.${randomUUID()}`;
  const db = new BetterSqlite(file, { timeout: 5000 });
  try {
    await db.backup(copy);
  } finally {
    db.close();
  }
  return copy;
}

/** Puts the copy in the place of the database while its server is away. `settings` are those of the server. */
export async function restoreDatabase(
  copy: string,
  file: string,
  settings: Record<string, string>,
): Promise<void> {
  for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true });
  copyFileSync(copy, file);
  await afterRestore(settings);
}

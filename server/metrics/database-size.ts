// How large the database is on disk.
import { stat } from 'node:fs/promises';
import path from 'node:path';

/** In bytes: the file, and the log of what is not yet written into it. */
export interface DatabaseSize {
  main: number;
  wal: number;
}

/** Reads the sizes of the SQLite files in `dataDir`. */
export async function readDatabaseSize(dataDir: string): Promise<DatabaseSize> {
  const sizeOf = async (name: string) => (await stat(path.join(dataDir, name)).catch(() => null))?.size ?? 0;
  return { main: await sizeOf('guichet.sqlite'), wal: await sizeOf('guichet.sqlite-wal') };
}

// The folder of the database, the attachments and the key: made where it is missing, and refused where it cannot be written.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const { R_OK, W_OK, X_OK } = constants;
/** What the server needs of its own files, where they exist. The attachments have folders of their own. */
const NEEDED: Readonly<Record<string, number>> = {
  'guichet.sqlite': R_OK | W_OK,
  'guichet.sqlite-wal': R_OK | W_OK,
  'guichet.sqlite-shm': R_OK | W_OK,
  'server.lock': R_OK | W_OK,
  'server.key': R_OK,
};

/**
 * Makes the folder, readable by this account only. Returns null, or one sentence where it cannot be used. `setting` is what
 * names the folder.
 */
export function makeDataFolder(dataDir: string, setting = 'DATA_DIR'): string | null {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch {
    return problemOfFolder(dataDir, setting);
  }
  return problemOfDataFolder(dataDir, setting);
}

/** Returns one sentence where this account may not write in the folder, or not write a file that lies in it. */
export function problemOfDataFolder(dataDir: string, setting = 'DATA_DIR'): string | null {
  if (!existsSync(dataDir)) return null;
  // the lock, and the files that SQLite keeps beside its database, are made and removed there
  if (!mayAccess(dataDir, R_OK | W_OK | X_OK)) return problemOfFolder(dataDir, setting);
  for (const [name, mode] of Object.entries(NEEDED)) {
    const file = path.join(dataDir, name);
    if (!existsSync(file) || mayAccess(file, mode)) continue;
    const needed = mode === R_OK ? 'read' : 'write';
    return `${setting} is ${JSON.stringify(dataDir)}: this account may not ${needed} ${name} in it. Run as the account of the server, or make that account its owner; nothing was changed.`;
  }
  return null;
}

function problemOfFolder(dataDir: string, setting: string): string {
  return `${setting} is ${JSON.stringify(dataDir)}: expected a folder that this account may write in.`;
}

function mayAccess(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}

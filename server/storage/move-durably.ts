// Moves a file so that it survives a power failure.
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';

/** Creates missing folders, syncs the file before it is renamed, and then its folder and the one above. */
export async function moveDurably(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  await syncToDisk(from);
  await rename(from, to);
  await syncToDisk(path.dirname(to));
  await syncToDisk(path.dirname(path.dirname(to)));
}

/** Syncs a file or a folder. */
export async function syncToDisk(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// Leaving this computer: a marker commits to it, and the next start deletes the agent's data before it opens any of it.
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const MARKER = 'leaving';
/** Without these keys nothing else can be read any more: they go first. */
const KEYS = 'keys.json';
/**
 * What the running process itself holds: Chromium's locks, and the key with which Windows protects secrets of this
 * program. None of it is about a person.
 */
const OF_THE_PROCESS = /^(?:Singleton.*|lockfile|Local State)$/;

type Remove = (path: string) => void;

/** Retries while a virus scanner holds a file. */
const removeWhole: Remove = (path) => rmSync(path, { recursive: true, force: true, maxRetries: 5 });

/** From its return on the data in `folder` will be deleted, whatever dies. */
export function commitToLeave(folder: string): void {
  const handle = openSync(join(folder, MARKER), 'w', 0o600);
  fsyncSync(handle);
  closeSync(handle);
}

/**
 * Deletes what the agent kept in `folder`, if it committed to leave. Call it when no other agent uses the folder, and
 * before anything in it is opened: it is done when this returns. Rejects when something cannot be deleted; the next start
 * goes on.
 */
export async function finishLeaving(folder: string, remove: Remove = removeWhole): Promise<void> {
  const marker = join(folder, MARKER);
  if (!existsSync(marker)) return;
  remove(join(folder, KEYS));
  for (const name of readdirSync(folder)) {
    if (name !== MARKER && !OF_THE_PROCESS.test(name)) remove(join(folder, name));
  }
  remove(marker);
}

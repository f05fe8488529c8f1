// Moves data that this agent cannot use into a folder with the date in its name. Nothing in it is ever deleted or changed.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** A name that is free in `folder`, such as `set-aside-20260131-094500`, in UTC. */
export function setAsideName(folder: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const names = Array.from({ length: 100 }, (_, at) => `set-aside-${stamp}${at === 0 ? '' : `-${at + 1}`}`);
  return names.find((name) => !existsSync(join(folder, name))) ?? `set-aside-${stamp}-${now.getTime()}`;
}

/** Moves those of `names` that exist from `folder` into its subfolder `into`, in this order. Returns whether there was any. */
export function setAside(folder: string, names: readonly string[], into: string): boolean {
  const present = names.filter((name) => existsSync(join(folder, name)));
  if (present.length > 0) mkdirSync(join(folder, into), { recursive: true, mode: 0o700 });
  for (const name of present) renameSync(join(folder, name), join(folder, into, name));
  return present.length > 0;
}

// A file system of its own with little room: a tmpfs, which only root on Linux may mount.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' });

/** Whether this computer lets a test mount one. */
export const CAN_MOUNT = canMount();

function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'guichet-mount-'));
  try {
    mountSmallDisk(folder, 1).unmount();
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface SmallDisk {
  resize(megabytes: number): void;
  unmount(): void;
}

/** Makes the folder where it is missing. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'guichet-test', folder);
  return {
    resize: (size) => void run('mount', '-o', `remount,size=${size}m`, folder),
    unmount: () => void run('umount', folder),
  };
}

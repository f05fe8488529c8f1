// Adds koffi's binaries for Windows to node_modules: npm installs only those for the machine it runs on.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockedPackage, packageOf } from './fetched.ts';

const modules = join(import.meta.dirname, '../node_modules');

/** Adds missing binaries for x64 and arm64, which go into one installer. */
export function addWindowsBinaries(): void {
  for (const architecture of ['x64', 'arm64']) {
    const name = `@koromix/koffi-win32-${architecture}`;
    const folder = join(modules, name);
    if (!existsSync(folder)) cpSync(packageOf(lockedPackage(name)), folder, { recursive: true });
  }
}

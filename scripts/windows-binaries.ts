// Lays koffi's binaries for Windows beside the others: npm installs only those of the machine it runs on.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockedPackage, packageOf } from './fetched.ts';

const modules = join(import.meta.dirname, '../node_modules');

/** What one installer for x64 and arm64 needs; nothing where it is there already. */
export function layWindowsBinaries(): void {
  for (const architecture of ['x64', 'arm64']) {
    const name = `@koromix/koffi-win32-${architecture}`;
    const folder = join(modules, name);
    if (!existsSync(folder)) cpSync(packageOf(lockedPackage(name)), folder, { recursive: true });
  }
}

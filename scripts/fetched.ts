// Packages of the npm registry that tests need and no clone installs: fetched once with their hash pinned, kept outside
// the clone.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'guichet');

export interface Pinned {
  /** such as `7zip-bin@5.2.0` */
  spec: string;
  /** of the archive, in base64 */
  sha512: string;
}

/** Makes a cached folder once; a process that dies half-way leaves nothing at the final name. */
export function once(target: string, make: (tmp: string) => void): string {
  if (!existsSync(target)) {
    const tmp = `${target}.${process.pid}`;
    rmSync(tmp, { recursive: true, force: true });
    mkdirSync(tmp, { recursive: true });
    try {
      make(tmp);
      if (!existsSync(target)) renameSync(tmp, target);
    } finally {
      rmSync(tmp, { recursive: true, force: true });
    }
  }
  return target;
}

/** Downloads a package's archive into `folder` and answers its path. Throws when it is not the pinned one. */
export function archiveOf({ spec, sha512 }: Pinned, folder: string): string {
  const pack = ['pack', spec, '--silent', '--pack-destination', folder];
  execFileSync('npm', pack, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  // npm names it so: @scope/name@1.2.3 is scope-name-1.2.3.tgz
  const archive = join(folder, `${spec.replace(/^@/, '').replaceAll(/[/@]/g, '-')}.tgz`);
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (found !== sha512) throw new Error(`${spec}: the archive is not the pinned one`);
  return archive;
}

/** The folder of a package as it is published. */
export function packageOf(pinned: Pinned): string {
  return once(join(cache, pinned.spec.replace('/', '+')), (tmp) => {
    const archive = archiveOf(pinned, tmp);
    execFileSync('tar', ['-xzf', archive, '-C', tmp, '--strip-components=1']);
    rmSync(archive);
  });
}

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), integrity: z.string().optional() }),
  ),
});

/** A package as the lockfile pins it, also one that npm leaves out because it is for another system. */
export function lockedPackage(name: string): Pinned {
  const lockfile = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8');
  const { version, integrity } = Lockfile.parse(JSON.parse(lockfile)).packages[`node_modules/${name}`] ?? {};
  if (!version || !integrity) throw new Error(`package-lock.json does not name ${name}`);
  return { spec: `${name}@${version}`, sha512: integrity.replace('sha512-', '') };
}

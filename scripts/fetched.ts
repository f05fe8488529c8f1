// Downloads npm packages that tests need but that are not installed: once, verified by a pinned hash, into a cache outside
// the repository.
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
  /** hash of the archive, in base64 */
  sha512: string;
}

/** Creates a cached folder once, by a rename: a process that dies half-way leaves nothing at `target`. */
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

/** Downloads a package's archive into `folder` and returns its path. Throws when the hash differs. */
export function archiveOf({ spec, sha512 }: Pinned, folder: string): string {
  const pack = ['pack', spec, '--silent', '--pack-destination', folder];
  execFileSync('npm', pack, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  // npm's file name of @scope/name@1.2.3 is scope-name-1.2.3.tgz
  const archive = join(folder, `${spec.replace(/^@/, '').replaceAll(/[/@]/g, '-')}.tgz`);
  const actual = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (actual !== sha512) throw new Error(`${spec}: the archive does not have the pinned hash`);
  return archive;
}

/** Returns the folder of a published package, in the cache. */
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

/** Returns a package with the version and hash of the lockfile, even one that npm skips because it is for another system. */
export function lockedPackage(name: string): Pinned {
  const lockfile = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8');
  const { version, integrity } = Lockfile.parse(JSON.parse(lockfile)).packages[`node_modules/${name}`] ?? {};
  if (!version || !integrity) throw new Error(`package-lock.json does not name ${name}`);
  return { spec: `${name}@${version}`, sha512: integrity.replace('sha512-', '') };
}

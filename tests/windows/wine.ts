// A Windows of one's own for a test run: a Wine prefix in a temporary folder, and what is asked of it.
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryValues } from '../../main/device/registry.ts';

const FOLDERS = ['/usr/lib/wine', '/usr/bin'];
const RUN_MS = 120_000;

/** Debian's `wine64` alone puts nothing on the PATH. Throws when it is not installed. */
function wineProgram(name: 'wine64' | 'wineserver64'): string {
  const found = FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found) throw new Error(`${name} is not installed`);
  return found;
}

export interface Wine {
  /** folder on Linux: prefix, and whatever a test puts beside it */
  folder: string;
  env: NodeJS.ProcessEnv;
}

/** As Windows names a path of Linux. */
export const windowsPath = (path: string) => `Z:${path.replaceAll('/', '\\')}`;

/** Makes an empty Windows 10 that draws nothing. Takes about 10 s. */
export function openWine(): Wine {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-wine-'));
  const { DISPLAY: _, ...inherited } = process.env;
  const wine: Wine = {
    folder,
    env: {
      ...inherited,
      WINEPREFIX: join(folder, 'prefix'),
      WINEDEBUG: '-all',
      // what is written on a command line arrives letter by letter
      LC_ALL: 'C.UTF-8',
      // what Wine would offer to download for .NET and HTML
      WINEDLLOVERRIDES: 'mscoree,mshtml=',
    },
  };
  const run = (...args: string[]) =>
    execFileSync(wineProgram('wine64'), args, { env: wine.env, stdio: 'ignore', timeout: RUN_MS });
  run('wineboot', '--init');
  run('winecfg', '-v', 'win10');
  run('reg', 'add', String.raw`HKCU\Software\Wine\Drivers`, '/v', 'Graphics', '/d', 'null', '/f');
  // While one program runs, Wine does not shut down; starting it again takes 2 s.
  spawn(wineProgram('wine64'), ['cmd'], { env: wine.env, stdio: ['pipe', 'ignore', 'ignore'] });
  return wine;
}

/** Ends every process of it and removes it. */
export function closeWine({ folder, env }: Wine): void {
  for (const order of ['--kill', '--wait']) {
    spawnSync(wineProgram('wineserver64'), [order], { env, stdio: 'ignore', timeout: RUN_MS });
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Runs a Windows program and answers its exit code and what it printed. */
export function runInWine(
  wine: Wine,
  program: string,
  args: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...wine.env, ...env }, timeout: RUN_MS };
    execFile(wineProgram('wine64'), [program, ...args], options, (problem, stdout) =>
      resolve({ code: problem ? Number(problem.code ?? -1) : 0, stdout }),
    );
  });
}

/** The values right under a key, by their names in lower case; empty where there is no such key. */
export async function registryOf(wine: Wine, key: string) {
  const { stdout } = await runInWine(wine, 'reg', ['query', key, '/reg:64']);
  return Object.fromEntries(registryValues(stdout));
}

/** A file of drive C: as Linux names it. */
export const onDriveC = ({ folder }: Wine, path: string) => join(folder, 'prefix/drive_c', path);

export const readOnDriveC = (wine: Wine, path: string) => readFileSync(onDriveC(wine, path), 'utf8');

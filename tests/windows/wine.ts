// A temporary Windows for a test run: a Wine prefix in a temporary folder.
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryValues } from '../../main/device/registry.ts';

const FOLDERS = ['/usr/lib/wine', '/usr/bin'];
const RUN_MS = 120_000;

/** Finds a program of Debian's `wine64`, which is not on the PATH. Throws when it is not installed. */
function wineProgram(name: 'wine64' | 'wineserver64'): string {
  const found = FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found) throw new Error(`${name} is not installed`);
  return found;
}

export interface Wine {
  /** folder on Linux with the prefix and the files of tests */
  folder: string;
  env: NodeJS.ProcessEnv;
}

/** Converts a Linux path to its Windows name. */
export const windowsPath = (path: string) => `Z:${path.replaceAll('/', '\\')}`;

/** Creates a Windows 10 without display. Takes about 10 s. */
export function openWine(): Wine {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-wine-'));
  const { DISPLAY: _, ...inherited } = process.env;
  const wine: Wine = {
    folder,
    env: {
      ...inherited,
      WINEPREFIX: join(folder, 'prefix'),
      WINEDEBUG: '-all',
      // passes command lines unchanged
      LC_ALL: 'C.UTF-8',
      // prevents the downloads that Wine offers for .NET and HTML
      WINEDLLOVERRIDES: 'mscoree,mshtml=',
    },
  };
  const run = (...args: string[]) =>
    execFileSync(wineProgram('wine64'), args, { env: wine.env, stdio: 'ignore', timeout: RUN_MS });
  run('wineboot', '--init');
  run('winecfg', '-v', 'win10');
  run('reg', 'add', String.raw`HKCU\Software\Wine\Drivers`, '/v', 'Graphics', '/d', 'null', '/f');
  // A running program keeps Wine from shutting down; a restart takes 2 s.
  spawn(wineProgram('wine64'), ['cmd'], { env: wine.env, stdio: ['pipe', 'ignore', 'ignore'] });
  return wine;
}

/** Ends all its processes and removes its folder. */
export function closeWine({ folder, env }: Wine): void {
  for (const order of ['--kill', '--wait']) {
    spawnSync(wineProgram('wineserver64'), [order], { env, stdio: 'ignore', timeout: RUN_MS });
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Runs a Windows program. Returns its exit code and its output. */
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

/** Starts a Windows program that reads its input. `end` closes the input. */
export function startInWine(wine: Wine, program: string, args: string[]): { end(): void } {
  const { stdin } = spawn(wineProgram('wine64'), [program, ...args], {
    env: wine.env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return { end: () => stdin.end() };
}

/** Returns the values of a key, by name in lower case; empty where the key does not exist. */
export async function registryOf(wine: Wine, key: string) {
  const { stdout } = await runInWine(wine, 'reg', ['query', key, '/reg:64']);
  return Object.fromEntries(registryValues(stdout));
}

/** Returns the Linux path of a file on drive C. */
export const onDriveC = ({ folder }: Wine, path: string) => join(folder, 'prefix/drive_c', path);

export const readOnDriveC = (wine: Wine, path: string) => readFileSync(onDriveC(wine, path), 'utf8');

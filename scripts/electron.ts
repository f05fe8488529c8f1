// Finds an Electron that this machine can run, and builds agent and console.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bundle, unlessBuilt } from './built.ts';
import { electron25, sqliteForElectron25 } from './electron25/prepare.ts';
import { endOnFailure, runLogged } from './logged.ts';

const root = join(import.meta.dirname, '..');

export interface ElectronRuntime {
  executable: string;
  version: string;
  /** environment variables for building and running the agent with this runtime */
  env: Record<string, string>;
}

const binary =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string] ??
  'electron';

function pinnedElectron(dist: string): ElectronRuntime {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
  return { executable: join(dist, binary), version, env: {} };
}

/**
 * Returns the first of these: ELECTRON_OVERRIDE_DIST_PATH, the runtime that the electron package has or can download, on
 * Linux x64 the older runtime of scripts/electron25. Ends the process where there is none.
 */
export function electronRuntime(): ElectronRuntime {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return pinnedElectron(override);
  const dist = join(root, 'node_modules/electron/dist');
  if (!existsSync(join(dist, binary))) {
    spawnSync(process.execPath, [join(root, 'node_modules/electron/install.js')], {
      stdio: 'ignore',
      timeout: 300_000,
    });
  }
  if (existsSync(join(dist, binary))) return pinnedElectron(dist);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error('Electron could not be downloaded. Set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH.');
    process.exit(1);
  }
  console.log('Electron cannot be downloaded here: using the Electron 25 runtime for tests.');
  return endOnFailure(() => ({
    executable: join(electron25(), 'electron'),
    version: '25.1.1',
    env: { GUICHET_RUNTIME: 'electron25', GUICHET_SQLITE_BINDING: sqliteForElectron25() },
  }));
}

/** Builds agent and console into out/ unless they are up to date. Returns the warnings; ends the process when a build fails. */
export function buildAll({ env }: ElectronRuntime): string {
  console.log('Building agent and console …');
  return [build('agent', 'electron-vite', [], env), buildConsole()].filter(Boolean).join('\n');
}

/** Builds the console into out/console unless it is up to date. Returns the warnings; ends the process when it fails. */
export function buildConsole(): string {
  return build('console', 'vite', ['--config', 'console/vite.config.ts']);
}

/** Builds the agent for the Electron that ships. Ends the process when the build fails. */
export function buildAgent(): void {
  build('agent', 'electron-vite', []);
}

function build(bundle: Bundle, command: string, options: string[], env: Record<string, string> = {}): string {
  const args = ['build', ...options, '--logLevel', 'warn'];
  return unlessBuilt(bundle, env, () =>
    endOnFailure(() => runLogged({ log: `build-${bundle}`, command, args, env })),
  );
}

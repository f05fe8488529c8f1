// Which Electron this machine can run, and how the agent is built for it.
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
  /** environment the build and the agent need for this runtime */
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
 * In this order: ELECTRON_OVERRIDE_DIST_PATH, what the electron package has or can download, and on Linux x64
 * without either the older runtime of scripts/electron25.
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

/** Builds what is not built yet of agent and console into out/, and returns what the bundlers warn of; ends the process when a build fails. */
export function buildAll({ env }: ElectronRuntime): string {
  console.log('Building agent and console …');
  return [build('agent', 'electron-vite', [], env), buildConsole()].filter(Boolean).join('\n');
}

/** Builds the console into out/console, unless it is, and returns what the bundler warns of; ends the process when that fails. */
export function buildConsole(): string {
  return build('console', 'vite', ['--config', 'console/vite.config.ts']);
}

/** Builds the agent as it ships, for Electron's own version; ends the process when that fails. */
export function buildAgent(): void {
  build('agent', 'electron-vite', []);
}

function build(bundle: Bundle, command: string, more: string[], env: Record<string, string> = {}): string {
  const args = ['build', ...more, '--logLevel', 'warn'];
  return unlessBuilt(bundle, env, () =>
    endOnFailure(() => runLogged({ log: `build-${bundle}`, command, args, env })),
  );
}

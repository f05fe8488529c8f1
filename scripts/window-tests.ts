// Runs Playwright against the built agent. Playwright's workers start the displays (tests/e2e/desktop.ts).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { needDebianPackages, TEST_PACKAGES } from './debian.ts';
import { ELECTRON_SWITCHES } from './display.ts';
import { buildAll, electronRuntime } from './electron.ts';

const root = join(import.meta.dirname, '..');

/** Builds agent and console, then runs `playwright test` with these arguments. Returns whether all tests passed. */
export function runPlaywright(args: string[]): boolean {
  needDebianPackages(TEST_PACKAGES);
  const runtime = electronRuntime();
  buildAll(runtime);
  const { status } = spawnSync('playwright', ['test', ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      ...runtime.env,
      GUICHET_ELECTRON: runtime.executable,
      GUICHET_ELECTRON_VERSION: runtime.version,
      GUICHET_ELECTRON_SWITCHES: process.platform === 'linux' ? ELECTRON_SWITCHES.join(' ') : '',
    },
  });
  return status === 0;
}

// Runs Playwright against the built agent, on a display of its own where the machine has to show none.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needDebianPackages, TEST_PACKAGES } from './debian.ts';
import { type Display, virtualDisplay } from './display.ts';
import { buildAll, electronRuntime } from './electron.ts';

const root = join(import.meta.dirname, '..');

/** Builds agent and console, then runs `playwright test` with these arguments; whether all passed. */
export async function runPlaywright(args: string[]): Promise<boolean> {
  needDebianPackages(TEST_PACKAGES);
  const runtime = electronRuntime();
  buildAll(runtime);
  const keyring = mkdtempSync(join(tmpdir(), 'guichet-keyring-'));
  const display: Display | null = process.platform === 'linux' ? await virtualDisplay(keyring) : null;
  const { status } = spawnSync('playwright', ['test', ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      ...runtime.env,
      ...display?.env,
      GUICHET_ELECTRON: runtime.executable,
      GUICHET_ELECTRON_VERSION: runtime.version,
      GUICHET_ELECTRON_SWITCHES: display?.electronSwitches.join(' ') ?? '',
    },
  });
  display?.close();
  rmSync(keyring, { recursive: true, force: true });
  return status === 0;
}

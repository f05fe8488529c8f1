// A browser that opens nothing, and remembers the address that it was given.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { emptyFolder } from './parts.ts';

export interface FakeBrowser {
  /** environment of the agent that uses it */
  env: Record<string, string>;
  /** Waits until the browser was opened. Returns the address that it was opened with last. */
  address(): Promise<string>;
}

/** Electron opens addresses by xdg-open. */
export function fakeBrowser(): FakeBrowser {
  const folder = emptyFolder('browser');
  const opened = join(folder, 'opened');
  const program = join(folder, 'xdg-open');
  writeFileSync(program, `#!/bin/sh\nprintf '%s' "$1" > '${opened}'\n`);
  chmodSync(program, 0o755);
  const address = () => (existsSync(opened) ? readFileSync(opened, 'utf8') : '');
  return {
    env: { PATH: `${folder}:${process.env.PATH ?? ''}` },
    async address() {
      await expect.poll(address).not.toBe('');
      return address();
    },
  };
}

// The desktop of one test worker. On Linux each worker has its own display, session bus, keyring and temporary folder:
// its key presses, windows and toasts do not reach the other workers.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { virtualDisplay } from '../../scripts/display.ts';
import { type NotificationArea, notificationArea } from './notification-area.ts';

interface TestFixtures {
  /** The notification area of this worker's desktop, without toasts. Needs D-Bus. */
  area: NotificationArea;
}

interface WorkerFixtures {
  desktop: undefined;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  desktop: [
    async ({ playwright: _ }, use) => {
      const leave = process.platform === 'linux' ? await enterDesktop() : null;
      await use(undefined);
      leave?.();
    },
    { scope: 'worker', auto: true },
  ],
  area: async ({ desktop: _ }, use) => {
    const area = await notificationArea(process.env.DBUS_SESSION_BUS_ADDRESS ?? '');
    await use(area);
    await area.close();
  },
});

/** Moves this process, and every program it starts from now on, to a new desktop. Returns the function that leaves it. */
async function enterDesktop(): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), 'guichet-worker-'));
  // Dovecot's programs use subfolders under their own accounts.
  chmodSync(temporary, 0o755);
  const display = await virtualDisplay(join(temporary, 'keyring'));
  const leave = () => {
    display.close();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', leave);
  Object.assign(process.env, display.env, { TMPDIR: temporary });
  return () => {
    process.off('exit', leave);
    leave();
  };
}

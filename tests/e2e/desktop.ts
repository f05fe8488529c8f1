// The desktop that the tests of one worker run on. On Linux each worker has a display, a session bus, a keyring and
// temporary files of its own: what is pressed, shown and told there is no business of the others.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { virtualDisplay } from '../../scripts/display.ts';
import { type NotificationArea, notificationArea } from './notification-area.ts';

interface OfTest {
  /** The notification area of this worker's desktop, without a toast in it. Only where there is D-Bus. */
  area: NotificationArea;
}

interface OfWorker {
  desktop: undefined;
}

export const test = base.extend<OfTest, OfWorker>({
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

/** This process joins a new desktop, and so does every program that it starts from now on; answers how to leave. */
async function enterDesktop(): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), 'guichet-worker-'));
  // Dovecot's programs go below it under accounts of their own.
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

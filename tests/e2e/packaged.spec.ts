// What electron-builder makes of the agent starts from its asar. The folder is for Linux; Windows takes the same files.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { CLOSING_FILE } from '../../main/closing.ts';
import { type NotificationArea, notificationArea } from './notification-area.ts';
import { emptyFolder, root, startAgent } from './parts.ts';

test.skip(process.platform !== 'linux', 'packages the Linux folder');

let area: NotificationArea;
test.beforeAll(async () => {
  area = await notificationArea(process.env.DBUS_SESSION_BUS_ADDRESS ?? '');
});
test.afterAll(() => area.close());

/** Packs the agent around the Electron of this run and answers the program's path. */
function packAgent(): string {
  const output = emptyFolder('packaged');
  const dist = join(emptyFolder('dist'), 'electron');
  const electron = process.env.GUICHET_ELECTRON ?? '';
  cpSync(dirname(electron), dist, { recursive: true });
  rmSync(join(dist, 'resources'), { recursive: true, force: true });
  execFileSync(
    'electron-builder',
    [
      '--linux',
      'dir',
      '--publish',
      'never',
      `--config.directories.output=${output}`,
      `--config.electronDist=${dist}`,
      `--config.electronVersion=${process.env.GUICHET_ELECTRON_VERSION}`,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const folder = join(output, 'linux-unpacked');
  const binding = process.env.GUICHET_SQLITE_BINDING;
  if (binding) {
    // The older runtime cannot load the binary that ships; the rest is what ships.
    const shipped = 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node';
    copyFileSync(binding, join(folder, shipped));
  }
  return join(folder, 'guichet');
}

test('the packaged agent starts from its asar, ends when an installer says so, and keeps no keys where it cannot protect them', async () => {
  test.slow();
  const program = packAgent();
  const environment = {
    GUICHET_SERVER_URL: 'http://127.0.0.1:9',
    GUICHET_ENROLMENT_KEY: 'gk_nobody_listens_here',
  };
  const agent = await startAgent(emptyFolder('agent'), environment, { executable: program });
  const facts = await agent.app.evaluate(({ app }) => ({ packaged: app.isPackaged, path: app.getAppPath() }));
  expect(facts.packaged).toBe(true);
  expect(facts.path).toMatch(/app\.asar$/);
  await expect.poll(() => area.tooltip()).toContain('Guichet');
  await area.choose('Personal settings');
  const settings = await agent.window('settings');
  await expect(settings.getByLabel('Full name')).toBeVisible();
  const ended = once(agent.app.process(), 'exit');
  const closing = join(dirname(program), CLOSING_FILE);
  writeFileSync(closing, '');
  expect(await ended, 'the installer says that the program is going').toEqual([0, null]);
  rmSync(closing);

  const unprotected = emptyFolder('agent');
  const unprotectedKeys = { ...environment, GUICHET_UNPROTECTED_KEYS: '1' };
  const refusing = await startAgent(unprotected, unprotectedKeys, {
    executable: program,
    moreSwitches: ['--password-store=basic'],
  });
  await expect.poll(() => area.tooltip()).toContain('Needs your attention');
  await refusing.quit();
  expect(readFileSync(join(unprotected, 'logs/main.log'), 'utf8')).toContain('secrets-unavailable');
});

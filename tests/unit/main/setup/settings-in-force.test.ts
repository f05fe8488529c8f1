// Personal settings applied to the system, and the accent colour read from it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemPreferences } from 'electron';
import { expect, it } from 'vitest';
import { watchAccent } from '../../../../main/desktop/accent.ts';
import { createSettingsInForce } from '../../../../main/setup/settings-in-force.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

it('theme, hotkey and start at sign-in apply at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-in-force-'));
  const nativeTheme: Parameters<typeof createSettingsInForce>[0]['nativeTheme'] = { themeSource: 'system' };
  const keys: (string | null)[] = [];
  const { apply, startsAtSignIn } = createSettingsInForce({
    app: {
      isPackaged: false,
      getName: () => 'Guichet',
      getAppPath: () => '/opt/guichet',
      getLoginItemSettings: () => {
        throw new Error('not on Linux');
      },
      setLoginItemSettings() {},
    },
    process: { platform: 'linux', env: { XDG_CONFIG_HOME: folder }, execPath: '/opt/electron' },
    nativeTheme,
    hotkey: { use: (wanted) => void keys.push(wanted) },
    userData: folder,
    log: recordingLog(),
  });
  apply({ theme: 'dark', hotkey: 'Ctrl+Alt+H', startAtSignIn: true });
  expect(nativeTheme.themeSource).toBe('dark');
  expect(keys).toEqual(['Ctrl+Alt+H']);
  expect(startsAtSignIn()).toBe(true);
  apply({ theme: 'system', hotkey: null, startAtSignIn: false });
  expect(startsAtSignIn()).toBe(false);
  rmSync(folder, { recursive: true });
});

it('the accent colour is the present one of Windows, and null elsewhere', () => {
  let colour = '0f6cbdff';
  let tell = () => {};
  const preferences = {
    getAccentColor: () => colour,
    on(_: 'accent-color-changed', listener: () => void) {
      tell = listener;
    },
  } as Pick<SystemPreferences, 'getAccentColor' | 'on'>;
  let changes = 0;
  const accent = watchAccent(preferences, 'win32', () => {
    changes++;
  });
  expect(accent()).toBe('#0f6cbd');
  colour = 'c50f1fff';
  tell();
  expect([accent(), changes]).toEqual(['#c50f1f', 1]);
  colour = '';
  expect(accent()).toBeNull();
  expect(watchAccent(preferences, 'linux', () => {})()).toBeNull();
});

// Start at sign-in on Windows: the installer enables it for everybody, and each user may opt out.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, LoginItemSettings, Settings } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOptOut, createSignIn } from '../../../../main/settings/sign-in.ts';
import { createSettingsInForce } from '../../../../main/setup/settings-in-force.ts';
import { NO_LOCAL_POLICY } from '../../../fakes/agent-under-test.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-sign-in-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The machine's and the user's Run key, as Electron reads and writes them. */
function runKeys({ machine, own = false, isVetoed = false }: Record<string, boolean>) {
  const keys = { machine, own, isVetoed };
  const item = (scope: 'user' | 'machine') => ({
    name: 'Guichet',
    path: '',
    args: [],
    scope,
    enabled: !keys.isVetoed,
  });
  const app: Pick<App, 'getName' | 'getLoginItemSettings' | 'setLoginItemSettings'> = {
    getName: () => 'Guichet',
    getLoginItemSettings: () =>
      ({
        wasOpenedAtLogin: false,
        status: 'enabled',
        openAtLogin: keys.own,
        executableWillLaunchAtLogin: (keys.own || keys.machine === true) && !keys.isVetoed,
        launchItems: [...(keys.machine ? [item('machine')] : []), ...(keys.own ? [item('user')] : [])],
      }) satisfies LoginItemSettings,
    setLoginItemSettings({ openAtLogin }: Settings) {
      keys.own = openAtLogin ?? false;
    },
  };
  const optOut = createOptOut(folder);
  const command = ['Guichet.exe'];
  const signIn = createSignIn({ app, platform: 'win32', env: {}, command, optOut, log: recordingLog() });
  return { keys, optOut, signIn, app };
}

describe('with the installer’s start for everybody', () => {
  it('an opt-out is stored in a file of the user', () => {
    const { keys, optOut, signIn } = runKeys({ machine: true });
    expect(signIn.isOn()).toBe(true);
    signIn.set(false);
    expect([signIn.isOn(), optOut.isSet(), keys.own]).toEqual([false, true, false]);
    signIn.set(true);
    expect([signIn.isOn(), optOut.isSet()]).toEqual([true, false]);
  });

  it('an older entry of the user is removed, or the agent would start twice', () => {
    const { keys, signIn } = runKeys({ machine: true, own: true });
    signIn.set(signIn.isOn());
    expect([keys.own, signIn.isOn()]).toEqual([false, true]);
  });

  it('an entry disabled in Task Manager counts as off, and not as an opt-out', () => {
    const { optOut, signIn } = runKeys({ machine: true, isVetoed: true });
    expect(signIn.isOn()).toBe(false);
    signIn.set(signIn.isOn());
    expect(optOut.isSet()).toBe(false);
  });

  it.each([
    { argument: '--hidden', refused: false, imposed: undefined, ends: false },
    { argument: '--hidden', refused: true, imposed: undefined, ends: true },
    { argument: '--hidden', refused: true, imposed: true, ends: false },
    { argument: '--hidden', refused: false, imposed: false, ends: true },
    { argument: 'guichet://new', refused: true, imposed: false, ends: false },
  ])('$argument, refused $refused, imposed $imposed: ends at once $ends', (how) => {
    const { optOut, app } = runKeys({ machine: true });
    optOut.set(how.refused);
    const settings = createSettingsInForce({
      app: { ...app, isPackaged: true, getAppPath: () => '' },
      process: { platform: 'win32', env: {}, execPath: 'Guichet.exe' },
      nativeTheme: { themeSource: 'system' },
      hotkey: { use() {} },
      userData: folder,
      log: recordingLog(),
    });
    const imposed = how.imposed === undefined ? {} : { startAtSignIn: how.imposed };
    expect(settings.shouldNotStart(['Guichet.exe', how.argument], { ...NO_LOCAL_POLICY, imposed })).toBe(
      how.ends,
    );
  });
});

it('Task Manager can also disable the user’s own key, and switching on writes it again', () => {
  const { keys, signIn } = runKeys({ machine: false, own: true, isVetoed: true });
  signIn.set(signIn.isOn());
  expect([keys.own, signIn.isOn()]).toEqual([true, false]);
});

it('without the installer’s start, the user’s own Run key is used', () => {
  const { keys, optOut, signIn } = runKeys({ machine: false });
  signIn.set(true);
  expect([keys.own, signIn.isOn()]).toEqual([true, true]);
  signIn.set(false);
  expect([keys.own, signIn.isOn(), optOut.isSet()]).toEqual([false, false, false]);
});

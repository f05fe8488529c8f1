// Start at sign-in on Windows, where the installer starts the agent for everybody and each user may refuse.
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

/** The two Run keys, as Electron reads and writes them. */
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

describe('where the installer starts it for everybody', () => {
  it('a user who refuses keeps that in a file of their own', () => {
    const { keys, optOut, signIn } = runKeys({ machine: true });
    expect(signIn.isOn()).toBe(true);
    signIn.set(false);
    expect([signIn.isOn(), optOut.isSet(), keys.own]).toEqual([false, true, false]);
    signIn.set(true);
    expect([signIn.isOn(), optOut.isSet()]).toEqual([true, false]);
  });

  it('an entry of their own from before goes, or it would start twice', () => {
    const { keys, signIn } = runKeys({ machine: true, own: true });
    signIn.set(signIn.isOn());
    expect([keys.own, signIn.isOn()]).toEqual([false, true]);
  });

  it('a veto in Task Manager counts, and is not taken for a optOut', () => {
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

it('a veto in Task Manager also counts for the user’s own key, which a yes writes anew', () => {
  const { keys, signIn } = runKeys({ machine: false, own: true, isVetoed: true });
  signIn.set(signIn.isOn());
  expect([keys.own, signIn.isOn()]).toEqual([true, false]);
});

it('elsewhere on Windows it is the user’s own Run key', () => {
  const { keys, optOut, signIn } = runKeys({ machine: false });
  signIn.set(true);
  expect([keys.own, signIn.isOn()]).toEqual([true, true]);
  signIn.set(false);
  expect([keys.own, signIn.isOn(), optOut.isSet()]).toEqual([false, false, false]);
});

// Applies personal settings to the system: theme, hotkey, start at sign-in.
import type { App, NativeTheme } from 'electron';
import type { PersonalSettings } from '../../contract/ipc.ts';
import type { Hotkey } from '../desktop/hotkey.ts';
import { startRequest } from '../process/start-request.ts';
import type { LocalPolicy } from '../settings/policy.ts';
import { createOptOut, createSignIn } from '../settings/sign-in.ts';
import type { Log } from '../support/log.ts';

export interface SettingsInForce {
  /** The settings are in force on return. */
  apply(settings: Pick<PersonalSettings, 'theme' | 'hotkey' | 'startAtSignIn'>): void;
  startsAtSignIn(): boolean;
  /** Whether Windows has started it at sign-in for all users, while this user has opted out or policy forbids it. */
  shouldNotStart(argv: readonly string[], policy: LocalPolicy): boolean;
}

export function createSettingsInForce(parts: {
  app: Pick<App, 'getName' | 'getLoginItemSettings' | 'setLoginItemSettings' | 'getAppPath' | 'isPackaged'>;
  process: Pick<NodeJS.Process, 'platform' | 'env' | 'execPath'>;
  nativeTheme: Pick<NativeTheme, 'themeSource'>;
  hotkey: Pick<Hotkey, 'use'>;
  userData: string;
  log: Log;
}): SettingsInForce {
  const { app, process, nativeTheme, hotkey, userData, log } = parts;
  const optOut = createOptOut(userData);
  // An unpackaged app is Electron with the app's folder.
  const command = [process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()])];
  const signIn = createSignIn({ app, platform: process.platform, env: process.env, command, optOut, log });
  return {
    apply({ theme, hotkey: preferred, startAtSignIn }) {
      nativeTheme.themeSource = theme;
      hotkey.use(preferred);
      signIn.set(startAtSignIn);
    },
    startsAtSignIn: signIn.isOn,
    shouldNotStart: (argv, { imposed }) =>
      startRequest(argv).kind === 'hidden' && !(imposed.startAtSignIn ?? !optOut.isSet()),
  };
}
